import { UserError } from '../../contract/errors';

/** The sentence with which a call is refused. Throws when it is not, or when it fails otherwise. */
export async function failure(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error('The call was not refused.');
}
