/**
 * A letter: an edition, digest, alert or notice, assembled for sending, frozen and content-addressed. Messages are made of it by inserting
 * values.
 */
import type { Fragment } from '../content/article.ts';
import type { EditionItem } from '../content/edition.ts';
import type { Mailbox, Newsletter, Publication } from '../publication/publication.ts';

/**
 * A placeholder is filled for each message. `number`, `label`, `words` and `minutes` depend only on the blocks that the topics leave: they
 * are filled once for each selection. All others are filled once for each recipient.
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

/** The sentences for one and for any other number; `{n}` stands for the number. */
export type Plural = { one: string; other: string };

/** A template part: literal text, a placeholder, or a block with its pieces. `block` is an index into `Letter.blocks`. */
export type Piece = string | { slot: Placeholder } | { block: number; pieces: readonly Piece[] };

/**
 * A block with a `topic` is shown to subscribers that chose the topic or none at all; a block without one is shown to all. `label` is the
 * article's own; `{n}` stands for its number.
 */
export type Block = {
  topic: string | undefined;
  kind: 'article' | 'sponsor' | 'text';
  label: string | undefined;
  words: number;
  /** The subject for subscribers whose first article is this block; otherwise the letter's subject counts. */
  subject?: string;
};

/** Stored as `letters/<sha256 of this as JSON>`, before the run that names the letter. */
export type Letter = {
  format: 1;
  kind: 'edition' | 'digest' | 'alert' | 'notice';
  newsletter: string | undefined;
  language: string;
  /** The language of `labels`, if it is not the letter's: there are no words of the letter's language. */
  wordsLanguage?: string;
  from: Mailbox;
  replyTo: Mailbox | undefined;
  subject: string;
  /** The List-Id without angle brackets, and its phrase (RFC 2919). */
  listId: { phrase: string; id: string } | undefined;
  /** True if messages carry List-Unsubscribe and List-Unsubscribe-Post (RFC 8058). */
  unsubscribable: boolean;
  /** The address for List-Unsubscribe's mailto form; undefined if the publication has none. */
  unsubscribeMailto: string | undefined;
  /** Further headers: `Precedence: bulk`, `Auto-Submitted: auto-generated` (RFC 3834) … */
  headers: Readonly<Record<string, string>>;
  /** The tags `ses:feedback-id-a` and `-b` of SES. */
  feedback: { a: string; b: string };
  /**
   * Texts for a selection's placeholders: the labels of the first article and of the others (`{n}` is the number), and the letter's length.
   */
  labels: { first: string; other: string; words: Plural; minutes: Plural };
  blocks: readonly Block[];
  html: readonly Piece[];
  text: readonly Piece[];
  /** Ids of the letter's articles, in order. */
  articles: readonly string[];
  /** Editions and digests have a page. Letters of older versions have none. */
  page?: LetterPage;
};

/**
 * The page of a letter ("view in browser"): its frame, and its items in the order in which they were sent. An article is shown as it is
 * now; `said` is the fingerprint of its text in the letter (`fingerprintItem` in flows/letters/sent-letter.ts).
 */
export type LetterPage = {
  preheader: string;
  intro?: Fragment;
  signoff?: Fragment;
  items: readonly (EditionItem & { said?: string })[];
};

/**
 * Asks Microsoft's servers for no vacation reply and no automatic reply ([MS-OXCMAIL] 2.1.3.2.20). `All` would also suppress reports of
 * bounces, which are needed.
 */
export const NO_AUTO_REPLY = { 'X-Auto-Response-Suppress': 'OOF, AutoReply' } as const;

/** The values in which one message differs from another. URLs are absolute; empty `topics` mean all. */
export type Recipient = {
  to: Mailbox;
  topics: readonly string[];
  unsubscribe: string;
  preferences: string;
  /** The link for the one action that a notice asks for: confirm, open or stop. */
  action: string;
  /** The remark of a reader, for an editor. A stored letter never contains it. */
  remark?: string;
  /** A proof's second link, which releases the held run. */
  release?: string;
};

/**
 * The values of two headers; `messageId` is `local@domain` without brackets. SES replaces both headers (API reference, SendRawEmail); SMTP
 * and the outbox keep them.
 */
export type Stamp = { messageId: string; at: number };

/**
 * The List-Id (RFC 2919) names a newsletter for life. `localhost` is the RFC's namespace (§3) for lists without a domain of their own: a
 * publication may move between domains.
 */
export const listIdOf = (
  publication: Publication,
  newsletter: Newsletter,
): NonNullable<Letter['listId']> => ({
  phrase: `${publication.title}: ${newsletter.name}`,
  id: `${newsletter.id}.${publication.id}.list-id.localhost`,
});
