/** Writes an error for the log, in one line or with its stack, and masks addresses and tokens. */
import { explainDiskError } from '../domain/disk-error.ts';
import { isBroadsheetError } from '../domain/error.ts';

export function errorText(error: unknown): string {
  if (isBroadsheetError(error)) {
    const why = explainDiskError(error.cause);
    return [error.message, why?.message, error.remedy ?? why?.remedy].filter(Boolean).join(' ');
  }
  if (!(error instanceof Error)) return 'a value that is not an error was thrown';
  const trouble = explainDiskError(error);
  if (trouble) return maskSecrets(`${trouble.message} ${trouble.remedy}`);
  return maskSecrets(`${error.name}: ${error.message}`);
}

/** Adds the stack to an unexpected error, because the operator should report such an error. */
export const errorTextWithStack = (error: unknown): string =>
  isBroadsheetError(error) || !(error instanceof Error) || explainDiskError(error)
    ? errorText(error)
    : maskSecrets(error.stack ?? error.message);

/** Masks addresses and tokens, which messages of other libraries may hold. A path on the stack (`at file:///…`) is no address. */
const maskSecrets = (text: string): string =>
  text.replaceAll(/(?<![^\s<>"'()/])[^\s<>"'()/]+@[^\s<>"'()/]+/g, '…').replaceAll(/[\w-]{40,}/g, '…');
