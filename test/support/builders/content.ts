/** Content in memory: files by path, and the real readers. */
import { createFolderFiles } from '../../../functions/adapters/fs/files.ts';
import { createYaml } from '../../../functions/adapters/js-yaml/yaml.ts';
import { createMarkdown } from '../../../functions/adapters/markdown-it/markdown.ts';
import { createArticleFinder } from '../../../functions/domain/content/cross-check.ts';
import { type ParsedArticle, readingRules } from '../../../functions/domain/content/parse-source-file.ts';
import type { ReportContentFault, WholeContent } from '../../../functions/domain/content/whole-content.ts';
import { BroadsheetError } from '../../../functions/domain/error.ts';
import type { Problem } from '../../../functions/domain/problem.ts';
import type { Publication } from '../../../functions/domain/publication/publication.ts';
import type {
  ArticleFacts,
  ContentFiles,
  EditionFacts,
} from '../../../functions/domain/source/source-files.ts';
import { DAY } from '../../../functions/domain/time/instant.ts';
import { readArticleFile } from '../../../functions/flows/build/render-pack.ts';
import {
  type Content,
  findPublication,
  listMarkdown,
  type ParseCache,
  readContent,
} from '../../../functions/flows/content/read-content.ts';
import { aPublication, NOON } from './small-publication.ts';

const TEMPLATES = new URL('../../../templates', import.meta.url).pathname;

export const yaml = createYaml();
export const markdown = createMarkdown();

export function memoryFiles(files: Readonly<Record<string, string | Uint8Array>>): ContentFiles {
  return {
    list: async () => Object.keys(files).map((path) => ({ path, stamp: 'a' })),
    read: async (path) => {
      const file = files[path];
      if (file === undefined) throw new BroadsheetError('not-found', `There is no file ${path}.`);
      return typeof file === 'string' ? new TextEncoder().encode(file) : file;
    },
  };
}

/** Reads the whole folder as a build without a cache does. Without a valid publication only its problems are returned. */
export const readFiles = (
  files: Readonly<Record<string, string | Uint8Array>>,
  memory?: ParseCache,
): Promise<Whole> => readFolder(memoryFiles(files), memory);

export async function readFolder(content: ContentFiles, memory?: ParseCache): Promise<Whole> {
  const templates = createFolderFiles(TEMPLATES, 'templates');
  const ports = {
    ...{ content, templates },
    yaml: async () => yaml,
    markdown: async () => markdown,
  };
  const listed = await ports.content.list();
  const reading = await findPublication(ports, { content: listed, templates: await templates.list() });
  const { publication } = reading;
  if (!publication) return { ...NOTHING, problems: reading.problems };
  const reader = {
    ...ports,
    rules: readingRules(publication, reading),
    parsers: async () => ({ yaml, markdown }),
  };
  const articles: ParsedArticle[] = [];
  for (const { path } of listMarkdown('articles', listed)) articles.push(await readArticleFile(path, reader));
  const readings = {
    facts: articles.flatMap((article) => article.facts ?? []),
    problems: articles.flatMap((article) => article.problems),
    unread: articles.flatMap((article) => (article.facts ? [] : article.file)),
  };
  const read = await readContent(ports, listed, { ...reading, publication }, readings, memory);
  return { ...read, publication, articles };
}

type Whole = Content & { publication: Publication | undefined; articles: readonly ParsedArticle[] };

const NOTHING: Whole = {
  publication: undefined,
  articles: [],
  editions: [],
  welcomes: [],
  authors: [],
  sponsors: new Map(),
  problems: [],
  articleId: () => undefined,
};

/** Problems as tests write them: `3 error: message Remedy.` */
export const brief = (problems: readonly Problem[]): string[] =>
  problems.map((p) => `${p.line} ${p.level}: ${p.message} ${p.remedy}`);

export const PUBLICATION = `id: test-paper
title: Test Paper
language: en
timezone: Europe/London
from: Test Paper <editor@example.com>
postalAddress: [Test Paper, 1 High Street]
topics:
  - { id: world, name: World }
  - { id: cities, name: Cities }
newsletters:
  - { id: brief, name: Brief, kind: edited }
  - { id: daily, name: Daily, kind: digest, schedule: weekdays at 07:00 }
`;

/** An article without a problem; `keys` are lines of front matter, from line 5 on. */
export const article = (keys = '', body = '**Why it matters:** It does.\n'): string =>
  `---\ntitle: A headline\ndate: 2026-11-20 07:00\ntopic: world\n${keys && `${keys}\n`}---\n${body}`;

/** A text on a line, line 1 if none is given. */
export const located = (text: string, line = 1) => ({ text, line });

/** Facts of an article of the day before NOON. */
export const articleFacts = (slug: string, about: Partial<ArticleFacts> = {}): ArticleFacts => ({
  ...{ file: `content/articles/${slug}.md`, id: located(slug, 2), slug, date: NOON - DAY, draft: false },
  ...{ withdrawn: false, topic: located('world', 4), alert: undefined, aliases: [], links: [], images: [] },
  ...about,
});

export const editionFacts = (about: Partial<EditionFacts> = {}): EditionFacts => ({
  ...{ file: 'content/editions/monday.md', id: located('monday', 2), newsletter: located('brief', 3) },
  ...{ aliases: [], articles: [], sponsors: [], links: [], images: [] },
  ...about,
});

export const wholeContent = (
  articles: readonly ArticleFacts[],
  editions: readonly EditionFacts[] = [],
  about: Partial<WholeContent> = {},
): WholeContent => ({
  publication: aPublication(),
  publicationAt: { file: 'content/publication.yaml', lines: { title: 3, redirects: 20, logo: 7 } },
  ...{ articles, editions, unread: [], articleId: createArticleFinder(articles) },
  files: new Set(['content/images/bus.jpg', 'content/sponsors/bank.md']),
  ...about,
});

/** The faults that a check finds, as `bus.md:9 error: …`. */
export function faultsOf(
  check: (content: WholeContent, fault: ReportContentFault) => void,
  content: WholeContent,
) {
  const found: string[] = [];
  check(content, (file, line, message, _, level = 'error') => {
    found.push(`${file.split('/').at(-1)}:${line} ${level}: ${message}`);
  });
  return found;
}
