/** Composing: a letter, encoded ahead, becomes one message per recipient by splicing. */
import type { Letter, Recipient, Stamp } from './letter.ts';

/** A letter encoded ahead. Keep it as long as its messages go out; variants by topics are made once and remembered. */
export type Prepared = { hash: string; letter: Letter };

export function prepare(letter: Letter, hash: string): Prepared {
  return { hash, letter };
}

/** RFC 5322 bytes, CRLF, 7-bit; undefined: nothing is left for these topics. Throws `invalid` for an address that is not one. */
export function compose(prepared: Prepared, recipient: Recipient, stamp: Stamp): Uint8Array | undefined {
  throw new Error(`not yet: ${prepared.hash} ${recipient.to.email} ${stamp.at}`);
}

/** The HTML part as the recipient gets it; undefined: nothing is left for these topics. */
export function previewHtml(letter: Letter, recipient: Recipient): string | undefined {
  throw new Error(`not yet: ${letter.subject} ${recipient.to.email}`);
}

/** The text part, lines ended by LF. */
export function previewText(letter: Letter, recipient: Recipient): string | undefined {
  throw new Error(`not yet: ${letter.subject} ${recipient.to.email}`);
}
