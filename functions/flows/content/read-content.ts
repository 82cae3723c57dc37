/** Reads the content folder: parses every file by itself, then cross-checks the whole. */

import { isAuthorFile, type ParsedAuthor, parseAuthorFile } from '../../domain/content/author.ts';
import { checkContent, createArticleFinder } from '../../domain/content/cross-check.ts';
import { createHeadingFinder, type FindHeading, leadsRight } from '../../domain/content/heading-links.ts';
import type { Markdown } from '../../domain/content/markdown.ts';
import {
  type ParsedEdition,
  type ParsedSponsor,
  parseEditionFile,
  parseSponsorFile,
  type ReadingRules,
  readingRules,
  type SourceParsers,
} from '../../domain/content/parse-source-file.ts';
import { newsletterOfWelcome, type ParsedWelcome, parseWelcomeFile } from '../../domain/content/welcome.ts';
import type { Problem } from '../../domain/problem.ts';
import type { AxiomsByLanguage, LanguageAxioms } from '../../domain/publication/axioms.ts';
import { parseAxioms } from '../../domain/publication/axioms-source.ts';
import type { Publication } from '../../domain/publication/publication.ts';
import { type PublicationReading, parsePublication } from '../../domain/publication/publication-source.ts';
import type {
  ArticleFacts,
  ContentFiles,
  FoundLink,
  ListedFile,
  SourceFile,
} from '../../domain/source/source-files.ts';
import { languageOfWords } from '../../domain/text/translations.ts';
import type { Yaml } from '../../domain/text/yaml.ts';
import { problemOfBrokenFile } from './broken-file.ts';
import { readSourceFile } from './read-file.ts';

export const PUBLICATION_FILE = 'content/publication.yaml';

/** The two parsers are loaded only when a file has to be parsed. */
export type ContentPorts = {
  content: Pick<ContentFiles, 'read'>;
  yaml: () => Promise<Yaml>;
  markdown: () => Promise<Markdown>;
};

/**
 * The cache of the last build. Each method answers only if the file is unchanged (`stamp`) and was parsed by the same code under the same
 * rules; its answer needs no `made`.
 */
export type ParseCache = {
  edition(file: ListedFile): ParsedEdition | undefined;
  sponsor(file: ListedFile): ParsedSponsor | undefined;
};

/** The facts of all articles, in the order of their files. */
export type ArticleReadings = {
  facts: readonly ArticleFacts[];
  problems: readonly Problem[];
  /** Files that could not be parsed at all. */
  unread: readonly string[];
};

export type Content = {
  editions: readonly ParsedEdition[];
  welcomes: readonly ParsedWelcome[];
  authors: readonly ParsedAuthor[];
  /** By path, such as `content/sponsors/acme.md`. */
  sponsors: ReadonlyMap<string, ParsedSponsor>;
  /** All problems of the content, sorted by file and line. */
  problems: readonly Problem[];
  /** The id of the article with this id, slug, alias or file name; undefined if there is none. */
  articleId(reference: string): string | undefined;
};

/** The ports that read a publication: publication.yaml from the content, the axioms of each language from the words. */
export type PublicationPorts = Pick<ContentPorts, 'content' | 'yaml'> & {
  templates: Pick<ContentFiles, 'read'>;
};

/** `publication` is undefined if publication.yaml is missing or has errors. `listed`: the files of both folders. */
export async function findPublication(
  ports: PublicationPorts,
  listed: Readonly<Record<'content' | 'templates', readonly ListedFile[]>>,
): Promise<PublicationReading> {
  const file = listed.content.find(({ path }) => path === PUBLICATION_FILE);
  if (!file) return unreadPublication(NO_PUBLICATION);
  const source = await readSourceFile(ports.content, file.path);
  if ('problem' in source) return unreadPublication(source.problem);
  const yaml = await ports.yaml();
  const axioms = await readAxioms(ports.templates, listed.templates, yaml);
  try {
    return parsePublication(source.file, yaml, axioms);
  } catch (error) {
    return unreadPublication(problemOfBrokenFile(file.path, error));
  }
}

const unreadPublication = (problem: Problem): PublicationReading => ({
  ...{ publication: undefined, whyAxioms: [], problems: [problem], lines: {} },
});

/** Reads the axioms of each language. A words file that cannot be read gives none: the build of the templates reports its faults. */
export async function readAxioms(
  files: Pick<ContentFiles, 'read'>,
  listed: readonly ListedFile[],
  yaml: Yaml,
): Promise<AxiomsByLanguage> {
  const found: Record<string, LanguageAxioms> = {};
  for (const { path, fault } of listed) {
    const language = languageOfWords(path);
    if (language === undefined || fault) continue;
    const source = await readSourceFile(files, path);
    const parsed = 'file' in source ? yaml.parse(source.file.text) : undefined;
    if (!parsed || 'fault' in parsed) continue;
    const { axioms } = parseAxioms(parsed.node, path);
    if (axioms) found[language] = axioms;
  }
  return found;
}

const NO_PUBLICATION: Problem = {
  file: PUBLICATION_FILE,
  line: 1,
  level: 'error',
  message: 'There is no publication.yaml.',
  remedy: 'Make one: `npm run broadsheet -- new publication`.',
};

