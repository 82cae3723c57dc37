/** An error for the log, in one line or with where it came from, without any address or token in it. */
import { isBroadsheetError } from '../domain/error.ts';

export function sentence(error: unknown): string {
  if (isBroadsheetError(error)) return `${error.message} ${error.remedy ?? ''}`.trim();
  if (!(error instanceof Error)) return 'something that is not an error was thrown';
  return masked(`${error.name}: ${error.message}`);
}

/** What nobody expected comes with its stack: it is to be reported. */
export const traced = (error: unknown): string =>
  isBroadsheetError(error) || !(error instanceof Error)
    ? sentence(error)
    : masked(error.stack ?? error.message);

/** Our own messages hold none; those of others might. A path on the stack (`at file:///…`) is no address. */
const masked = (text: string): string =>
  text.replaceAll(/(?<![^\s<>"'()/])[^\s<>"'()/]+@[^\s<>"'()/]+/g, '…').replaceAll(/[\w-]{40,}/g, '…');
