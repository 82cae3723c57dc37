/** The content folder as a build sees it: its files, and the metadata (facts) of each article and edition. */
import type { Instant } from '../time/instant.ts';

/** A decoded file, without BOM, CR and forbidden characters. */
export type SourceFile = { path: string; text: string };

/**
 * `stamp` changes with the file: size and time, or a hash. `path` starts with `content/`, whatever the folder's own name is. An entry with
 * a `fault` cannot be read; characters of its path that do not show are escaped.
 */
export type ListedFile = { path: string; stamp: string; fault?: EntryFault };

/** The reason why an entry of a folder cannot be read, and the remedy: one sentence each. */
export type EntryFault = { message: string; remedy: string };

/**
 * `list` returns every file below the content folder except hidden ones. `read` throws `not-found`, `too-large`, and `invalid` for an entry
 * that must not be read. Neither blocks, not even on a pipe.
 */
export type ContentFiles = {
  list(): Promise<readonly ListedFile[]>;
  read(path: string): Promise<Uint8Array>;
};

/** A text of the content with its line in the file. */
export type Located = { text: string; line: number };

/**
 * A link with its line in the file; `href` is as written, or resolved (`/articles/slug`). `typed`: a link of this site with a place behind
 * `#`, as it was written.
 */
export type FoundLink = { href: string; line: number; typed?: string };

/** A passage of Markdown; `line` is the line of the file on which it starts. */
export type Passage = { body: string; line: number };

/** The metadata of an article that the cross-check needs: small and plain, so that a build can cache it. */
export type ArticleFacts = {
  file: string;
  id: Located;
  slug: string;
  date: Instant;
  draft: boolean;
  withdrawn: boolean;
  /** The instant of the withdrawal, if the article is withdrawn. */
  withdrawnAt?: Instant;
  topic: Located;
  alert: Located | undefined;
  aliases: readonly Located[];
  /** Site-relative links only. */
  links: readonly FoundLink[];
  /** The anchors of its headings, each encoded as a text (`encodeAnchorNames`); absent if there are none. */
  headings?: readonly string[];
  /** The number of those headings that the article's page shows; absent if it shows all. */
  publicHeadings?: number;
  /** True if the page has the place where the brief ends. */
  hasFold?: true;
  /** Paths of images, and of files that are linked to, below the content folder. */
  images: readonly Located[];
  /** Absent if the article has none of them. */
  terms?: ArticleTerms;
};

/** The names by which an article is classified, as they are written. */
export type ArticleTerms = { authors?: readonly string[]; tags?: readonly string[]; series?: string };

/** The metadata of an edition. `articles` are references as written, `sponsors` are paths. */
export type EditionFacts = {
  file: string;
  id: Located;
  newsletter: Located;
  /** Absent if only the `send` command starts the edition. */
  sendAt?: { at: Instant; line: number };
  aliases: readonly Located[];
  articles: readonly Located[];
  sponsors: readonly Located[];
  links: readonly FoundLink[];
  images: readonly Located[];
};
