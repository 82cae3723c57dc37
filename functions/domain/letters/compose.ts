/** Composing: a letter, encoded ahead once per selection of topics, becomes one message per recipient by splicing. */
import { type BoundedCache, createBoundedCache } from '../bounded-cache.ts';
import { BroadsheetError } from '../error.ts';
import type { Letter, Recipient, Stamp } from './letter.ts';
import { escapeFor, messagePieces, type Splice, subjectOf } from './message.ts';
import { encodeMailbox, headerLine, quoteLine, SOFT_BREAK, safeAddress } from './mime.ts';
import { flattenSelection, type RecipientSlot, type Selection, select } from './topic-selection.ts';

type Splicer = (recipient: Recipient, stamp: Stamp) => string;

/** literals[0], splice order[0], literals[1], …: one literal more than splices. `order` counts into `splicers`. */
type Variant = {
  literals: readonly Buffer[];
  splicers: readonly Splicer[];
  order: readonly number[];
  length: number;
};

/** A letter encoded ahead; keep it while its messages go out. What topics leave of it is made once and remembered. */
export type Prepared = {
  hash: string;
  letter: Letter;
  /** By topics as they are chosen. */
  selections: BoundedCache<{ left: Selection | undefined }>;
  /** By what they leave. */
  variants: BoundedCache<Variant>;
};

/** Of about 100 KB each; a selection that comes back after this many others is encoded again. */
const VARIANTS = 64;
const SELECTIONS = 4096;

export const prepare = (letter: Letter, hash: string): Prepared => ({
  hash,
  letter,
  selections: createBoundedCache(SELECTIONS),
  variants: createBoundedCache(VARIANTS),
});

/** undefined: the letter has articles, and these topics leave none of them. */
export function selectionFor(
  { letter, selections }: Prepared,
  topics: readonly string[],
): Selection | undefined {
  const key = topics.join();
  const known = selections.get(key);
  if (known) return known.left;
  const left = select(letter, topics);
  selections.set(key, { left });
  return left;
}

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
    splicers: splices.map((splice) => splicer(splice, letter)),
    order: spliced.map((splice) => splices.indexOf(splice)),
    length: literals.reduce((sum, literal) => sum + literal.length, 0),
  };
}

function variantFor(prepared: Prepared, selection: Selection): Variant {
  const known = prepared.variants.get(selection.key);
  if (known) return known;
  const variant = encode(prepared, selection);
  prepared.variants.set(selection.key, variant);
  return variant;
}

/** A name somebody typed must not pass for an address or a link, nor for the letter's own words. */
const isNameSafe = (name: string): boolean => name.length <= 64 && !/[@<>]|:\/\/|www\./i.test(name);

function to({ kind }: Letter, { name, email }: Recipient['to']): string {
  const shown = kind !== 'notice' && isNameSafe(name) ? name : '';
  return shown === '' ? safeAddress(email) : encodeMailbox('To', { name: shown, email });
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
  name: ({ to }) => headerLine(to.name),
  address: ({ to }) => to.email,
  unsubscribe: ({ unsubscribe }) => unsubscribe,
  preferences: ({ preferences }) => preferences,
  action: ({ action }) => action,
  remark: ({ remark = '' }) => headerLine(remark),
  release: ({ release = '' }) => release,
};

function splicer(splice: Splice, letter: Letter): Splicer {
  if (splice === 'to') return (recipient) => to(letter, recipient.to);
  // RFC 5322 §3.3 wants a numeric zone; toUTCString says GMT.
  if (splice === 'date') return (_, { at }) => new Date(at).toUTCString().replace('GMT', '+0000');
  if (splice === 'message-id') return (_, { messageId }) => must(MESSAGE_ID, messageId, 'a Message-ID');
  if (splice === 'list-unsubscribe') return (recipient) => listUnsubscribe(letter, recipient);
  const [part, slot] = splice.split(':') as ['text' | 'html', RecipientSlot];
  const [value, escaped] = [SLOTS[slot], escapeFor[part]];
  return (recipient) => quoteLine(escaped(value(recipient))) + SOFT_BREAK;
}

/** A message whose every part is there, and whose bytes are put together when somebody reads them. */
export type Composed = {
  length: number;
  /** RFC 5322 bytes, CRLF, 7-bit, in a buffer of their own. */
  bytes(): Uint8Array;
  /** The same, written into the caller's room of `length` bytes at least: nothing is allocated. */
  writeTo(room: Buffer): Uint8Array;
};

/** undefined: nothing is left for these topics. Throws `invalid` for an address that is not one; what is returned throws nothing. */
export function composed(prepared: Prepared, recipient: Recipient, stamp: Stamp): Composed | undefined {
  const selection = selectionFor(prepared, recipient.topics);
  if (!selection) return undefined;
  const variant = variantFor(prepared, selection);
  const values = variant.splicers.map((value) => value(recipient, stamp));
  let length = variant.length;
  for (const i of variant.order) length += values[i]!.length;
  const writeTo = (room: Buffer) => splice(variant, values, room).subarray(0, length);
  return { length, writeTo, bytes: () => writeTo(Buffer.allocUnsafe(length)) };
}

function splice({ literals, order }: Variant, values: readonly string[], room: Buffer): Buffer {
  room.set(literals[0]!, 0);
  let at = literals[0]!.length;
  for (let n = 0; n < order.length; n++) {
    at += room.write(values[order[n]!]!, at, 'latin1');
    room.set(literals[n + 1]!, at);
    at += literals[n + 1]!.length;
  }
  return room;
}

/** The bytes of `composed` at once. */
export const compose = (prepared: Prepared, recipient: Recipient, stamp: Stamp): Uint8Array | undefined =>
  composed(prepared, recipient, stamp)?.bytes();

/** The subject this recipient's message carries: a digest's depends on topics. */
export function subjectFor(prepared: Prepared, { topics }: Recipient): string {
  const selection = selectionFor(prepared, topics);
  return selection ? subjectOf(prepared.letter, selection) : prepared.letter.subject;
}

function preview(letter: Letter, recipient: Recipient, part: 'text' | 'html'): string | undefined {
  const selection = select(letter, recipient.topics);
  return (
    selection &&
    flattenSelection(letter, letter[part], selection, escapeFor[part])
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
