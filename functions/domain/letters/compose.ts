/**
 * Composes messages: a letter is encoded once for each selection of topics, and each recipient's values are inserted (spliced) into the
 * bytes.
 */
import { type BoundedCache, createBoundedCache } from '../bounded-cache.ts';
import { BroadsheetError } from '../error.ts';
import type { Letter, Recipient, Stamp } from './letter.ts';
import { escapeFor, printWordsFor, type Splice, subjectOf, writeMessagePieces } from './message.ts';
import { cleanHeader, encodeMailbox, quoteLine, requireSafeAddress, SOFT_BREAK } from './mime.ts';
import { flattenSelection, type RecipientSlot, type Selection, selectBlocks } from './topic-selection.ts';

type Splicer = (recipient: Recipient, stamp: Stamp) => string;

/** The message is literals[0], a splice, literals[1], a splice …: one literal more than splices. `order` lists the splicers by index. */
type Variant = {
  literals: readonly Buffer[];
  splicers: readonly Splicer[];
  order: readonly number[];
  length: number;
};

/** A letter with its caches (LRU), to be kept while its messages are sent: each selection of topics is encoded once. */
export type PreparedLetter = {
  hash: string;
  letter: Letter;
  /** By the subscriber's topics. */
  selections: BoundedCache<{ left: Selection | undefined }>;
  /** By the blocks that the topics leave. */
  variants: BoundedCache<Variant>;
};

/** The most variants in the cache, of about 100 KB each. A variant that was evicted is encoded again. */
const MAX_VARIANTS = 64;
const MAX_SELECTIONS = 4096;

export const prepareLetter = (letter: Letter, hash: string): PreparedLetter => ({
  hash,
  letter,
  selections: createBoundedCache(MAX_SELECTIONS),
  variants: createBoundedCache(MAX_VARIANTS),
});

/** Undefined if the letter has articles and these topics leave none of them. */
export function selectionFor(
  { letter, selections }: PreparedLetter,
  topics: readonly string[],
): Selection | undefined {
  const key = topics.join();
  const known = selections.get(key);
  if (known) return known.left;
  const left = selectBlocks(letter, topics);
  selections.set(key, { left });
  return left;
}

