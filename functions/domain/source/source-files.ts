/** The content folder as a build sees it: files, and what is known of each article and edition without its body. */
import type { Instant } from '../time/instant.ts';

/** A file that was read: BOM, CRLF and forbidden characters are gone. */
export type SourceFile = { path: string; text: string };

/**
 * `stamp` tells a change (size and time, or a hash). `path` starts with `content/`, whatever the folder is called. With a
 * `fault` it is no file that can be read, and its path is as it may be shown.
 */
export type ListedFile = { path: string; stamp: string; fault?: EntryFault };

/** Why an entry of a folder is no file that can be read, and what to do about it: a sentence each. */
export type EntryFault = { message: string; remedy: string };

/**
 * Contract: every file below the content folder, hidden ones left out; `read` throws `not-found`, `too-large`, and `invalid`
 * for what is not to be read. Neither waits for anybody, whatever lies there.
 */
export type ContentFiles = {
  list(): Promise<readonly ListedFile[]>;
  read(path: string): Promise<Uint8Array>;
};

/** A text of the content and the line it stands on. */
export type Located = { text: string; line: number };

/** A link as written or as resolved (`/articles/slug`), with its line in the file. */
export type FoundLink = { href: string; line: number };

/** A stretch of Markdown inside a file: `line` is the line of the file it starts on. */
export type Passage = { body: string; line: number };

/** What the whole content needs to know of one article: small and plain, so that a build can keep it. */
export type ArticleFacts = {
  file: string;
  id: Located;
  slug: string;
  date: Instant;
  draft: boolean;
  withdrawn: boolean;
  /** Where it is withdrawn: since when. */
  withdrawnAt?: Instant;
  topic: Located;
  alert: Located | undefined;
  aliases: readonly Located[];
  /** Site-relative ones only. */
  links: readonly FoundLink[];
  /** Image files, below the content folder. */
  images: readonly Located[];
};

/** The same of one edition. `articles` and `sponsors` as written, `sponsors` as paths. */
export type EditionFacts = {
  file: string;
  id: Located;
  newsletter: Located;
  /** Absent: it goes when somebody says so. */
  sendAt?: { at: Instant; line: number };
  aliases: readonly Located[];
  articles: readonly Located[];
  sponsors: readonly Located[];
  links: readonly FoundLink[];
  images: readonly Located[];
};
