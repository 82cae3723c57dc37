/** Makes the release of a build: reads changed files, renders them, and writes the release only if there are no errors. */

import type { Entry } from '../../domain/content/article.ts';
import { type ReadingRules, readingRules } from '../../domain/content/parse-source-file.ts';
import { hashOf } from '../../domain/hash.ts';
import type { MailLogo } from '../../domain/letters/mail-logo.ts';
import { memoize } from '../../domain/memoize.ts';
import { type Problem, stopsRelease } from '../../domain/problem.ts';
import type { Publication } from '../../domain/publication/publication.ts';
import type { PublicationReading } from '../../domain/publication/publication-source.ts';
import { SURFACES } from '../../domain/site/accent-colour.ts';
import { findTwinNames, findUnreadNames } from '../../domain/source/file-names.ts';
import { languageOfWords, missingWords } from '../../domain/text/translations.ts';
import {
  type Content,
  findPublication,
  listMarkdown,
  PUBLICATION_FILE,
  readContent,
} from '../content/read-content.ts';
import { type ArticleRendering, type BuiltArticles, startRendering } from './build-articles.ts';
import {
  type CachedBuild,
  type CodeHashes,
  type decodeCache,
  encodeCache,
  type SponsorRecord,
  type TemplatesRecord,
} from './build-cache.ts';
import { buildCards } from './build-cards.ts';
import { buildEditions, type PreparedEdition, prepareEditions, prepareSponsors } from './build-editions.ts';
import { mediaOfExtras, type PreparedExtras, prepareExtras, writeExtras } from './build-extras.ts';
import { createReleaseFiles, type ReleaseFiles } from './build-files.ts';
import { createReleaseImages, type ReleaseImages } from './build-images.ts';
import { writeLists, writeTaxonomies } from './build-lists.ts';
import type { BuildPorts, BuildResult, ListedSources } from './build-ports.ts';
import { writeSearchIndex } from './build-search.ts';
import { buildTemplates } from './build-templates.ts';
import { createObjectWriter, type ObjectWriter, writeRelease } from './object-writer.ts';
import type { StartRenderWorkers } from './render-packs.ts';
import { encodeRules, fingerprintCode, loadUsableCache, planReuse, type ReusePlan } from './reuse.ts';

/** The parts that every step of one build uses. */
type BuildContext = {
  ports: BuildPorts;
  listed: ListedSources;
  stamps: ReadonlyMap<string, string>;
  code: CodeHashes;
  last: CachedBuild;
  writer: ObjectWriter;
  pictures: ReleaseImages;
  files: ReleaseFiles;
};

export async function makeRelease(
  ports: BuildPorts,
  listed: ListedSources,
  cached: ReturnType<typeof decodeCache>,
): Promise<BuildResult> {
  const code = await fingerprintCode(ports.code, listed.code, cached);
  const last = await loadUsableCache(ports.out, cached, code);
  const stamps = new Map(listed.content.map((file) => [file.path, file.stamp]));
  const writer = createObjectWriter(ports.out, { cache: last.made, objects: new Set(last.objects) });
  const pictures = await createReleaseImages(ports, stamps, last.images);
  const reading = await loadPublication({ ports, listed, last });
  const { publication } = reading;
  if (!publication) return createFailedResult([...reading.problems, ...listed.faults]);
  const files = await createReleaseFiles(ports, listed.content, last.files, publication.language);
  const build = { ports, listed, stamps, code, last, writer, pictures, files };
  const rules = readingRules(publication, { ...reading, files: files.table });
  const reuse = planReuse(last, rules, new Set([...pictures.changed, ...files.changed]));
  const rendering = renderArticles(build, rules, reuse, await ports.renderWorkers());
  try {
    const parts = await gatherParts(build, { ...reading, publication }, reuse, rendering);
    return await writeIfSound(build, parts);
  } finally {
    rendering.close();
  }
}

async function loadPublication({
  ports,
  listed,
  last,
}: Pick<BuildContext, 'ports' | 'listed' | 'last'>): Promise<PublicationReading> {
  const { publication: kept } = last;
  return kept?.stamp === publicationStamp(listed) ? kept.reading : findPublication(ports, listed);
}

/** The stamp of publication.yaml and of all words files, which hold the axioms of each language. */
function publicationStamp({ content, templates }: ListedSources): string {
  const own = content.filter(({ path }) => path === PUBLICATION_FILE);
  const words = templates.filter(({ path }) => languageOfWords(path) !== undefined);
  return hashOf(...[...own, ...words].flatMap(({ path, stamp }) => [path, stamp]));
}

function renderArticles(
  build: BuildContext,
  rules: ReadingRules,
  reuse: ReusePlan,
  startWorkers: StartRenderWorkers,
): ArticleRendering {
  const { ports, listed, last, writer, pictures } = build;
  const files = listMarkdown('articles', listed.content);
  const others = listed.content.filter(({ path }) => !path.endsWith('.md'));
  return startRendering({
    ...{ files, reuse, writer, pictures, out: ports.out, months: last.months, startWorkers },
    renderer: {
      ...{ rules, content: ports.content, planner: pictures.planner },
      parsers: memoize(async () => ({ yaml: await ports.yaml(), markdown: await ports.markdown() })),
    },
    order: { rules, stamps: others, images: pictures.rows() },
  });
}

type ReleaseParts = {
  reading: PublicationReading;
  publication: Publication;
  content: Content;
  articles: BuiltArticles;
  sponsors: ReadonlyMap<string, SponsorRecord>;
  editions: readonly PreparedEdition[];
  templates: TemplatesRecord;
  mailLogo: MailLogo | undefined;
  extras: PreparedExtras;
};

