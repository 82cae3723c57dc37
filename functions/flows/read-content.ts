/** Reads the content folder: every file on its own, then what only the whole can tell. */

import type { ContentFiles, ListedFile, SourceFile } from '../domain/content.ts';
import {
  type ReadArticle,
  type ReadEdition,
  type Readers,
  type ReadingRules,
  type ReadSponsor,
  readArticle,
  readEdition,
  readSponsor,
} from '../domain/content-reading.ts';
import { articleNames, checkContent } from '../domain/cross-check.ts';
import { isBroadsheetError } from '../domain/error.ts';
import { decodeSource } from '../domain/front-matter.ts';
import type { Markdown } from '../domain/markdown.ts';
import type { Problem } from '../domain/problem.ts';
import type { Publication } from '../domain/publication.ts';
import { type PublicationReading, parsePublication } from '../domain/publication-source.ts';
import type { Yaml } from '../domain/yaml.ts';

export const PUBLICATION_FILE = 'content/publication.yaml';

/** The readers are asked for only when a file has to be read. */
export type ContentPorts = {
  files: ContentFiles;
  yaml: () => Promise<Yaml>;
  markdown: () => Promise<Markdown>;
};

/**
 * What a build kept. Each answers only if the file is the one it saw (`stamp`), was read by the same code and, but for
 * the publication itself, under the same `timezone` and `axioms`; what it answers needs no `made`.
 */
export type ReadMemory = {
  publication(file: ListedFile): PublicationReading | undefined;
  article(file: ListedFile, rules: ReadingRules): ReadArticle | undefined;
  edition(file: ListedFile, rules: ReadingRules): ReadEdition | undefined;
  sponsor(file: ListedFile, rules: ReadingRules): ReadSponsor | undefined;
};

export type Content = {
  /** undefined: publication.yaml has errors, or is not there; then only its problems are known. */
  publication: Publication | undefined;
  /** What publication.yaml itself said. */
  reading: PublicationReading;
  articles: readonly ReadArticle[];
  editions: readonly ReadEdition[];
  /** By path: `content/sponsors/acme.md`. */
  sponsors: ReadonlyMap<string, ReadSponsor>;
  /** The stamps of everything that was listed. */
  files: readonly ListedFile[];
  /** All of them, by file and line. */
  problems: readonly Problem[];
  /** An article's id for an id, slug, alias or file name. */
  articleId(reference: string): string | undefined;
};

/** publication.yaml alone. */
export const readPublication = (file: SourceFile, yaml: Yaml): PublicationReading =>
  parsePublication(file, yaml);

/** What is made of an article as soon as it is read: a build takes its body out, so that 10,000 bodies do not pile up. */
export type TakeArticle = (article: ReadArticle, rules: ReadingRules) => Promise<ReadArticle>;

/** The whole folder. Files that `memory` recalls are not read again. */
export async function readContent(
  ports: ContentPorts,
  memory?: ReadMemory,
  take?: TakeArticle,
): Promise<Content> {
  const files = await ports.files.list();
  const reading = await publicationOf(ports, files, memory);
  const { publication } = reading;
  if (!publication) return empty(files, reading);
  const inFolder = (folder: string) =>
    files.filter((file) => file.path.startsWith(`content/${folder}/`) && file.path.endsWith('.md'));
  const read = <T extends { problems: readonly Problem[] }>(
    folder: string,
    recall: ((file: ListedFile, rules: ReadingRules) => T | undefined) | undefined,
    reader: (file: SourceFile, rules: ReadingRules, readers: Readers) => T,
    failed: (file: string, problem: Problem) => T,
    take?: (one: T, rules: ReadingRules) => Promise<T>,
  ) => readAll(ports, inFolder(folder), publication, { recall, reader, failed, take });
  const nothing = (file: string, problem: Problem) => ({
    file,
    facts: undefined,
    made: undefined,
    problems: [problem],
  });
  const articles = await read<ReadArticle>('articles', memory?.article, readArticle, nothing, take);
  const editions = await read<ReadEdition>('editions', memory?.edition, readEdition, nothing);
  const sponsors = await read<ReadSponsor>('sponsors', memory?.sponsor, readSponsor, nothing);
  return wholeOf(reading, publication, { articles, editions, sponsors, files });
}

