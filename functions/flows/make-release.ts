/** Makes the release of a build: reads what changed, prints it, and writes only if nothing is wrong with any of it. */
import type { ReadingRules } from '../domain/content-reading.ts';
import { hashOf } from '../domain/hash.ts';
import { errorsIn, type Problem } from '../domain/problem.ts';
import type { Publication } from '../domain/publication.ts';
import type { BuildPorts, BuildResult, Listed } from './build.ts';
import { type BuiltArticles, createArticleBuilder, prepare } from './build-articles.ts';
import { buildEditions, type PreparedEdition, prepareEditions, prepareSponsors } from './build-editions.ts';
import { writeLists } from './build-lists.ts';
import {
  type BuildMemory,
  type CodeRow,
  type decodeMemory,
  encodeMemory,
  type Head,
  type SponsorRow,
  type TemplatesRow,
} from './build-memory.ts';
import { createPictures, type Pictures } from './build-pictures.ts';
import { fingerprint, fitting, recollect, rulesText } from './build-recall.ts';
import { buildTemplates } from './build-templates.ts';
import { createObjectWriter, type ObjectWriter } from './object-writer.ts';
import { type Content, PUBLICATION_FILE, readContent, type TakeArticle } from './read-content.ts';
import { writeRelease } from './write-release.ts';

type Stamps = ReadonlyMap<string, string>;

export async function makeRelease(
  ports: BuildPorts,
  listed: Listed,
  remembered: ReturnType<typeof decodeMemory>,
): Promise<BuildResult> {
  const code = await fingerprint(ports.code, listed.code, remembered);
  const last = await fitting(ports.out, remembered, code);
  const stamps = new Map(listed.content.map((file) => [file.path, file.stamp]));
  const writer = createObjectWriter(ports.out, { memory: last.made, objects: new Set(last.objects) });
  const pictures = await createPictures(ports, stamps, last.images);
  const articles = createArticleBuilder(last, ports.out, writer);
  const files = { list: async () => listed.content, read: ports.content.read };
  const take = taker(stamps, last, pictures, articles);
  const content = await readContent({ ...ports, files }, recollect(last, pictures.changed()), take);
  const { publication } = content;
  if (!publication) return failed(content.problems);
  const parts: Parts = {
    content,
    publication,
    sponsors: await prepareSponsors(content.sponsors.values(), last.sponsors, stamps, pictures),
    editions: await prepareEditions(content.editions, last.editions, stamps, pictures),
    templates: await buildTemplates(
      { ...ports, stamps },
      listed.templates,
      publication,
      last.templates,
      writer,
    ),
  };
  const problems = () => [...content.problems, ...pictures.problems(), ...parts.templates.problems];
  const encoded = errorsIn(problems()).length > 0 ? 0 : await pictures.encode();
  if (errorsIn(problems()).length > 0) return failed(problems());
  const built = await articles.end();
  const { hash, written, memory } = await write(ports, parts, built, code, writer);
  const head: Head = {
    format: 2,
    stamp: listed.stamp,
    code,
    release: hash,
    articles: built.rows.length,
    problems: problems(),
  };
  const kept = { stamp: stamps.get(PUBLICATION_FILE)!, reading: content.reading };
  await ports.cache.save(encodeMemory(head, { ...memory, publication: kept, images: pictures.rows() }));
  const stats = { articles: head.articles, rendered: built.rendered, written, encoded };
  return { hash, problems: head.problems, stats };
}

const failed = (problems: readonly Problem[]): BuildResult => ({
  hash: undefined,
  problems,
  stats: { articles: 0, rendered: 0, written: 0, encoded: 0 },
});

/** Takes each article's body as soon as it is read. One with errors is left out: there will be no release. */
function taker(
  stamps: Stamps,
  last: BuildMemory,
  pictures: Pictures,
  articles: ReturnType<typeof createArticleBuilder>,
): TakeArticle {
  const rows = new Map(last.articles.map((row) => [row.facts.file, row]));
  return async (read, { timezone }: ReadingRules) => {
    if (read.made) {
      await articles.add(await prepare(read, stamps.get(read.file)!, timezone, pictures));
      return { ...read, made: undefined };
    }
    const row = read.facts && rows.get(read.file);
    if (row) await articles.add({ kind: 'kept', row });
    return read;
  };
}

type Parts = {
  content: Content;
  publication: Publication;
  sponsors: ReadonlyMap<string, SponsorRow>;
  editions: readonly PreparedEdition[];
  templates: TemplatesRow;
};

async function write(
  { out }: BuildPorts,
  { content, publication, templates, ...parts }: Parts,
  { rows, packs, entryOf }: BuiltArticles,
  code: CodeRow,
  writer: ObjectWriter,
) {
  const topics = publication.topics.map((topic) => topic.id);
  const lists = await writeLists(rows, topics, entryOf, writer);
  const editions = await buildEditions(parts.editions, parts.sponsors, content.articleId, out, writer);
  const sponsors = [...parts.sponsors.values()];
  const { words, assets, mail } = templates;
  const site = hashOf(code.pages, ...[publication, words, assets].map((part) => JSON.stringify(part)));
  const media = [...rows, ...editions.rows, ...sponsors].flatMap((row) => row.media);
  const index = { publication, site, words, assets, ...lists, editions: editions.object, templates: mail };
  const release = await writeRelease(index, [...media, ...Object.values(assets)], writer, out);
  const months = Object.fromEntries(lists.months.map(({ month, object }) => [month, object]));
  const memory = {
    ...{ rules: rulesText(publication), articles: rows, packs, months, templates, sponsors },
    ...{ editions: editions.rows, objects: [...writer.objects()], made: writer.memory() },
  };
  return { ...release, memory };
}
