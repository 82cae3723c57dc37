/** Turns an unexpected error at one content file into a problem of that file, so that the build goes on and reports it. */
import { explainDiskError } from '../../domain/disk-error.ts';
import { isBroadsheetError } from '../../domain/error.ts';
import type { Problem } from '../../domain/problem.ts';
import { joinLines } from '../../domain/source/yaml-fields.ts';
import { errorText } from '../log-text.ts';

/** Rethrows errors with a message of their own, and errors of the disk: no change of the content would mend those. */
export function problemOfBrokenFile(file: string, error: unknown): Problem {
  if (isBroadsheetError(error) || explainDiskError(error)) throw error;
  const message = `Broadsheet fails at this file (${joinLines(errorText(error)).slice(0, 300)}).`;
  const remedy = 'Please report this, with the file; until it is mended, move the file away.';
  return { file, line: 1, level: 'error', message, remedy };
}