function encodeVariant({ letter, hash }: PreparedLetter, selection: Selection): Variant {
  const literals = [''];
  const spliced: Splice[] = [];
  for (const piece of writeMessagePieces(letter, hash, selection)) {
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

function variantFor(prepared: PreparedLetter, selection: Selection): Variant {
  const known = prepared.variants.get(selection.key);
  if (known) return known;
  const variant = encodeVariant(prepared, selection);
  prepared.variants.set(selection.key, variant);
  return variant;
}

/** A subscriber typed the name: it must not look like an address or a link, nor like a text of the letter. */
const isNameSafe = (name: string): boolean => name.length <= 64 && !/[@<>]|:\/\/|www\./i.test(name);

function encodeTo({ kind }: Letter, { name, email }: Recipient['to']): string {
  const shown = kind !== 'notice' && isNameSafe(name) ? name : '';
  return shown === '' ? requireSafeAddress(email) : encodeMailbox('To', { name: shown, email });
}

const URL_VALUE = /^https?:\/\/[!-;=?-~]+$/;
const MESSAGE_ID = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+$/;

const requireMatch = (pattern: RegExp, value: string, what: string): string => {
  if (pattern.test(value)) return value;
  throw new BroadsheetError('broken', `A letter was given ${what} that cannot stand in a header.`);
};

function listUnsubscribe({ unsubscribeMailto }: Letter, { unsubscribe }: Recipient): string {
  const url = `<${requireMatch(URL_VALUE, unsubscribe, 'an unsubscribe link')}>`;
  return unsubscribeMailto === undefined
    ? url
    : `${url}, <mailto:${requireSafeAddress(unsubscribeMailto)}?subject=unsubscribe>`;
}

const SLOT_VALUES: Readonly<Record<RecipientSlot, (recipient: Recipient) => string>> = {
  name: ({ to }) => cleanHeader(to.name),
  address: ({ to }) => to.email,
  unsubscribe: ({ unsubscribe }) => unsubscribe,
  preferences: ({ preferences }) => preferences,
  action: ({ action }) => action,
  remark: ({ remark = '' }) => cleanHeader(remark),
  release: ({ release = '' }) => release,
};

function splicer(splice: Splice, letter: Letter): Splicer {
  if (splice === 'to') return (recipient) => encodeTo(letter, recipient.to);
  // RFC 5322 §3.3 requires a numeric zone; toUTCString writes GMT.
  if (splice === 'date') return (_, { at }) => new Date(at).toUTCString().replace('GMT', '+0000');
  if (splice === 'message-id')
    return (_, { messageId }) => requireMatch(MESSAGE_ID, messageId, 'a Message-ID');
  if (splice === 'list-unsubscribe') return (recipient) => listUnsubscribe(letter, recipient);
  const [part, slot] = splice.split(':') as ['text' | 'html', RecipientSlot];
  const [value, escaped] = [SLOT_VALUES[slot], escapeFor[part]];
  return (recipient) => quoteLine(escaped(value(recipient))) + SOFT_BREAK;
}

/** A message whose parts are ready; its bytes are joined only when they are read. */
export type ComposedMessage = {
  length: number;
  /** The message by RFC 5322: CRLF, 7-bit, in a buffer of its own. */
  bytes(): Uint8Array;
  /** Writes the same bytes into the caller's buffer of at least `length` bytes, and so allocates nothing. */
  writeTo(room: Buffer): Uint8Array;
};

/**
 * Undefined if the topics leave nothing of the letter. Throws `invalid` for a malformed address; the methods of the result throw nothing.
 */
export function composeLazily(
  prepared: PreparedLetter,
  recipient: Recipient,
  stamp: Stamp,
): ComposedMessage | undefined {
  const selection = selectionFor(prepared, recipient.topics);
  if (!selection) return undefined;
  const variant = variantFor(prepared, selection);
  const values = variant.splicers.map((value) => value(recipient, stamp));
  let length = variant.length;
  for (const i of variant.order) length += values[i]!.length;
  const writeTo = (room: Buffer) => spliceInto(variant, values, room).subarray(0, length);
  return { length, writeTo, bytes: () => writeTo(Buffer.allocUnsafe(length)) };
}

function spliceInto({ literals, order }: Variant, values: readonly string[], room: Buffer): Buffer {
  room.set(literals[0]!, 0);
  let at = literals[0]!.length;
  for (let n = 0; n < order.length; n++) {
    at += room.write(values[order[n]!]!, at, 'latin1');
    room.set(literals[n + 1]!, at);
    at += literals[n + 1]!.length;
  }
  return room;
}

/** Composes a message, as `composeLazily`, and joins its bytes at once. */
export const compose = (
  prepared: PreparedLetter,
  recipient: Recipient,
  stamp: Stamp,
): Uint8Array | undefined => composeLazily(prepared, recipient, stamp)?.bytes();

/** The subject of this recipient's message; that of a digest depends on the topics. */
export function subjectFor(prepared: PreparedLetter, { topics }: Recipient): string {
  const selection = selectionFor(prepared, topics);
  return selection ? subjectOf(prepared.letter, selection) : prepared.letter.subject;
}

function previewPart(letter: Letter, recipient: Recipient, part: 'text' | 'html'): string | undefined {
  const selection = selectBlocks(letter, recipient.topics);
  return (
    selection &&
    flattenSelection(letter, letter[part], selection, printWordsFor[part])
      .map((piece) =>
        'literal' in piece ? piece.literal : escapeFor[part](SLOT_VALUES[piece.slot](recipient)),
      )
      .join('')
  );
}

/** The HTML part for the recipient; undefined if the topics leave nothing of the letter. */
export const previewHtml = (letter: Letter, recipient: Recipient): string | undefined =>
  previewPart(letter, recipient, 'html');

/** The text part for the recipient, with lines ended by LF; undefined as in previewHtml. */
export const previewText = (letter: Letter, recipient: Recipient): string | undefined =>
  previewPart(letter, recipient, 'text');
