/** The whole content in the form that the cross-checks read. */
import type { Problem } from '../problem.ts';
import type { Publication } from '../publication/publication.ts';
import type { ArticleFacts, EditionFacts, FoundLink } from '../source/source-files.ts';
import type { ParsedAuthor } from './author.ts';
import type { ParsedWelcome } from './welcome.ts';

export type WholeContent = {
  publication: Publication;
  /** The path of publication.yaml and the lines of its keys. */
  publicationAt: { file: string; lines: Readonly<Record<string, number>> };
  articles: readonly ArticleFacts[];
  editions: readonly EditionFacts[];
  /** Sponsors with their links within the site; absent: none. */
  sponsors?: readonly { file: string; links: readonly FoundLink[] }[];
  /** Editors' own welcomes; absent if there are none. */
  welcomes?: readonly Pick<ParsedWelcome, 'file' | 'newsletter' | 'links' | 'images'>[];
  /** Authors with files; absent if there are none. */
  authors?: readonly Pick<ParsedAuthor, 'file' | 'name' | 'links' | 'images'>[];
  /** Articles and editions that could not be parsed at all: a reference to one of them is not reported. */
  unread: readonly string[];
  /** The id of the article with this id, slug, alias or file name; undefined if there is none. */
  articleId(reference: string): string | undefined;
  /** Every path of the content folder, beginning with `content/`. */
  files: ReadonlySet<string>;
};

export type ReportContentFault = (
  file: string,
  line: number,
  message: string,
  remedy: string,
  level?: Problem['level'],
) => void;
