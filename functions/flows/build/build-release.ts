/** Makes the release of a build: reads changed files, renders them, and writes the release only if there are no errors. */
import { type ReadingRules, readingRules } from '../../domain/content/parse-source-file.ts';
import { hashOf } from '../../domain/hash.ts';
import { memoize } from '../../domain/memoize.ts';
import { type Problem, stopsRelease } from '../../domain/problem.ts';
import type { Publication } from '../../domain/publication/publication.ts';
import type { PublicationReading } from '../../domain/publication/publication-source.ts';
import { twinNames, unreadNames } from '../../domain/source/file-names.ts';
import { languageOfWords, missingWords } from '../../domain/text/translations.ts';
import {
  type Content,
  findPublication,
  markdownIn,
  PUBLICATION_FILE,
  readContent,
} from '../content/read-content.ts';
import { type BuiltArticles, type Printing, startPrinting } from './build-articles.ts';
import {
  type BuildMemory,
  type CodeRow,
  type decodeMemory,
  encodeMemory,
  type SponsorRow,
  type TemplatesRow,
} from './build-cache.ts';
import { buildEditions, type PreparedEdition, prepareEditions, prepareSponsors } from './build-editions.ts';
import { createPictures, type Pictures } from './build-images.ts';
import { writeLists } from './build-lists.ts';
import type { BuildPorts, BuildResult, Listed } from './build-ports.ts';
import { buildTemplates } from './build-templates.ts';
import { createObjectWriter, type ObjectWriter, writeRelease } from './object-writer.ts';
import type { StartPresses } from './render-packs.ts';
import { fingerprint, fitting, type Recall, recollect, rulesText } from './reuse.ts';

/** The parts that every step of one build uses. */
type Build = {
  ports: BuildPorts;
  listed: Listed;
  stamps: ReadonlyMap<string, string>;
  code: CodeRow;
  last: BuildMemory;
  writer: ObjectWriter;
  pictures: Pictures;
};

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
  const build = { ports, listed, stamps, code, last, writer, pictures };
  const reading = await publicationOf(build);
  const { publication } = reading;
  if (!publication) return failed([...reading.problems, ...listed.faults]);
  const rules = readingRules(publication, reading);
  const recall = recollect(last, rules, pictures.changed);
  const printing = printArticles(build, rules, recall, await ports.presses());
  try {
    const parts = await gather(build, { ...reading, publication }, recall, printing);
    return await release(build, parts);
  } finally {
    printing.close();
  }
}

async function publicationOf({ ports, listed, last }: Build): Promise<PublicationReading> {
  const { publication: kept } = last;
  return kept?.stamp === publicationStamp(listed) ? kept.reading : findPublication(ports, listed);
}

/** Of publication.yaml and of the words, which hold the axioms of a language. */
function publicationStamp({ content, templates }: Listed): string {
  const own = content.filter(({ path }) => path === PUBLICATION_FILE);
  const words = templates.filter(({ path }) => languageOfWords(path) !== undefined);
  return hashOf(...[...own, ...words].flatMap(({ path, stamp }) => [path, stamp]));
}

function printArticles(build: Build, rules: ReadingRules, recall: Recall, presses: StartPresses): Printing {
  const { ports, listed, last, writer, pictures } = build;
  const files = markdownIn('articles', listed.content);
  const others = listed.content.filter(({ path }) => !path.endsWith('.md'));
  return startPrinting({
    ...{ files, recall, writer, pictures, out: ports.out, months: last.months, presses },
    printer: {
      ...{ rules, content: ports.content, planner: pictures.planner },
      readers: memoize(async () => ({ yaml: await ports.yaml(), markdown: await ports.markdown() })),
    },
    order: { rules, stamps: others, images: pictures.rows() },
  });
}

type Parts = {
  reading: PublicationReading;
  publication: Publication;
  content: Content;
  articles: BuiltArticles;
  sponsors: ReadonlyMap<string, SponsorRow>;
  editions: readonly PreparedEdition[];
  templates: TemplatesRow;
};

async function gather(
  { ports, listed, stamps, last, writer, pictures }: Build,
  reading: PublicationReading & { publication: Publication },
  recall: Recall,
  printing: Printing,
): Promise<Parts> {
  const { publication } = reading;
  const compiling = { ...ports, stamps, mail: () => ports.mail(printing.beside) };
  const [templates, articles] = await Promise.all([
    buildTemplates(compiling, listed.templates, publication, last.templates, writer),
    printing.end(),
  ]);
  const content = await readContent(ports, listed.content, reading, articles, recall);
  const sponsors = await prepareSponsors(content.sponsors.values(), last.sponsors, stamps, pictures.planner);
  const editions = await prepareEditions(content.editions, last.editions, stamps, pictures.planner);
  pictures.add(pictures.planner.take());
  return { reading, publication, content, articles, sponsors, editions, templates };
}

async function release(build: Build, parts: Parts): Promise<BuildResult> {
  const { ports, listed, code, pictures } = build;
  const unspoken = wordsMissing(parts, listed);
  const problems = () => [
    ...parts.content.problems,
    ...pictures.problems(),
    ...parts.templates.problems,
    ...unspoken,
    ...listed.faults,
    ...twinNames(listed.content),
    ...unreadNames(listed.content),
  ];
  const encoded = stopsRelease(problems()) ? 0 : await pictures.encode();
  if (stopsRelease(problems())) return failed(problems());
  const { hash, written, memory } = await write(build, parts);
  const { rows, rendered } = parts.articles;
  const articles = rows.length;
  const head = { stamp: listed.stamp, code, release: hash, articles, problems: problems() };
  const publication = { stamp: publicationStamp(listed), reading: parts.reading };
  await ports.cache.save(encodeMemory(head, { ...memory, publication, images: pictures.rows() }));
  return { hash, problems: head.problems, stats: { articles, rendered, written, encoded } };
}

function wordsMissing({ publication, reading }: Parts, { templates }: Listed): readonly Problem[] {
  const at = { file: PUBLICATION_FILE, line: reading.lines.language ?? 1 };
  const files = templates.map(({ path }) => path);
  const missing = missingWords(publication, at, files);
  return missing ? [missing] : [];
}

const failed = (problems: readonly Problem[]): BuildResult => ({
  hash: undefined,
  problems,
  stats: { articles: 0, rendered: 0, written: 0, encoded: 0 },
});

async function write({ ports: { out }, code, writer }: Build, parts: Parts) {
  const { content, publication, templates, articles } = parts;
  const { rows, packs, entryOf } = articles;
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
    ...{ rules: rulesText(readingRules(publication, parts.reading)), packs, months, templates, sponsors },
    ...{ editions: editions.rows, objects: [...writer.objects()], made: writer.memory() },
  };
  return { ...release, memory };
}
