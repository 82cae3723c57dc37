/** A letter: an edition (or digest, alert, notice) assembled for sending, frozen, content-addressed; personalised by splicing. */
import type { Fragment } from '../content/article.ts';
import type { EditionItem } from '../content/edition.ts';
import type { Mailbox, Newsletter, Publication } from '../publication/publication.ts';

/**
 * Filled per message. `numberValue`, `label`, `words` and `minutes` depend only on which blocks a subscriber's topics leave and are
 * filled once per such selection; the others per recipient.
 */
export type Placeholder =
  | 'number'
  | 'label'
  | 'words'
  | 'minutes'
  | 'name'
  | 'address'
  | 'unsubscribe'
  | 'preferences'
  | 'action'
  | 'remark'
  | 'release';

/** Sentences with `{n}`, for one and for any other number. */
export type Plural = { one: string; other: string };

/** `block` is an index into `Letter.blocks`. */
export type Piece = string | { slot: Placeholder } | { block: number; pieces: readonly Piece[] };

/** `topic`: shown to those who chose it, or chose none; undefined: shown to all. `label`: an article's own, with `{n}`. */
export type Block = {
  topic: string | undefined;
  kind: 'article' | 'sponsor' | 'text';
  label: string | undefined;
  words: number;
  /** The letter's subject for those whose first article it is; the letter's own else. */
  subject?: string;
};

/** `letters/<sha256 of this as JSON>`. Written before the run that names it. */
export type Letter = {
  format: 1;
  kind: 'edition' | 'digest' | 'alert' | 'notice';
  newsletter: string | undefined;
  language: string;
  from: Mailbox;
  replyTo: Mailbox | undefined;
  subject: string;
  /** RFC 2919 value without angle brackets, and its phrase. */
  listId: { phrase: string; id: string } | undefined;
  /** Carries List-Unsubscribe and List-Unsubscribe-Post (RFC 8058). */
  unsubscribable: boolean;
  /** The mailto form beside it, when an address is read. */
  unsubscribeMailto: string | undefined;
  /** `Precedence: bulk`, `Auto-Submitted: auto-generated` (RFC 3834) … */
  headers: Readonly<Record<string, string>>;
  /** SES `ses:feedback-id-a` and `-b`. */
  feedback: { a: string; b: string };
  /** Label of the first article and of the others, with `{n}`, and the letter's length: the words a selection fills in. */
  labels: { first: string; other: string; words: Plural; minutes: Plural };
  blocks: readonly Block[];
  html: readonly Piece[];
  text: readonly Piece[];
  /** Ids of the articles in it, in order. */
  articles: readonly string[];
  /** Of an edition and a digest; not in letters of before. */
  page?: LetterPage;
};

/**
 * What "view in browser" shows of a letter: its frame and the order of its items as they were sent. An article is shown as it
 * stands now; `said` tells whether it says what it said (saidBy in flows/letters/sent-letter.ts).
 */
export type LetterPage = {
  preheader: string;
  intro?: Fragment;
  signoff?: Fragment;
  items: readonly (EditionItem & { said?: string })[];
};

/**
 * Asks Microsoft's servers for no vacation and no automatic reply ([MS-OXCMAIL] 2.1.3.2.20). `All` would also ask for no report of
 * a bounce, which has to come.
 */
export const NO_AUTO_REPLY = { 'X-Auto-Response-Suppress': 'OOF, AutoReply' } as const;

/** What one message differs in. URLs are absolute. `topics`: empty means all. */
export type Recipient = {
  to: Mailbox;
  topics: readonly string[];
  unsubscribe: string;
  preferences: string;
  /** The one thing a notice asks for: confirm, open, stop. */
  action: string;
  /** What a reader wrote, for an editor: never part of a letter that is kept. */
  remark?: string;
  /** A proof's second link, which lets the run go. */
  release?: string;
};

/**
 * Stamped into headers: `messageId` is `local@domain` without brackets. SES replaces both (API reference, SendRawEmail), SMTP and the
 * outbox keep them.
 */
export type Stamp = { messageId: string; at: number };

/** List-Id (RFC 2919) names a newsletter for life. `localhost` is the RFC's namespace (§3) for lists that no domain vouches for: ours moves between domains. */
export const listIdOf = (
  publication: Publication,
  newsletter: Newsletter,
): NonNullable<Letter['listId']> => ({
  phrase: `${publication.title}: ${newsletter.name}`,
  id: `${newsletter.id}.${publication.id}.list-id.localhost`,
});
