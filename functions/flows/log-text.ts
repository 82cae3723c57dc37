/** An error for the log, in one line or with where it came from, without any address or token in it. */
import { diskTrouble } from '../domain/disk-error.ts';
import { isBroadsheetError } from '../domain/error.ts';

export function errorText(error: unknown): string {
  if (isBroadsheetError(error)) {
    const why = diskTrouble(error.cause);
    return [error.message, why?.message, error.remedy ?? why?.remedy].filter(Boolean).join(' ');
  }
  if (!(error instanceof Error)) return 'something that is not an error was thrown';
  const trouble = diskTrouble(error);
  if (trouble) return masked(`${trouble.message} ${trouble.remedy}`);
  return masked(`${error.name}: ${error.message}`);
}

/** What nobody expected comes with its stack: it is to be reported. */
export const errorTextWithStack = (error: unknown): string =>
  isBroadsheetError(error) || !(error instanceof Error) || diskTrouble(error)
    ? errorText(error)
    : masked(error.stack ?? error.message);

/** Our own messages hold none; those of others might. A path on the stack (`at file:///…`) is no address. */
const masked = (text: string): string =>
  text.replaceAll(/(?<![^\s<>"'()/])[^\s<>"'()/]+@[^\s<>"'()/]+/g, '…').replaceAll(/[\w-]{40,}/g, '…');
