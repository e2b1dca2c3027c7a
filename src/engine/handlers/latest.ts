import { UserError } from '../../contract/errors';

/** Of requests of one kind only the newest goes on: beginning one ends the one before. */
export class Latest {
  private current: AbortController | null = null;

  /** `what` names the request in the sentence with which the ended one rejects, as in "This map". */
  constructor(private readonly what: string) {}

  /** Ends the request before and returns the new one's signal. */
  begin(): AbortSignal {
    this.end(`${this.what} was replaced by a newer request.`);
    this.current = new AbortController();
    return this.current.signal;
  }

  /** Ends the request that is under way, if any, with a sentence. */
  end(reason: string): void {
    this.current?.abort(new UserError(reason));
    this.current = null;
  }
}
