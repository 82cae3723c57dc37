/** An edition as its page shows it (view model): the articles that are still there, its date and what has changed since. */
import type { Newsletter } from '../publication/publication.ts';
import type { Instant } from '../time/instant.ts';
import type { Entry, Fragment } from './article.ts';
import type { Sponsor } from './edition.ts';

/** An article that is gone is left out by whoever makes the parts; `headline` needs no fragment. */
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
