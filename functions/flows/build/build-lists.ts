/** Writes a release's lists from article records: newest, months, topics, look-up tables. Lists without changes are reused. */
import type { Entry } from '../../domain/content/article.ts';
import { BroadsheetError } from '../../domain/error.ts';
import {
  type ArticleRecord,
  byNewestRecord,
  isPlain,
  listingKey,
  lookupKeysOf,
} from '../../domain/release/article-record.ts';
import { type LookupTable, tableCountFor, tableNumberOf } from '../../domain/release/lookup-table.ts';
import { makeRelated } from '../../domain/release/related.ts';
import type { Blobs, ReleaseIndex, TaxonomyObjects, TopicRecord } from '../../domain/release/release.ts';
import { makeTaxonomies } from '../../domain/release/taxonomies.ts';
import { readObject } from '../release/objects.ts';
import { parseEntries } from '../release/open-release.ts';
import type { CachedBuild } from './build-cache.ts';
import type { ObjectWriter } from './object-writer.ts';

/** The JSON of an article's Entry, with its present place. */
export type EntryOf = (row: ArticleRecord) => string | Promise<string>;

/** `fresh`: id → entry of an article that was rendered. `months`: the lists of the last build, which have the other entries. */
export const createEntryReader =
  (months: CachedBuild['months'], out: Blobs) =>
  (fresh: ReadonlyMap<string, string>): EntryOf => {
    const opened = new Map<string, Promise<Map<string, Entry>>>();
    const open = async (object: string) =>
      new Map(parseEntries(await readObject(out, object)).map((entry) => [entry.id, entry]));
    const readOldEntry = async ({ facts, month, place }: ArticleRecord) => {
      const list = opened.get(month) ?? open(months[month] ?? '');
      opened.set(month, list);
      const entry = (await list).get(facts.id.text);
      if (!entry) throw new BroadsheetError('broken', `The last build lost the entry of ${facts.file}.`);
      return JSON.stringify({ ...entry, place });
    };
    return (row) => fresh.get(row.facts.id.text) ?? readOldEntry(row);
  };

/** The length of short lists: enough for the home page, a feed and a topic page, with room for drafts and future articles. */
const SHORT_LIST_LENGTH = 100;

export type ReleaseLists = Pick<
  ReleaseIndex,
  'count' | 'newest' | 'months' | 'leaving' | 'topics' | 'lookup'
>;

/** `topics`: every topic of the publication gets a list, even an empty one. */
export async function writeLists(
  rows: readonly ArticleRecord[],
  topics: readonly string[],
  entryOf: EntryOf,
  writer: ObjectWriter,
): Promise<ReleaseLists> {
  const sorted = rows.toSorted(byNewestRecord);
  return {
    count: sorted.length,
    newest: (await readEntries(sorted.slice(0, SHORT_LIST_LENGTH), entryOf)).map(
      (text) => JSON.parse(text) as Entry,
    ),
    months: await writeMonths(sorted, entryOf, writer),
    leaving: sorted.filter((row) => !row.facts.draft && row.until !== undefined).map(expiryOf),
    topics: await writeTopics(sorted, topics, entryOf, writer),
    lookup: await writeLookup(sorted, writer),
  };
}

const expiryOf = ({ facts, month, until }: ArticleRecord) => ({
  article: facts.id.text,
  topic: facts.topic.text,
  month,
  date: facts.date,
  until: until!,
});

async function readEntries(rows: readonly ArticleRecord[], entryOf: EntryOf): Promise<string[]> {
  const entries: string[] = [];
  for (const row of rows) entries.push(await entryOf(row));
  return entries;
}

const writeList = (rows: readonly ArticleRecord[], entryOf: EntryOf, writer: ObjectWriter): Promise<string> =>
  writer.reuseOrWrite(['list', ...rows.map(listingKey)], async () =>
    (await readEntries(rows, entryOf)).join('\n'),
  );

