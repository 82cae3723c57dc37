/**
 * From an error to an operator's message and exit code: our own errors keep their words, disk errors are explained, any other error is a
 * bug to report.
 */
import { explainDiskError } from '../domain/disk-error.ts';
import { type ErrorCode, isBroadsheetError } from '../domain/error.ts';
import { errorTextWithStack } from '../flows/log-text.ts';

/** All codes except wrong usage exit with 1. The table is exhaustive, so a new code must be decided here. */
export const EXIT_CODES: Readonly<Record<ErrorCode, 1 | 2>> = {
  usage: 2,
  config: 2,
  invalid: 1,
  'not-found': 1,
  gone: 1,
  conflict: 1,
  expired: 1,
  forged: 1,
  'too-large': 1,
  'too-many': 1,
  method: 1,
  media: 1,
  locked: 1,
  refused: 1,
  unavailable: 1,
  broken: 1,
};

type FailureReport = { code: ErrorCode; message: string; remedy: string | undefined };

export function describeFailure(error: unknown): FailureReport {
  if (isBroadsheetError(error)) {
    const why = explainDiskError(error.cause);
    const { code, message } = error;
    return {
      code,
      message: why ? `${message} ${why.message}` : message,
      remedy: error.remedy ?? why?.remedy,
    };
  }
  const trouble = explainDiskError(error);
  if (trouble) return { code: 'unavailable', ...trouble };
  return {
    code: 'broken',
    message: `Broadsheet broke: ${errorTextWithStack(error)}`,
    remedy: 'Please report this, with what you typed.',
  };
}
