/** What other programs write of a reader's consent, as a status of ours. A word that is not here is asked about, never guessed. */
import type { SubscriberStatus } from '../subscribers/subscriber.ts';

/** `pending`: never confirmed, and left out of an import. */
export type ImportStatus = SubscriberStatus | 'suppressed';

/** The stricter, the later. */
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
 * ones in English and German. Kit's `cold` and Buttondown's premium states are readers who get mail.
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
/** Nothing is known, as programs write it. */
const NOTHING = new Set(
  wordsOf(
    String.raw`, -, –, —, n/a, na, null, nil, none, undefined, \n, never, 0000 00 00, 0000 00 00 00:00:00, nie`,
  ),
);

/** Case, blanks, hyphens and underscores do not count. */
export const plainWord = (text: string): string =>
  text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');

export type Said = ImportStatus | 'yes' | 'no' | 'nothing';

/** undefined: no word of consent that is known. */
export function readConsent(text: string): Said | undefined {
  const word = plainWord(text);
  if (word === '' || NOTHING.has(word) || NOTHING.has(text.trim().toLowerCase())) return 'nothing';
  if (YES.has(word)) return 'yes';
  if (NO.has(word)) return 'no';
  return STATUS_OF.get(word);
}

/** A word that nobody writes by chance: a column that holds it speaks of consent, whatever its name is. */
function wordOfRefusal(text: string): ImportStatus | undefined {
  const status = text.length < 40 ? STATUS_OF.get(plainWord(text)) : undefined;
  return status === 'active' || CHANCE.has(plainWord(text)) ? undefined : status;
}
const CHANCE = new Set(
  wordsOf(
    'waiting, left, invalid, reported, junk, archived, removed, deleted, blocked, denied, declined, invited, transactional',
  ),
);

/** What JSON says of a field that is not so. */
const UNLESS_FALSE = String.raw`\b(?!"?\s*[:=]\s*"?(?:false|0|no|null|"|\[\]|\{\}))`;
const phrase = (words: string) => new RegExp(String.raw`\b(?:${words})${UNLESS_FALSE}`, 'i');
/** Within a note, a tag of several words, or JSON. */
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

/** What a cell says that may hold anything, also in the midst of other words; undefined: no refusal. */
export const refusalIn = (text: string): ImportStatus | undefined =>
  text === '' ? undefined : (wordOfRefusal(text) ?? PHRASES.find(([words]) => words.test(text))?.[1]);
