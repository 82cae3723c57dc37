/** Builds a release from content and templates: a pure function of them, made again only where they changed. */
import type { ContentFiles, ListedFile } from '../domain/content.ts';
import { hashOf } from '../domain/hash.ts';
import type { Images } from '../domain/images.ts';
import type { Markdown } from '../domain/markdown.ts';
import { errorsIn, type Problem } from '../domain/problem.ts';
import type { Publication } from '../domain/publication.ts';
import type { Blobs } from '../domain/release.ts';
import { indexKey } from '../domain/store-key.ts';
import type { TemplateCompiler } from '../domain/template.ts';
import type { Yaml } from '../domain/yaml.ts';
import { buildArticles, type Prepared, prepare } from './build-articles.ts';
import { buildEditions, prepareEditions, prepareSponsors } from './build-editions.ts';
import { writeLists } from './build-lists.ts';
import {
  type BuildCache,
  type BuildMemory,
  decodeMemory,
  encodeMemory,
  type TemplatesRow,
} from './build-memory.ts';
import { createPictures, type Pictures } from './build-pictures.ts';
import { fingerprint, fitting, recollect, rulesText } from './build-recall.ts';
import { buildTemplates } from './build-templates.ts';
import { createObjectWriter, type ObjectWriter } from './object-writer.ts';
import { type Content, PUBLICATION_FILE, readContent } from './read-content.ts';
import { writeRelease } from './write-release.ts';

/** Heavy parts are functions: they are loaded only when something needs them. */
export type BuildPorts = {
  content: ContentFiles;
  /** Everything below templates/. */
  templates: ContentFiles;
  /** Everything below functions/, and the lock file: what other code built is built again. */
  code: ContentFiles;
  yaml: () => Promise<Yaml>;
  markdown: () => Promise<Markdown>;
  images: () => Promise<Images>;
  mail: () => Promise<TemplateCompiler>;
  out: Blobs;
  cache: BuildCache;
};

/** `rendered` articles were read and printed; `written` objects; `encoded` variants of images. */
export type BuildStats = { articles: number; rendered: number; written: number; encoded: number };

/** `hash` is undefined where there are errors: then no release was written, and the last good one is as it was. */
export type BuildResult = { hash: string | undefined; problems: readonly Problem[]; stats: BuildStats };

export async function build(ports: BuildPorts): Promise<BuildResult> {
  const listed = await listAll(ports);
  const stamp = hashOf(...Object.values(listed).flatMap((files) => files.flatMap((f) => [f.path, f.stamp])));
  const last = decodeMemory(await ports.cache.load());
  if (last?.head.stamp === stamp && (await ports.out.has(indexKey(last.head.release)))) {
    const { release, problems, articles } = last.head;
    return { hash: release, problems, stats: { articles, rendered: 0, written: 0, encoded: 0 } };
  }
  const code = await fingerprint(ports.code, listed.code, last?.memory().code);
  return make(ports, listed, stamp, await fitting(ports.out, last, code));
}

type Listed = {
  content: readonly ListedFile[];
  templates: readonly ListedFile[];
  code: readonly ListedFile[];
};

/** Sorted: a release must not depend on the order in which a folder is read. */
async function listAll({ content, templates, code }: BuildPorts): Promise<Listed> {
  const list = async (files: ContentFiles) =>
    [...(await files.list())].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return { content: await list(content), templates: await list(templates), code: await list(code) };
}

async function make(
  ports: BuildPorts,
  listed: Listed,
  stamp: string,
  last: BuildMemory,
): Promise<BuildResult> {
  const stamps = new Map(listed.content.map((file) => [file.path, file.stamp]));
  const pictures = await createPictures(ports, stamps, last.images);
  const files = { list: async () => listed.content, read: ports.content.read };
  const content = await readContent({ ...ports, files }, recollect(last, pictures.changed()));
  const { publication } = content;
  if (!publication) return failed(content.problems);
  const writer = createObjectWriter(ports.out, { memory: last.made, objects: new Set(last.objects) });
  const prepared = await prepareAll(content, publication, stamps, last, pictures);
  const templates = await buildTemplates(
    { ...ports, stamps },
    listed.templates,
    publication,
    last.templates,
    writer,
  );
  const problems = () => [...content.problems, ...pictures.problems(), ...templates.problems];
  const encoded = errorsIn(problems()).length > 0 ? 0 : await pictures.encode();
  if (errorsIn(problems()).length > 0) return failed(problems());
  const built = await write(ports.out, { content, publication, prepared, templates, last, writer });
  const head = {
    format: 1,
    stamp,
    release: built.hash,
    articles: prepared.articles.length,
    problems: problems(),
  } as const;
  const kept = { stamp: stamps.get(PUBLICATION_FILE)!, reading: content.reading };
  const memory = { ...built.memory, code: last.code, publication: kept, images: pictures.rows() };
  await ports.cache.save(encodeMemory(head, { ...memory, rules: rulesText(publication) }));
  const rendered = prepared.articles.filter((article) => article.kind === 'printed').length;
  const stats = { articles: head.articles, rendered, written: writer.written(), encoded };
  return { hash: built.hash, problems: head.problems, stats };
}

const failed = (problems: readonly Problem[]): BuildResult => ({
  hash: undefined,
  problems,
  stats: { articles: 0, rendered: 0, written: 0, encoded: 0 },
});

/** All that may still find something wrong; nothing is written yet. */
async function prepareAll(
  content: Content,
  { timezone }: Publication,
  stamps: ReadonlyMap<string, string>,
  last: BuildMemory,
  pictures: Pictures,
) {
  const rows = new Map(last.articles.map((row) => [row.facts.file, row]));
  const articles: Prepared[] = [];
  for (const read of content.articles) {
    const row = rows.get(read.file);
    if (read.made) articles.push(await prepare(read, stamps.get(read.file)!, timezone, pictures));
    else if (row) articles.push({ kind: 'kept', row });
  }
  const sponsors = await prepareSponsors(content.sponsors.values(), last.sponsors, stamps, pictures);
  return {
    articles,
    sponsors,
    editions: await prepareEditions(content.editions, last.editions, stamps, pictures),
  };
}

type Parts = {
  content: Content;
  publication: Publication;
  prepared: Awaited<ReturnType<typeof prepareAll>>;
  templates: TemplatesRow;
  last: BuildMemory;
  writer: ObjectWriter;
};

async function write(out: Blobs, { content, publication, prepared, templates, last, writer }: Parts) {
  const { rows, packs, entryOf } = await buildArticles(prepared.articles, last, out, writer);
  const lists = await writeLists(
    rows,
    publication.topics.map((topic) => topic.id),
    entryOf,
    writer,
  );
  const editions = await buildEditions(prepared.editions, prepared.sponsors, content.articleId, out, writer);
  const sponsors = [...prepared.sponsors.values()];
  const { words, assets, mail } = templates;
  const site = hashOf(last.code.pages, ...[publication, words, assets].map((part) => JSON.stringify(part)));
  const media = [...rows, ...editions.rows, ...sponsors].flatMap((row) => row.media);
  const index = { publication, site, words, assets, ...lists, editions: editions.object, templates: mail };
  const hash = await writeRelease(index, [...media, ...Object.values(assets)], writer, out);
  const months = Object.fromEntries(lists.months.map(({ month, object }) => [month, object]));
  const remembered = { articles: rows, packs, months, editions: editions.rows, sponsors, templates };
  return { hash, memory: { ...remembered, objects: [...writer.objects()], made: writer.memory() } };
}
