/** Opens a release: reads its index at once, all else on demand, and keeps what was read in a bounded cache. */
import type { Entry, Fragment } from '../../domain/content/article.ts';
import type { Edition, EditionEntry } from '../../domain/content/edition.ts';
import { BroadsheetError } from '../../domain/error.ts';
import type { MailTemplates } from '../../domain/letters/template.ts';
import {
  type ArticleLocation,
  aliasKey,
  idKey,
  type LookupTable,
  slugKey,
  tableOf,
} from '../../domain/release/lookup-table.ts';
import {
  type Blobs,
  FORMATS_READ,
  formatOf,
  indexKey,
  type Release,
  type ReleaseIndex,
} from '../../domain/release/release.ts';
import { articlePath } from '../../domain/site/paths.ts';
import { createObjectReader, type ObjectReader } from './objects.ts';

/** `ids`: id or alias → hash of the edition. */
export type EditionList = { entries: readonly EditionEntry[]; ids: Readonly<Record<string, string>> };

/**
 * Throws `not-found` if there is no such release, `broken` if one of its objects is missing or its format is not read here. Releases may
 * share a `reader`, because most of their objects are the same.
 */
export async function openRelease(
  blobs: Blobs,
  hash: string,
  reader: ObjectReader = createObjectReader(blobs),
): Promise<Release> {
  return openIndex(hash, await readKnownIndex(blobs, hash), reader);
}

/** `index` must be of a format that is read here. */
export function openIndex(hash: string, index: ReleaseIndex, reader: ObjectReader): Release {
  const find = lookup(index, reader);
  const entryAt = async ({ month, id }: ArticleLocation) =>
    (await monthEntries(index, reader, month)).find((entry) => entry.id === id);
  const byKey = async (key: string) => {
    const target = await find(key);
    return target && entryAt(target);
  };
  return {
    hash,
    index,
    entries: (topic) => entriesOf(index, reader, topic),
    month: (month) => monthEntries(index, reader, month),
    find: async (slugOrPath) => {
      const redirect = own(index.publication.redirects, slugOrPath);
      if (redirect !== undefined) return { redirect };
      const entry = slugOrPath.startsWith('/') ? undefined : await byKey(slugKey(slugOrPath));
      if (entry) return { entry };
      const moved = await byKey(aliasKey(slugOrPath));
      return moved && { redirect: articlePath(moved.slug), entry: moved };
    },
    byId: (id) => byKey(idKey(id)),
    fragment: async ({ place }) =>
      JSON.parse((await reader.read(place.object, lines))[place.line]!) as Fragment,
    edition: async (id) => {
      const object = own((await editionList(index, reader)).ids, id);
      return object === undefined
        ? undefined
        : { ...(await reader.read(object, parse<Omit<Edition, 'hash'>>)), hash: object };
    },
    editions: async () => (await editionList(index, reader)).entries,
    templates: () => reader.read(index.templates, parse<MailTemplates>),
  };
}

/** Throws `not-found`, and `broken` for a format that is not read here. */
export async function readKnownIndex(blobs: Blobs, hash: string): Promise<ReleaseIndex> {
  const index = await readIndex(blobs, hash);
  if (isRead(index)) return index;
  throw new BroadsheetError('broken', `The release ${hash} is of format ${formatOf(index)}.`, {
    remedy: `This version of Broadsheet reads ${FORMATS_READ.join(', ')}: use the version that published it.`,
  });
}

export const isRead = (index: Pick<ReleaseIndex, 'format'>): boolean =>
  FORMATS_READ.includes(formatOf(index));

/** Reads an index of any format, so only its `format` and `files` may be relied on. Throws `not-found`. */
export async function readIndex(blobs: Blobs, hash: string): Promise<ReleaseIndex> {
  const bytes = await blobs.get(indexKey(hash));
  if (bytes) return JSON.parse(new TextDecoder().decode(bytes)) as ReleaseIndex;
  throw new BroadsheetError('not-found', `There is no release ${hash}.`, {
    remedy:
      'A hash is what `build` or `publish` printed. The newest 20 are kept, and what was live within 30 days; for an older one check out its commit and `publish` without a hash.',
  });
}

/** A list of entries has one JSON text a line. */
export const parseEntries = (text: string): readonly Entry[] =>
  lines(text).map((line) => JSON.parse(line) as Entry);

/** Reads a property of the object itself: a slug of a request must not find `constructor`. */
const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

const lines = (text: string): readonly string[] => (text === '' ? [] : text.split('\n'));
const parse = <T>(text: string): T => JSON.parse(text) as T;

const editionList = (index: ReleaseIndex, reader: ObjectReader) =>
  reader.read(index.editions, parse<EditionList>);

async function monthEntries(
  index: ReleaseIndex,
  reader: ObjectReader,
  month: string,
): Promise<readonly Entry[]> {
  const record = index.months.find((m) => m.month === month);
  return record ? reader.read(record.object, parseEntries) : [];
}

function lookup(index: ReleaseIndex, reader: ObjectReader) {
  return async (key: string): Promise<ArticleLocation | undefined> => {
    const object = index.lookup[tableOf(key, index.lookup.length)];
    return object === undefined ? undefined : own(await reader.read(object, parse<LookupTable>), key);
  };
}

/** Yields the short list, which is nearly always enough, and then the rest from the months. */
async function* entriesOf(index: ReleaseIndex, reader: ObjectReader, topic?: string): AsyncGenerator<Entry> {
  const record = topic === undefined ? undefined : own(index.topics, topic);
  if (topic !== undefined && !record) return;
  const short = record ? await reader.read(record.object, parseEntries) : index.newest;
  yield* short;
  if (short.length === (record ?? index).count) return;
  let given = 0;
  for (const { month } of index.months) {
    for (const entry of await monthEntries(index, reader, month)) {
      if (topic !== undefined && entry.topic !== topic) continue;
      if (given++ >= short.length) yield entry;
    }
  }
}