/** The files of a folder that are parsed as Markdown. */
export const listMarkdown = (folder: string, listed: readonly ListedFile[]): ListedFile[] =>
  listed.filter(({ path }) => path.startsWith(`content/${folder}/`) && path.endsWith('.md'));

/**
 * Parses the editions and sponsors that `memory` does not recall. Returns them with all problems of the content, those of the articles too.
 */
export async function readContent(
  ports: ContentPorts,
  listed: readonly ListedFile[],
  reading: PublicationReading & { publication: Publication } & Pick<ReadingRules, 'files'>,
  articles: ArticleReadings,
  memory?: ParseCache,
): Promise<Content> {
  const { publication } = reading;
  const rules = readingRules(publication, reading);
  const findHeading = createHeadingFinder(articles.facts);
  const read = <T>(folder: string, how: Omit<Reading<T>, 'findHeading'>) =>
    readAll(ports, listMarkdown(folder, listed), rules, { ...how, findHeading });
  const editions = await read('editions', {
    ...{ recall: memory?.edition, reader: parseEditionFile, failed },
    linksOf: ({ facts }) => facts?.links,
  });
  const sponsors = await read('sponsors', {
    ...{ recall: memory?.sponsor, reader: parseSponsorFile, failed },
    linksOf: ({ links }) => links,
  });
  const readSome = <T extends { links: readonly FoundLink[] }>(
    isOne: (path: string) => boolean,
    how: Pick<Reading<T>, 'reader' | 'failed'>,
  ) => {
    const files = listed.filter(({ path }) => isOne(path));
    const linksOf = ({ links }: T) => links;
    return readAll(ports, files, rules, { ...how, recall: undefined, findHeading, linksOf });
  };
  const welcomes = await readSome(isWelcome, { reader: parseWelcomeFile, failed: failedOther });
  const authors = await readSome(isAuthorFile, { reader: parseAuthorFile, failed: failedOther });
  const articleId = createArticleFinder(articles.facts);
  const missing = new Set(sponsors.flatMap((one) => (isLeftOut(one) ? one.file : [])));
  const crossed = checkContent({
    publication,
    publicationAt: { file: PUBLICATION_FILE, lines: reading.lines },
    articles: articles.facts,
    editions: editions.flatMap((edition) => edition.facts ?? []),
    articleId,
    sponsors: sponsors.map(({ file, links = [] }) => ({ file, links })),
    ...(welcomes.length > 0 && { welcomes }),
    ...(authors.length > 0 && { authors }),
    unread: [...articles.unread, ...editions.filter(isUnread).map((one) => one.file)],
    files: new Set(listed.flatMap(({ path }) => (missing.has(path) ? [] : path))),
  });
  const own = [editions, sponsors, welcomes, authors].flatMap((list) => list.flatMap((one) => one.problems));
  return {
    editions,
    welcomes,
    authors,
    sponsors: new Map(sponsors.map((sponsor) => [sponsor.file, sponsor])),
    problems: sortProblems([...reading.problems, ...articles.problems, ...own, ...crossed]),
    articleId,
  };
}

/** True if the file could not be parsed and is not left out of the release: a reference to the edition is not reported. */
const isUnread = (one: ParsedEdition): boolean => !one.facts && !isLeftOut(one);

/** True if the file is left out of the release (`apart`). A reference to the file is then an error. */
export const isLeftOut = ({ problems }: { problems: readonly Problem[] }): boolean =>
  problems.some(({ apart }) => apart);

const sortProblems = (problems: Problem[]): Problem[] =>
  problems.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));

const failed = (file: string, problem: Problem) => ({
  file,
  facts: undefined,
  made: undefined,
  problems: [problem],
});

const isWelcome = (path: string): boolean => newsletterOfWelcome(path) !== undefined;

const failedOther = (file: string, problem: Problem) => ({
  ...{ file, newsletter: '', name: '', made: undefined, links: [], images: [], problems: [problem] },
});

type Reading<T> = {
  recall: ((file: ListedFile) => T | undefined) | undefined;
  reader: (file: SourceFile, rules: ReadingRules, readers: SourceParsers) => T;
  failed: (file: string, problem: Problem) => T;
  linksOf: (read: T) => readonly FoundLink[] | undefined;
  findHeading: FindHeading;
};

/** A remembered file is read again if one of its links to headings now leads elsewhere. */
async function readAll<T>(
  ports: ContentPorts,
  files: readonly ListedFile[],
  rules: ReadingRules,
  { recall, reader, failed, linksOf, findHeading }: Reading<T>,
): Promise<T[]> {
  const found: T[] = [];
  let readers: SourceParsers | undefined;
  const read = async (file: ListedFile): Promise<T> => {
    readers ??= {
      ...{ yaml: await ports.yaml(), markdown: await ports.markdown() },
      headingHref: (typed) => findHeading(typed).href,
    };
    const source = await readSourceFile(ports.content, file.path);
    if ('problem' in source) return failed(file.path, source.problem);
    try {
      return reader(source.file, rules, readers);
    } catch (error) {
      return failed(file.path, problemOfBrokenFile(file.path, error));
    }
  };
  for (const file of files) {
    const known = recall?.(file);
    const isRight = known && leadsRight(linksOf(known) ?? [], findHeading);
    found.push(isRight ? known : await read(file));
  }
  return found;
}
