/** Maps other programs' words for consent to a status of ours. An unknown word becomes a question to the editor, never a guess. */
import type { SubscriberStatus } from '../subscribers/subscriber.ts';

/** The status of an imported row. A `pending` row was never confirmed, and the import leaves it out. */
export type ImportStatus = SubscriberStatus | 'suppressed';

/** Statuses in order of strictness, the strictest last. */
const RANKS: readonly ImportStatus[] = [
  'active',
  'pending',
  'unsubscribed',
  'bounced',
  'complained',
  'suppressed',
];

export const isStricter = (a: ImportStatus, b: ImportStatus): boolean => RANKS.indexOf(a) > RANKS.indexOf(b);
export const stricter = (a: ImportStatus, b: ImportStatus): ImportStatus => (isStricter(a, b) ? a : b);

/**
 * Words of Ghost, Substack, Mailchimp, beehiiv, Buttondown, Kit, listmonk, MailerLite, Curated, Tinynews and Shopify, and plain
 * ones in English and German. Kit's `cold` and Buttondown's premium states are subscribers who get mail.
 */
const WORDS: Readonly<Record<ImportStatus, string>> = {
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
const wordsOf = (text: string): string[] => text.split(',').map((word) => word.trim());
const STATUS_OF = new Map<string, ImportStatus>(
  RANKS.flatMap((status) => wordsOf(WORDS[status]).map((word) => [word, status] as const)),
);

const YES = new Set(
  wordsOf(
    'yes, y, true, t, 1, on, x, ✓, ✔, ☑, checked, ja, j, wahr, oui, vrai, si, sí, sim, verdadero, vero, accepted, granted, verified, given',
  ),
);
const NO = new Set(
  wordsOf(
    'no, n, false, f, 0, off, unchecked, nein, falsch, non, faux, falso, não, rejected, refused, ☐, ✗, ✘',
  ),
);
/** Texts by which programs say that nothing is known. */
const NOTHING = new Set(
  wordsOf(
    String.raw`, -, –, —, n/a, na, null, nil, none, undefined, \n, never, 0000 00 00, 0000 00 00 00:00:00, nie`,
  ),
);

/** Normalizes a word: case, blanks, hyphens and underscores do not count. */
export const plainWord = (text: string): string =>
  text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');

export type Said = ImportStatus | 'yes' | 'no' | 'nothing';

/** The meaning of a cell about consent; undefined if its word is not known. */
export function readConsent(text: string): Said | undefined {
  const word = plainWord(text);
  if (word === '' || NOTHING.has(word) || NOTHING.has(text.trim().toLowerCase())) return 'nothing';
  if (YES.has(word)) return 'yes';
  if (NO.has(word)) return 'no';
  return STATUS_OF.get(word);
}

/** The refusal that a cell states in one unmistakable word: a column with such a word is about consent, under any name. */
function wordOfRefusal(text: string): ImportStatus | undefined {
  const status = text.length < 40 ? STATUS_OF.get(plainWord(text)) : undefined;
  return status === 'active' || CHANCE.has(plainWord(text)) ? undefined : status;
}
const CHANCE = new Set(
  wordsOf(
    'waiting, left, invalid, reported, junk, archived, removed, deleted, blocked, denied, declined, invited, transactional',
  ),
);

/** Excludes a word to which JSON gives a negative value, such as `"unsubscribed": false`. */
const UNLESS_FALSE = String.raw`\b(?!"?\s*[:=]\s*"?(?:false|0|no|null|"|\[\]|\{\}))`;
const phrase = (words: string) => new RegExp(String.raw`\b(?:${words})${UNLESS_FALSE}`, 'i');
/** Refusals within a note, a tag of several words, or JSON. */
const PHRASES: readonly [RegExp, ImportStatus][] = [
  [phrase('spam complaint|marked as spam|reported (?:us |it )?as spam'), 'complained'],
  [phrase('do not (?:e-?mail|mail|contact|send)|never (?:e-?mail|mail)|(?:block|black)listed'), 'suppressed'],
  [phrase('bounced|hard bounce'), 'bounced'],
  [
    phrase(
      'un-?subscribed|please unsubscribe|unsubscribe (?:me|him|her|them)|opted[ -]out|abgemeldet|abbestellt',
    ),
    'unsubscribed',
  ],
];

/** The refusal in a cell of free text, also among other words; undefined if there is none. */
export const refusalIn = (text: string): ImportStatus | undefined =>
  text === '' ? undefined : (wordOfRefusal(text) ?? PHRASES.find(([words]) => words.test(text))?.[1]);