type Parts = Pick<Content, 'articles' | 'editions' | 'files'> & { sponsors: readonly ReadSponsor[] };

function wholeOf(reading: PublicationReading, publication: Publication, parts: Parts): Content {
  const { articles, editions, sponsors, files } = parts;
  const facts = articles.flatMap((article) => article.facts ?? []);
  const crossed = checkContent({
    publication,
    publicationAt: { file: PUBLICATION_FILE, lines: reading.lines },
    articles: facts,
    editions: editions.flatMap((edition) => edition.facts ?? []),
    unread: [...articles, ...editions].flatMap((one) => (one.facts ? [] : one.file)),
    files: new Set(files.map((file) => file.path)),
  });
  const own = [articles, editions, sponsors].flatMap((list) => list.flatMap((one) => one.problems));
  return {
    publication,
    reading,
    articles,
    editions,
    sponsors: new Map(sponsors.map((sponsor) => [sponsor.file, sponsor])),
    files,
    problems: inOrder([...reading.problems, ...own, ...crossed]),
    articleId: articleNames(facts).id,
  };
}

const inOrder = (problems: Problem[]): Problem[] =>
  problems.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));

const empty = (files: readonly ListedFile[], reading: PublicationReading): Content => ({
  publication: undefined,
  reading,
  articles: [],
  editions: [],
  sponsors: new Map(),
  files,
  problems: reading.problems,
  articleId: () => undefined,
});

async function publicationOf(
  { files, yaml }: ContentPorts,
  listed: readonly ListedFile[],
  memory: ReadMemory | undefined,
): Promise<PublicationReading> {
  const file = listed.find(({ path }) => path === PUBLICATION_FILE);
  if (!file) return { publication: undefined, problems: [NO_PUBLICATION], lines: {} };
  const recalled = memory?.publication(file);
  if (recalled) return recalled;
  const source = await sourceOf(files, file.path);
  if ('problem' in source) return { publication: undefined, problems: [source.problem], lines: {} };
  return parsePublication(source.file, await yaml());
}

/** Its text, or what is wrong with the file. */
async function sourceOf(files: ContentFiles, path: string): Promise<ReturnType<typeof decodeSource>> {
  try {
    return decodeSource(path, await files.read(path));
  } catch (error) {
    if (!isBroadsheetError(error) || error.code !== 'invalid') throw error;
    const { message, remedy = '' } = error;
    return { problem: { file: path, line: 1, level: 'error', message, remedy } };
  }
}

const NO_PUBLICATION: Problem = {
  file: PUBLICATION_FILE,
  line: 1,
  level: 'error',
  message: 'There is no publication.yaml.',
  remedy: 'Make one: `npm run broadsheet -- new publication`.',
};

type Reading<T> = {
  recall: ((file: ListedFile, rules: ReadingRules) => T | undefined) | undefined;
  reader: (file: SourceFile, rules: ReadingRules, readers: Readers) => T;
  failed: (file: string, problem: Problem) => T;
  take: ((one: T, rules: ReadingRules) => Promise<T>) | undefined;
};

async function readAll<T>(
  ports: ContentPorts,
  files: readonly ListedFile[],
  rules: ReadingRules,
  { recall, reader, failed, take }: Reading<T>,
): Promise<T[]> {
  const found: T[] = [];
  let readers: Readers | undefined;
  const read = async (file: ListedFile): Promise<T> => {
    readers ??= { yaml: await ports.yaml(), markdown: await ports.markdown() };
    const source = await sourceOf(ports.files, file.path);
    return 'file' in source ? reader(source.file, rules, readers) : failed(file.path, source.problem);
  };
  for (const file of files) {
    const one = recall?.(file, rules) ?? (await read(file));
    found.push(take ? await take(one, rules) : one);
  }
  return found;
}
