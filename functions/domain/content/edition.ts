/** An edition: one sending of an edited newsletter, as content/editions/ says it, compiled; and what a page shows of it. */
import type { Newsletter } from '../publication/publication.ts';
import type { Instant } from '../time/instant.ts';
import type { Entry, Fragment } from './article.ts';

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

/** An article that is gone is left out where the parts are made; `headline` needs no fragment. */
export type EditionPart =
  | {
      kind: 'article';
      entry: Entry;
      fragment: Fragment;
      as: 'whole' | 'brief';
      label: string | undefined;
    }
  | {
      kind: 'article';
      entry: Entry;
      fragment?: undefined;
      as: 'headline';
      label: string | undefined;
    }
  | { kind: 'sponsor'; sponsor: Sponsor; label: string | undefined }
  | { kind: 'text'; body: Fragment; label: string | undefined };

/** An edition as its page shows it. */
export type EditionView = {
  id: string;
  subject: string;
  preheader: string;
  newsletter: Newsletter;
  /** When it was or will be sent; undefined: when somebody says so. */
  date: Instant | undefined;
  intro: Fragment | undefined;
  parts: readonly EditionPart[];
  signoff: Fragment | undefined;
  words: number;
  minutes: number;
  /** `hidden`: not sent yet, shown in preview. */
  state: 'visible' | 'hidden';
  /** What says something else than was sent, and since when: an article, or (undefined) the frame. */
  changed?: readonly { entry: Entry | undefined; at: Instant | undefined }[];
  /** Since when another text of the letter went out, which is this one. */
  later?: Instant | undefined;
};
