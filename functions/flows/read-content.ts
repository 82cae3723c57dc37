/** Reads the content folder: every file on its own, then what only the whole can tell. */
import type { ArticleSource } from '../domain/article-source.ts';
import type { ArticleFacts, ContentFiles, EditionFacts, ListedFile, SourceFile } from '../domain/content.ts';
import type { EditionSource, SponsorSource } from '../domain/edition-source.ts';
import type { Markdown, Rendered } from '../domain/markdown.ts';
import type { Problem } from '../domain/problem.ts';
import type { Publication } from '../domain/publication.ts';
import type { Yaml } from '../domain/yaml.ts';

export type Readers = { markdown: Markdown; yaml: Yaml };

/** `made` is undefined where a build recalled the facts instead of reading the file; `facts` where errors left nothing. */
export type ReadArticle = {
  file: string;
  stamp: string;
  facts: ArticleFacts | undefined;
  made: { source: ArticleSource; rendered: Rendered } | undefined;
  problems: readonly Problem[];
};

/** `texts[i]` belongs to `source.items[i]`, for text items. */
export type ReadEdition = {
  file: string;
  facts: EditionFacts | undefined;
  made:
    | {
        source: EditionSource;
        intro: Rendered | undefined;
        signoff: Rendered | undefined;
        texts: readonly (Rendered | undefined)[];
      }
    | undefined;
  problems: readonly Problem[];
};

export type ReadSponsor = {
  file: string;
  made: { source: SponsorSource; rendered: Rendered } | undefined;
  problems: readonly Problem[];
};

/** Answers what it kept of a file, if file, publication and code are still those it was read with. */
export type ReadMemory = { recall(file: ListedFile): Omit<ReadArticle, 'made'> | undefined };

export type Content = {
  /** undefined: publication.yaml has errors; then only those are known. */
  publication: Publication | undefined;
  articles: readonly ReadArticle[];
  editions: readonly ReadEdition[];
  /** By path: `content/sponsors/acme.md`. */
  sponsors: ReadonlyMap<string, ReadSponsor>;
  /** All of them, by file and line. */
  problems: readonly Problem[];
  /** An article's id for an id, slug, alias or file name. */
  articleId(reference: string): string | undefined;
};

export declare function readPublication(
  file: SourceFile,
  yaml: Yaml,
): { publication: Publication | undefined; problems: readonly Problem[] };

/** One file alone: what a build does with a changed one. */
export declare function readArticle(
  file: SourceFile,
  stamp: string,
  publication: Publication,
  readers: Readers,
): ReadArticle;

/** The whole folder; articles that `memory` recalls are not read again. */
export declare function readContent(
  ports: Readers & { files: ContentFiles },
  memory?: ReadMemory,
): Promise<Content>;
