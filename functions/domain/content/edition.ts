/** An edition: one sending of an edited newsletter, compiled from its file in content/editions/; and the view that its page shows. */
import type { Newsletter } from '../publication/publication.ts';
import type { Instant } from '../time/instant.ts';
import type { Entry, Fragment } from './article.ts';

export type Sponsor = { name: string; url: string; body: Fragment };

/** The lead picture of an article in a letter: left out, a thumbnail beside the text, or as wide as the text. */
export type PictureSize = 'none' | 'small' | 'large';

export type EditionItem =
  | {
      kind: 'article';
      article: string;
      as: 'whole' | 'brief' | 'headline';
      /** Absent: the letter chooses (choosePictures in flows/letters/letter-items.ts). */
      picture?: PictureSize;
      label: string | undefined;
    }
  | { kind: 'sponsor'; sponsor: Sponsor; label: string | undefined }
  | { kind: 'text'; body: Fragment; label: string | undefined };

export type Edition = {
  id: string;
  aliases: readonly string[];
  newsletter: string;
  subject: string;
  preheader: string;
  /** Undefined if only the `send` command starts the edition. */
  sendAt: Instant | undefined;
  items: readonly EditionItem[];
  intro: Fragment | undefined;
  signoff: Fragment | undefined;
  hash: string;
};

/** An edition in lists. */
export type EditionEntry = Pick<
  Edition,
  'id' | 'newsletter' | 'subject' | 'preheader' | 'sendAt' | 'hash'
> & {
  articles: readonly string[];
  /** Former ids of the edition; absent if there are none. */
  aliases?: readonly string[];
};

/** A part of an edition's page. Articles that are gone are left out before; a `headline` needs no fragment. */
export type EditionPart =
  | {
      kind: 'article';
      entry: Entry;
      fragment: Fragment;
      as: 'whole' | 'brief';
      /** Absent: `large`. */
      picture?: PictureSize;
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
  /** The subject in the release, where the letter that was sent may have another; absent for a digest, which no release has. */
  ownSubject?: string;
  preheader: string;
  newsletter: Newsletter;
  /** The instant of its sending, past or planned; undefined if an editor starts it by hand. */
  date: Instant | undefined;
  intro: Fragment | undefined;
  parts: readonly EditionPart[];
  signoff: Fragment | undefined;
  words: number;
  minutes: number;
  /** A `hidden` edition is not sent yet and shows in previews only. */
  state: 'visible' | 'hidden';
  /**
   * Articles whose text differs from the letter that was sent; `at`: the instant of the change, if known. `entry` is undefined for the
   * frame.
   */
  changed?: readonly { entry: Entry | undefined; at: Instant | undefined }[];
  /** The instant from which a later text of the letter was sent: the page shows that later text. */
  later?: Instant | undefined;
};
