/** Maps other programs' words for consent to a status of ours. An unknown word becomes a question to the editor, never a guess. */
import type { SubscriberStatus } from '../subscribers/subscriber.ts';

/** The status of an imported row. A `pending` row was never confirmed, and the import leaves it out. */
export type ImportStatus = SubscriberStatus | 'suppressed';

/** Statuses in order of strictness, the strictest last. */
const STATUSES_BY_STRICTNESS: readonly ImportStatus[] = [
  'active',
  'pending',
  'unsubscribed',
  'bounced',
  'complained',
  'suppressed',
];

export const isStricter = (a: ImportStatus, b: ImportStatus): boolean =>
  STATUSES_BY_STRICTNESS.indexOf(a) > STATUSES_BY_STRICTNESS.indexOf(b);
export const stricterOf = (a: ImportStatus, b: ImportStatus): ImportStatus => (isStricter(a, b) ? a : b);

/**
 * Words of Ghost, Substack, Mailchimp, beehiiv, Buttondown, Kit, listmonk, MailerLite, Curated, Tinynews and Shopify, and plain
 * ones in English and German. Kit's `cold` and Buttondown's premium states are subscribers who get mail.
 */
const WORDS_BY_STATUS: Readonly<Record<ImportStatus, string>> = {
  active: `active, subscribed, subscriber, confirmed, enabled, regular, opted in, opt in, optedin, optin, cold, free, paid, premium, comp,
    gift, gifted, trialed, aktiv, angemeldet, abonniert, bestätigt`,
  pending: `pending, unconfirmed, not confirmed, unactivated, not activated, unverified, not verified, not opted in,
    awaiting confirmation, waiting, validating, invited, pending confirmation, confirmation pending, opt in pending, optin pending,
    double opt in pending, nonsubscribed, non subscribed, not subscribed, never subscribed, transactional, unbestätigt,
    nicht bestätigt, ausstehend`,
  unsubscribed: `unsubscribed, unsubscribe, unsub, unsubbed, opted out, opt out, optedout, optout, inactive, not active, disabled,
    deactivated, cancelled, canceled, removed, deleted, left, archived, blocked, spammy, suspended, withdrawn, revoked, declined,
    denied, global unsubscribe, globally unsubscribed, unsubscribed globally, abgemeldet, inaktiv, gelöscht, widerrufen, gekündigt`,
  bounced: `bounced, bounce, hard bounce, hard bounced, hardbounce, cleaned, undeliverable, undelivered, invalid, unreachable,
    nicht zustellbar, unzustellbar`,
  complained:
    'complained, complaint, complainer, complaints, spam complaint, marked as spam, reported spam, reported, spam, abuse, junk',
  suppressed: `suppressed, blocklisted, blacklisted, blocklist, blacklist, do not mail, do not email, do not contact, never mail,
    never email, gesperrt`,
};
const splitWords = (text: string): string[] => text.split(',').map((word) => word.trim());
const STATUS_BY_WORD = new Map<string, ImportStatus>(
  STATUSES_BY_STRICTNESS.flatMap((status) =>
    splitWords(WORDS_BY_STATUS[status]).map((word) => [word, status] as const),
  ),
);

const YES_WORDS = new Set(
  splitWords(
    'yes, y, true, t, 1, on, x, ✓, ✔, ☑, checked, ja, j, wahr, oui, vrai, si, sí, sim, verdadero, vero, accepted, granted, verified, given',
  ),
);
const NO_WORDS = new Set(
  splitWords(
    'no, n, false, f, 0, off, unchecked, nein, falsch, non, faux, falso, não, rejected, refused, ☐, ✗, ✘',
  ),
);
/** Texts by which programs say that nothing is known. */
const EMPTY_WORDS = new Set(
  splitWords(
    String.raw`, -, –, —, n/a, na, null, nil, none, undefined, \n, never, 0000 00 00, 0000 00 00 00:00:00, nie`,
  ),
);

/** Normalizes a word: case, blanks, hyphens and underscores do not count. */
export const normalizeWord = (text: string): string =>
  text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');

export type ConsentMeaning = ImportStatus | 'yes' | 'no' | 'nothing';

/** The meaning of a cell about consent; undefined if its word is not known. */
export function readConsent(text: string): ConsentMeaning | undefined {
  const word = normalizeWord(text);
  if (word === '' || EMPTY_WORDS.has(word) || EMPTY_WORDS.has(text.trim().toLowerCase())) return 'nothing';
  if (YES_WORDS.has(word)) return 'yes';
  if (NO_WORDS.has(word)) return 'no';
  return STATUS_BY_WORD.get(word);
}

/** The refusal that a cell states in one unmistakable word: a column with such a word is about consent, under any name. */
function readRefusalWord(text: string): ImportStatus | undefined {
  const status = text.length < 40 ? STATUS_BY_WORD.get(normalizeWord(text)) : undefined;
  return status === 'active' || AMBIGUOUS_WORDS.has(normalizeWord(text)) ? undefined : status;
}
const AMBIGUOUS_WORDS = new Set(
  splitWords(
    'waiting, left, invalid, reported, junk, archived, removed, deleted, blocked, denied, declined, invited, transactional',
  ),
);

/** Excludes a word to which JSON gives a negative value, such as `"unsubscribed": false`. */
const NOT_NEGATED = String.raw`\b(?!"?\s*[:=]\s*"?(?:false|0|no|null|"|\[\]|\{\}))`;
const phrasePattern = (words: string) => new RegExp(String.raw`\b(?:${words})${NOT_NEGATED}`, 'i');
/** Refusals within a note, a tag of several words, or JSON. */
const REFUSAL_PHRASES: readonly [RegExp, ImportStatus][] = [
  [phrasePattern('spam complaint|marked as spam|reported (?:us |it )?as spam'), 'complained'],
  [
    phrasePattern('do not (?:e-?mail|mail|contact|send)|never (?:e-?mail|mail)|(?:block|black)listed'),
    'suppressed',
  ],
  [phrasePattern('bounced|hard bounce'), 'bounced'],
  [
    phrasePattern(
      'un-?subscribed|please unsubscribe|unsubscribe (?:me|him|her|them)|opted[ -]out|abgemeldet|abbestellt',
    ),
    'unsubscribed',
  ],
];

/** The refusal in a cell of free text, also among other words; undefined if there is none. */
export const findRefusal = (text: string): ImportStatus | undefined =>
  text === ''
    ? undefined
    : (readRefusalWord(text) ?? REFUSAL_PHRASES.find(([words]) => words.test(text))?.[1]);
