/** The one error that crosses Broadsheet's borders; each edge (HTTP, CLI, worker) owns one table code → answer. */

/**
 * `invalid` bad input · `not-found` · `gone` was here, is not any more · `conflict` somebody changed it first ·
 * `expired` a link past its time · `forged` a signature that does not hold · `too-large` · `too-many` a limit was
 * met · `method` wrong HTTP method · `media` wrong content type · `usage` wrong command line · `config` wrong
 * environment or publication setting · `locked` another process holds DATA_DIR · `refused` it would do harm ·
 * `unavailable` a part we depend on did not answer; safe to try again · `broken` our own fault.
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

/** `message` says what is wrong, `remedy` what to do about it. Neither ever holds an address or a token. */
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
