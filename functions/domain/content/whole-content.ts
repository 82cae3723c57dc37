/** The whole content as its cross-checks see it. */
import type { Problem } from '../problem.ts';
import type { Publication } from '../publication/publication.ts';
import type { ArticleFacts, EditionFacts } from '../source/source-files.ts';

export type WholeContent = {
  publication: Publication;
  /** publication.yaml, and the lines of its keys. */
  publicationAt: { file: string; lines: Readonly<Record<string, number>> };
  articles: readonly ArticleFacts[];
  editions: readonly EditionFacts[];
  /** Articles and editions that say nothing of themselves, because they could not be read: a reference to one is no fault. */
  unread: readonly string[];
  /** An article's id for an id, slug, alias or file name. */
  articleId(reference: string): string | undefined;
  /** Every path of the content folder, `content/…`. */
  files: ReadonlySet<string>;
};

export type ContentFault = (
  file: string,
  line: number,
  message: string,
  remedy: string,
  level?: Problem['level'],
) => void;
