/** An edition: one sending of an edited newsletter, as content/editions/ says it, compiled. */
import type { Instant } from '../time/instant.ts';
import type { Fragment } from './article.ts';

export type Sponsor = { name: string; url: string; body: Fragment };

export type EditionItem =
  | { kind: 'article'; article: string; as: 'whole' | 'brief' | 'headline'; label: string | undefined }
  | { kind: 'sponsor'; sponsor: Sponsor; label: string | undefined }
  | { kind: 'text'; body: Fragment; label: string | undefined };

export type Edition = {
  id: string;
  aliases: readonly string[];
  newsletter: string;
  subject: string;
  preheader: string;
  /** Absent: it goes only when somebody says `send`. */
  sendAt: Instant | undefined;
  items: readonly EditionItem[];
  intro: Fragment | undefined;
  signoff: Fragment | undefined;
  hash: string;
};

/** What lists of editions need. */
export type EditionEntry = Pick<
  Edition,
  'id' | 'newsletter' | 'subject' | 'preheader' | 'sendAt' | 'hash'
> & {
  articles: readonly string[];
  /** Ids it had before; absent where it had none. */
  aliases?: readonly string[];
};
