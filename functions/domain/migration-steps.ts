/** Which steps bring a database file up to date, from the version it says it has. */
import { BroadsheetError } from './error.ts';

/** `steps[n]` brings version n to n + 1. Throws `config` for a file that a newer Broadsheet wrote. */
export function stepsFrom(version: number, steps: readonly string[], file: string): readonly string[] {
  if (version <= steps.length) return steps.slice(version);
  const message = `${file} was written by a newer Broadsheet (schema ${version}, this one knows ${steps.length}).`;
  throw new BroadsheetError('config', message, {
    remedy: 'Update Broadsheet, or point DATA_DIR elsewhere.',
  });
}
