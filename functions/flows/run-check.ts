/** Runs one check of `doctor`. A check that fails becomes a finding (a note), and the other checks go on. */
import { isBroadsheetError } from '../domain/error.ts';
import { type Finding, info } from '../domain/finding.ts';

export async function runCheck(
  check: string,
  look: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (error) {
    if (!isBroadsheetError(error)) throw error;
    return [info(check, `Could not be looked at: ${error.message}`, error.remedy)];
  }
}
