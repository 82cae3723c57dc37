/** Writes a release of given entries into blobs, without content and without a build. */
import type { Entry, Fragment } from '../../../functions/domain/content/article.ts';
import { sha256 } from '../../../functions/domain/hash.ts';
import type { Publication } from '../../../functions/domain/publication/publication.ts';
import type { ArticleRecord } from '../../../functions/domain/release/article-record.ts';
import type { PackRecords } from '../../../functions/domain/release/article-record-codec.ts';
import { type Blobs, type ReleaseIndex, revisionsOf } from '../../../functions/domain/release/release.ts';
import { encodeBlock } from '../../../functions/domain/search/index-block.ts';
import type { ArticleFacts } from '../../../functions/domain/source/source-files.ts';
import { monthOf } from '../../../functions/domain/time/month.ts';
import { writeLists, writeTaxonomies } from '../../../functions/flows/build/build-lists.ts';
import { writeSearchIndex } from '../../../functions/flows/build/build-search.ts';
import {
  createObjectWriter,
  type ObjectWriter,
  writeRelease,
} from '../../../functions/flows/build/object-writer.ts';
import { aFragment, aPublication, NOON } from './small-publication.ts';

export type SmallRelease = {
  entries: readonly Entry[];
  publication?: Publication;
  fragments?: Readonly<Record<string, Fragment>>;
  site?: string;
  index?: Partial<ReleaseIndex>;
  files?: readonly string[];
};

export async function putRelease(blobs: Blobs, given: SmallRelease): Promise<string> {
  const publication = given.publication ?? aPublication();
  const writer = createObjectWriter(blobs, { cache: {}, objects: new Set() });
  const pack = given.entries.map((e) =>
    JSON.stringify(given.fragments?.[e.id] ?? aFragment(`<p>${e.title}</p>`)),
  );
  const object = await writer.write(pack.join('\n'));
  const placed = given.entries.map((entry, line) => ({ ...entry, place: { object, line } }));
  const byId = new Map(placed.map((entry) => [entry.id, entry]));
  const rows = placed.map((entry) => rowOf(entry, publication.timezone));
  const topics = publication.topics.map((t) => t.id);
  const lists = await writeLists(rows, topics, (row) => JSON.stringify(byId.get(row.facts.id.text)), writer);
  const taxonomies = await writeTaxonomies(rows, writer, blobs);
  const editions = await writer.write(JSON.stringify({ entries: [], ids: {} }));
  const templates = await writer.write(JSON.stringify({ templates: {}, styles: {} }));
  const site = given.site ?? sha256('site');
  const search = await putSearchIndex(blobs, writer, { object, records: rows, text: '' }, placed, given);
  const index = {
    ...{ publication, site, words: {}, assets: {}, ...lists, search, taxonomies, editions, templates },
    ...given.index,
  };
  return (await writeRelease(index, given.files ?? [], writer, blobs)).hash;
}

/** The search index of one pack with all entries. */
function putSearchIndex(
  out: Blobs,
  writer: ObjectWriter,
  pack: PackRecords,
  entries: readonly Entry[],
  { fragments }: SmallRelease,
): Promise<string> {
  const block = encodeBlock(
    entries.map((entry, i) => ({
      ...{ entry, month: pack.records[i]!.month },
      fragment: fragments?.[entry.id] ?? aFragment(`<p>${entry.title}</p>`),
    })),
  );
  return writeSearchIndex([pack], { fresh: new Map([[pack, block]]), last: undefined, out }, writer);
}

function rowOf(entry: Entry, zone: string): ArticleRecord {
  const revised = Math.max(0, ...revisionsOf(entry));
  const at = (text: string) => ({ text, line: 1 });
  return {
    stamp: '',
    problems: [],
    media: [],
    month: monthOf(entry.date, zone),
    until: entry.withdrawn?.date,
    ...(revised > 0 && { revised }),
    hash: entry.hash,
    place: entry.place,
    facts: {
      file: `content/articles/${entry.slug}.md`,
      id: at(entry.id),
      slug: entry.slug,
      date: entry.date,
      draft: entry.draft,
      withdrawn: entry.withdrawn !== undefined,
      topic: at(entry.topic),
      alert: undefined,
      aliases: entry.aliases.map(at),
      links: [],
      terms: {
        authors: entry.authors,
        tags: entry.tags,
        ...(entry.series !== undefined && { series: entry.series }),
      },
      images: [],
    },
  };
}

/** The record of an article of which a test gives only the facts that it is about. */
export const anArticleRecord = (facts: Partial<ArticleFacts> = {}): ArticleRecord => ({
  ...{ stamp: '', problems: [], month: '2026-11', until: undefined, hash: 'abc', media: [] },
  place: { object: 'pack', line: 0 },
  facts: {
    ...{ file: 'content/articles/harbour.md', id: { text: 'harbour', line: 1 }, slug: 'harbour' },
    ...{ date: NOON, draft: false, withdrawn: false, topic: { text: 'world', line: 1 }, alert: undefined },
    ...{ aliases: [], links: [], images: [] },
    ...facts,
  },
});