async function gatherParts(
  { ports, listed, stamps, last, writer, pictures, files }: BuildContext,
  reading: PublicationReading & { publication: Publication },
  reuse: ReusePlan,
  rendering: ArticleRendering,
): Promise<ReleaseParts> {
  const { publication } = reading;
  const compiling = { ...ports, stamps, mail: () => ports.mail(rendering.hasWorkers) };
  const [templates, articles] = await Promise.all([
    buildTemplates(compiling, listed.templates, { ...reading, publication }, last.templates, writer),
    rendering.end(),
  ]);
  const all = { ...reading, files: files.table };
  const content = await readContent(ports, listed.content, all, articles, reuse);
  const sponsors = await prepareSponsors(content.sponsors.values(), last.sponsors, stamps, pictures.planner);
  const editions = await prepareEditions(content.editions, last.editions, stamps, pictures.planner);
  const extras = await prepareExtras(content, pictures.planner);
  const mailLogo = await planMailLogo(publication, pictures.planner);
  pictures.add(pictures.planner.takePlans());
  return { reading, publication, content, articles, sponsors, editions, templates, mailLogo, extras };
}

async function planMailLogo(
  { logo }: Publication,
  planner: ReleaseImages['planner'],
): Promise<MailLogo | undefined> {
  const light = logo && (await planner.planLogo(logo.light, SURFACES.light.paper));
  if (!light) return undefined;
  const dark = logo.lightOnly ? undefined : await planner.planLogo(logo.dark, undefined);
  return { light, ...(dark && { dark }) };
}

async function writeIfSound(build: BuildContext, parts: ReleaseParts): Promise<BuildResult> {
  const { ports, listed, code, pictures, files } = build;
  const unspoken = findMissingWords(parts, listed);
  const problems = () => [
    ...parts.content.problems,
    ...pictures.problems(),
    ...files.problems,
    ...parts.templates.problems,
    ...unspoken,
    ...listed.faults,
    ...findTwinNames(listed.content),
    ...findUnreadNames(listed.content),
  ];
  const encoded = stopsRelease(problems()) ? 0 : await pictures.encode();
  if (stopsRelease(problems())) return createFailedResult(problems());
  const { hash, written, cache } = await writeParts(build, parts);
  const { rows, rendered } = parts.articles;
  const articles = rows.length;
  const head = { stamp: listed.stamp, code, release: hash, articles, problems: problems() };
  const publication = { stamp: publicationStamp(listed), reading: parts.reading };
  await ports.cache.save(
    encodeCache(head, { ...cache, publication, images: pictures.rows(), files: files.rows }),
  );
  return { hash, problems: head.problems, stats: { articles, rendered, written, encoded } };
}

function findMissingWords(
  { publication, reading }: ReleaseParts,
  { templates }: ListedSources,
): readonly Problem[] {
  const at = { file: PUBLICATION_FILE, line: reading.lines.language ?? 1 };
  const files = templates.map(({ path }) => path);
  const missing = missingWords(publication, at, files);
  return missing ? [missing] : [];
}

const createFailedResult = (problems: readonly Problem[]): BuildResult => ({
  hash: undefined,
  problems,
  stats: { articles: 0, rendered: 0, written: 0, encoded: 0 },
});

async function writeParts({ ports, code, writer, last, files }: BuildContext, parts: ReleaseParts) {
  const { out } = ports;
  const { content, publication, templates, articles } = parts;
  const { rows, packs, entryOf, blocks } = articles;
  const topics = publication.topics.map((topic) => topic.id);
  const lists = await writeLists(rows, topics, entryOf, writer);
  const taxonomies = await writeTaxonomies(rows, writer, out);
  const search = await writeSearchIndex(packs, { fresh: blocks, last: last.search, out }, writer);
  const editions = await buildEditions(parts.editions, parts.sponsors, content.articleId, out, writer);
  const sponsors = [...parts.sponsors.values()];
  const { words, assets, mail } = templates;
  const { mailLogo } = parts;
  const logos = mailLogo ? [mailLogo.light.path, ...(mailLogo.dark ? [mailLogo.dark.path] : [])] : [];
  const cards = await buildCards(ports, {
    ...{ publication, storyCount: rows.length, editions: editions.rows.map((row) => row.entry) },
    stories: async () => Promise.all(rows.map(async (row) => JSON.parse(await entryOf(row)) as Entry)),
  });
  const extras = await writeExtras(parts.extras, writer);
  const shape = [publication, words, assets, cards.scope, extras.authors].filter((one) => one !== undefined);
  const site = hashOf(code.pages, ...shape.map((part) => JSON.stringify(part)));
  const media = [...rows, ...editions.rows, ...sponsors].flatMap((row) => row.media);
  const shared = { publication, site, words, assets, ...(mailLogo && { mailLogo }) };
  const look = { ...shared, ...(cards.scope && { cards: cards.scope }) };
  const index = {
    ...look,
    ...extras,
    ...lists,
    search,
    taxonomies,
    editions: editions.object,
    templates: mail,
  };
  const blobs = [...media, ...cards.media, ...mediaOfExtras(parts.extras), ...logos];
  await files.copy(blobs);
  const release = await writeRelease(index, [...blobs, ...Object.values(assets)], writer, out);
  const months = Object.fromEntries(lists.months.map(({ month, object }) => [month, object]));
  const cache = {
    ...{
      rules: encodeRules(readingRules(publication, parts.reading)),
      packs,
      search,
      months,
      templates,
      sponsors,
    },
    ...{ editions: editions.rows, objects: [...writer.objects()], made: writer.cache() },
  };
  return { ...release, cache };
}
