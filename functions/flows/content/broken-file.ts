/** A file that breaks what reads it: a problem of that file, to be reported, and no end of the build. */
import { diskTrouble } from '../../domain/disk-error.ts';
import { isBroadsheetError } from '../../domain/error.ts';
import type { Problem } from '../../domain/problem.ts';
import { joinLines } from '../../domain/source/yaml-fields.ts';
import { errorText } from '../log-text.ts';

/** Throws what has words of its own already, and what is the disk's fault: no file of the content could mend that. */
export function brokenFile(file: string, error: unknown): Problem {
  if (isBroadsheetError(error) || diskTrouble(error)) throw error;
  const message = `Broadsheet fails at this file (${joinLines(errorText(error)).slice(0, 300)}).`;
  const remedy = 'Please report this, with the file; until it is mended, move the file away.';
  return { file, line: 1, level: 'error', message, remedy };
}
