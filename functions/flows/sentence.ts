/** An error in one line for the log, without any address or token in it. */
import { isBroadsheetError } from '../domain/error.ts';

export function sentence(error: unknown): string {
  if (isBroadsheetError(error)) return `${error.message} ${error.remedy ?? ''}`.trim();
  if (!(error instanceof Error)) return 'something that is not an error was thrown';
  // Our own messages hold none; those of others might.
  return `${error.name}: ${error.message.replaceAll(/[^\s<>"']+@[^\s<>"']+/g, '…').replaceAll(/[\w-]{40,}/g, '…')}`;
}
