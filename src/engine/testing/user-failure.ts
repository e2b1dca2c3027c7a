import { UserError } from '../../contract/errors';

/** The sentence with which a call is refused. Throws when it is not, fails otherwise, or is refused in no sentence. */
export async function failure(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (!/^[^\n]+\.$/.test(error.message))
      throw new Error(`This is no sentence: ${error.message}`, { cause: error });
    return error.message;
  }
  throw new Error('The call was not refused.');
}
