/** Composing: a letter, encoded ahead once per selection of topics, becomes one message per recipient by splicing. */
import { BroadsheetError } from './error.ts';
import type { Letter, Recipient, Stamp } from './letter.ts';
import { escapeFor, messagePieces, type Splice } from './message.ts';
import { mailbox, oneLine, quoteLine, SOFT_BREAK, safeAddress } from './mime.ts';
import { flatten, type RecipientSlot, type Selection, select } from './selection.ts';

/** literals[0], splice order[0], literals[1], …: one literal more than splices. `order` counts into `splices`. */
type Variant = {
  literals: readonly Buffer[];
  splices: readonly Splice[];
  order: readonly number[];
  length: number;
};

/** A letter encoded ahead; keep it while its messages go out. Variants by topics are made once and remembered. */
export type Prepared = { hash: string; letter: Letter; variants: Map<string, Variant> };

/** Of about 100 KB each; a selection that comes back after this many others is encoded again. */
const VARIANTS = 64;

export const prepare = (letter: Letter, hash: string): Prepared => ({ hash, letter, variants: new Map() });

function encode({ letter, hash }: Prepared, selection: Selection): Variant {
  const literals = [''];
  const spliced: Splice[] = [];
  for (const piece of messagePieces(letter, hash, selection)) {
    if ('literal' in piece) literals[literals.length - 1] += piece.literal;
    else {
      spliced.push(piece.splice);
      literals.push('');
    }
  }
  const splices = [...new Set(spliced)];
  return {
    literals: literals.map((literal) => Buffer.from(literal, 'latin1')),
    splices,
    order: spliced.map((splice) => splices.indexOf(splice)),
    length: literals.reduce((sum, literal) => sum + literal.length, 0),
  };
}

function variantFor(prepared: Prepared, selection: Selection): Variant {
  const { variants } = prepared;
  let variant = variants.get(selection.key);
  if (!variant) {
    if (variants.size >= VARIANTS) variants.delete(variants.keys().next().value!);
    variant = encode(prepared, selection);
    variants.set(selection.key, variant);
  }
  return variant;
}

/** A name somebody typed must not pass for an address or a link, nor for the letter's own words. */
const isNameSafe = (name: string): boolean => name.length <= 64 && !/[@<>]|:\/\/|www\./i.test(name);

function to({ kind }: Letter, { name, email }: Recipient['to']): string {
  const shown = kind !== 'notice' && isNameSafe(name) ? name : '';
  return shown === '' ? safeAddress(email) : mailbox('To', { name: shown, email });
}

const URL_VALUE = /^https?:\/\/[!-;=?-~]+$/;
const MESSAGE_ID = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+$/;

const must = (pattern: RegExp, value: string, what: string): string => {
  if (pattern.test(value)) return value;
  throw new BroadsheetError('broken', `A letter was given ${what} that cannot stand in a header.`);
};

function listUnsubscribe({ unsubscribeMailto }: Letter, { unsubscribe }: Recipient): string {
  const url = `<${must(URL_VALUE, unsubscribe, 'an unsubscribe link')}>`;
  return unsubscribeMailto === undefined
    ? url
    : `${url}, <mailto:${safeAddress(unsubscribeMailto)}?subject=unsubscribe>`;
}

const SLOTS: Readonly<Record<RecipientSlot, (recipient: Recipient) => string>> = {
  name: ({ to }) => oneLine(to.name),
  address: ({ to }) => to.email,
  unsubscribe: ({ unsubscribe }) => unsubscribe,
  preferences: ({ preferences }) => preferences,
  action: ({ action }) => action,
};

function spliceValue(splice: Splice, letter: Letter, recipient: Recipient, stamp: Stamp): string {
  if (splice === 'to') return to(letter, recipient.to);
  // RFC 5322 §3.3 wants a numeric zone; toUTCString says GMT.
  if (splice === 'date') return new Date(stamp.at).toUTCString().replace('GMT', '+0000');
  if (splice === 'message-id') return must(MESSAGE_ID, stamp.messageId, 'a Message-ID');
  if (splice === 'list-unsubscribe') return listUnsubscribe(letter, recipient);
  const [part, slot] = splice.split(':') as ['text' | 'html', RecipientSlot];
  return quoteLine(escapeFor[part](SLOTS[slot](recipient))) + SOFT_BREAK;
}

/** RFC 5322 bytes, CRLF, 7-bit; undefined: nothing is left for these topics. Throws `invalid` for an address that is not one. */
export function compose(prepared: Prepared, recipient: Recipient, stamp: Stamp): Uint8Array | undefined {
  const selection = select(prepared.letter, recipient.topics);
  if (!selection) return undefined;
  const { literals, splices, order, length } = variantFor(prepared, selection);
  const values = splices.map((splice) => spliceValue(splice, prepared.letter, recipient, stamp));
  let total = length;
  for (const i of order) total += values[i]!.length;
  const message = Buffer.allocUnsafe(total);
  message.set(literals[0]!, 0);
  let at = literals[0]!.length;
  for (let n = 0; n < order.length; n++) {
    at += message.write(values[order[n]!]!, at, 'latin1');
    message.set(literals[n + 1]!, at);
    at += literals[n + 1]!.length;
  }
  return message;
}

function preview(letter: Letter, recipient: Recipient, part: 'text' | 'html'): string | undefined {
  const selection = select(letter, recipient.topics);
  return (
    selection &&
    flatten(letter, letter[part], selection, escapeFor[part])
      .map((piece) => ('literal' in piece ? piece.literal : escapeFor[part](SLOTS[piece.slot](recipient))))
      .join('')
  );
}

/** The HTML part as the recipient gets it; undefined: nothing is left for these topics. */
export const previewHtml = (letter: Letter, recipient: Recipient): string | undefined =>
  preview(letter, recipient, 'html');

/** The text part, lines ended by LF. */
export const previewText = (letter: Letter, recipient: Recipient): string | undefined =>
  preview(letter, recipient, 'text');