async function writeMonths(sorted: readonly ArticleRecord[], entryOf: EntryOf, writer: ObjectWriter) {
  const months: ReleaseIndex['months'][number][] = [];
  for (const [month, rows] of Map.groupBy(sorted, (row) => row.month)) {
    const object = await writeList(rows, entryOf, writer);
    const revised = rows.reduce((newest, row) => Math.max(newest, row.revised ?? 0), 0);
    const record = { month, count: rows.length, plain: rows.filter(isPlain).length, object };
    months.push(revised > 0 ? { ...record, revised } : record);
  }
  return months;
}

async function writeTopics(
  sorted: readonly ArticleRecord[],
  topics: readonly string[],
  entryOf: EntryOf,
  writer: ObjectWriter,
) {
  const groups = Map.groupBy(sorted, (row) => row.facts.topic.text);
  const written: [string, TopicRecord][] = [];
  for (const topic of topics) {
    const rows = groups.get(topic) ?? [];
    const months = [...new Set(rows.map((row) => row.month))].join('\n');
    const record = {
      count: rows.length,
      object: await writeList(rows.slice(0, SHORT_LIST_LENGTH), entryOf, writer),
      months: await writer.reuseOrWrite(['months', months], () => months),
    };
    written.push([topic, record]);
  }
  return Object.fromEntries(written);
}

/** A table is made from one line a key. The lines also tell whether the table of the last build can be reused. */
async function writeLookup(sorted: readonly ArticleRecord[], writer: ObjectWriter): Promise<string[]> {
  const count = sorted.reduce((sum, { facts }) => sum + 2 + facts.aliases.length, 0);
  const tables: string[][] = Array.from({ length: tableCountFor(count) }, () => []);
  for (const row of sorted)
    for (const key of lookupKeysOf(row))
      tables[tableNumberOf(key, tables.length)]!.push(JSON.stringify([key, row.month, row.facts.id.text]));
  const objects: string[] = [];
  for (const lines of tables)
    objects.push(
      await writer.reuseOrWrite(['lookup', lines.join('\n')], () => JSON.stringify(buildTable(lines))),
    );
  return objects;
}

/** Two articles may have had the same old slug: the newest article keeps it. */
function buildTable(lines: readonly string[]): LookupTable {
  const table = new Map<string, LookupTable[string]>();
  for (const line of lines) {
    const [key, month, id] = JSON.parse(line) as [string, string, string];
    if (!table.has(key)) table.set(key, { month, id });
  }
  return Object.fromEntries(table);
}

/**
 * Writes the terms of a release (authors, tags, series) and its related articles. They depend on a few facts of each article: an edited text
 * alone computes nothing again.
 */
export async function writeTaxonomies(
  rows: readonly ArticleRecord[],
  writer: ObjectWriter,
  out: Blobs,
): Promise<TaxonomyObjects> {
  let made: TaxonomyObjects | undefined;
  const list = await writer.reuseOrWrite(['taxonomies', ...rows.map(taxonomyKey)], async () => {
    made = await makeTaxonomyObjects(rows, writer);
    return JSON.stringify(made);
  });
  const objects = made ?? (JSON.parse(await readObject(out, list)) as TaxonomyObjects);
  for (const object of [objects.terms, ...objects.tables, ...objects.related]) writer.keep(object);
  return objects;
}

const taxonomyKey = ({ facts, month, until }: ArticleRecord): string =>
  JSON.stringify([facts.id.text, facts.date, facts.draft, facts.topic.text, facts.terms, month, until]);

async function makeTaxonomyObjects(
  rows: readonly ArticleRecord[],
  writer: ObjectWriter,
): Promise<TaxonomyObjects> {
  const newest = rows.toSorted(byNewestRecord);
  const { rows: terms, tables } = makeTaxonomies(newest);
  const related = makeRelated(newest, tableCountFor(rows.length));
  const writeAll = async (parts: readonly object[]): Promise<string[]> => {
    const objects: string[] = [];
    for (const part of parts) objects.push(await writer.write(JSON.stringify(part)));
    return objects;
  };
  return {
    terms: await writer.write(JSON.stringify(terms)),
    tables: await writeAll(tables),
    related: await writeAll(related),
  };
}
