/** The only error class that crosses Broadsheet's borders; each edge (HTTP, CLI, worker) owns one table from code to answer. */

/**
 * `invalid` bad input · `not-found` · `gone` existed once · `conflict` another writer was first · `expired` a link past its time ·
 * `forged` an invalid signature · `too-large` · `too-many` a rate limit is used up · `method` wrong HTTP method · `media` wrong content
 * type · `usage` wrong command line · `config` wrong environment or publication setting · `locked` another process holds DATA_DIR ·
 * `refused` the action would do harm · `unavailable` a dependency did not answer, so a retry is safe · `broken` our own fault.
 */
export type ErrorCode =
  | 'invalid'
  | 'not-found'
  | 'gone'
  | 'conflict'
  | 'expired'
  | 'forged'
  | 'too-large'
  | 'too-many'
  | 'method'
  | 'media'
  | 'usage'
  | 'config'
  | 'locked'
  | 'refused'
  | 'unavailable'
  | 'broken';

/** `message` names the fault, `remedy` the cure. Neither ever holds an address or a token. */
export class BroadsheetError extends Error {
  readonly code: ErrorCode;
  readonly remedy: string | undefined;

  constructor(code: ErrorCode, message: string, options: { remedy?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'BroadsheetError';
    this.code = code;
    this.remedy = options.remedy;
  }
}

export const isBroadsheetError = (error: unknown): error is BroadsheetError =>
  error instanceof BroadsheetError;
