/** Opens a release: reads its index at once, all else on demand, and keeps what was read in a bounded cache. */
import type { Entry, Fragment } from '../../domain/content/article.ts';
import type { Author } from '../../domain/content/author.ts';
import type { Edition, EditionEntry } from '../../domain/content/edition.ts';
import type { Welcome } from '../../domain/content/welcome.ts';
import { BroadsheetError } from '../../domain/error.ts';
import type { MailTemplates } from '../../domain/letters/template.ts';
import {
  type ArticleLocation,
  aliasKey,
  idKey,
  type LookupTable,
  ownProperty,
  slugKey,
  tableNumberOf,
} from '../../domain/release/lookup-table.ts';
import type { Related } from '../../domain/release/related.ts';
import {
  type Blobs,
  formatOf,
  indexKey,
  type Release,
  type ReleaseIndex,
  SUPPORTED_FORMATS,
} from '../../domain/release/release.ts';
import { type Term, type TermRow, termKey } from '../../domain/release/taxonomies.ts';
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
  return createRelease(hash, await readSupportedIndex(blobs, hash), reader);
}

/** `index` must be of a format that is read here. */
export function createRelease(hash: string, index: ReleaseIndex, reader: ObjectReader): Release {
  const find = createLookup(index, reader);
  const entryAt = async ({ month, id }: ArticleLocation) =>
    (await readMonth(index, reader, month)).find((entry) => entry.id === id);
  const byKey = async (key: string) => {
    const target = await find(key);
    return target && entryAt(target);
  };
  return {
    hash,
    index,
    entries: (topic) => walkEntries(index, reader, topic),
    month: (month) => readMonth(index, reader, month),
    topicMonths: async (topic) => {
      const object = ownProperty(index.topics, topic)?.months;
      return object === undefined ? [] : reader.read(object, splitLines);
    },
    find: async (slugOrPath) => {
      const redirect = ownProperty(index.publication.redirects, slugOrPath);
      if (redirect !== undefined) return { redirect };
      const entry = slugOrPath.startsWith('/') ? undefined : await byKey(slugKey(slugOrPath));
      if (entry) return { entry };
      const moved = await byKey(aliasKey(slugOrPath));
      return moved && { redirect: articlePath(moved.slug), entry: moved };
    },
    byId: (id) => byKey(idKey(id)),
    fragment: async ({ place }) =>
      JSON.parse((await reader.read(place.object, splitLines))[place.line]!) as Fragment,
    ...createTermReader(index, reader),
    author: async (slug) => {
      const object = ownProperty(index.authors ?? {}, slug);
      return object === undefined ? undefined : reader.read(object, parseJson<Author>);
    },
    edition: async (id) => {
      const object = ownProperty((await readEditionList(index, reader)).ids, id);
      return object === undefined
        ? undefined
        : { ...(await reader.read(object, parseJson<Omit<Edition, 'hash'>>)), hash: object };
    },
    editions: async () => (await readEditionList(index, reader)).entries,
    templates: () => reader.read(index.templates, parseJson<MailTemplates>),
    welcome: async (newsletters) => {
      const { welcomes = {} } = index;
      const own = newsletters.length === 1 ? ownProperty(welcomes, newsletters[0]!) : undefined;
      const object = own ?? ownProperty(welcomes, '');
      return object === undefined ? undefined : reader.read(object, parseJson<Welcome>);
    },
  };
}

/** Throws `not-found`, and `broken` for a format that is not read here. */
export async function readSupportedIndex(blobs: Blobs, hash: string): Promise<ReleaseIndex> {
  const index = await readIndex(blobs, hash);
  if (isSupported(index)) return index;
  throw new BroadsheetError('broken', `The release ${hash} is of format ${formatOf(index)}.`, {
    remedy: `This version of Broadsheet reads ${SUPPORTED_FORMATS.join(', ')}: use the version that published it.`,
  });
}

export const isSupported = (index: Pick<ReleaseIndex, 'format'>): boolean =>
  SUPPORTED_FORMATS.includes(formatOf(index));

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
  splitLines(text).map((line) => JSON.parse(line) as Entry);

const splitLines = (text: string): readonly string[] => (text === '' ? [] : text.split('\n'));
const parseJson = <T>(text: string): T => JSON.parse(text) as T;

const readEditionList = (index: ReleaseIndex, reader: ObjectReader) =>
  reader.read(index.editions, parseJson<EditionList>);

async function readMonth(
  index: ReleaseIndex,
  reader: ObjectReader,
  month: string,
): Promise<readonly Entry[]> {
  const record = index.months.find((m) => m.month === month);
  return record ? reader.read(record.object, parseEntries) : [];
}

/** A release of an earlier version has no terms and no related articles. */
function createTermReader(
  { taxonomies }: ReleaseIndex,
  reader: ObjectReader,
): Pick<Release, 'terms' | 'term' | 'related'> {
  const find = async <T>(tables: readonly string[] = [], key: string): Promise<T | undefined> => {
    const object = tables[tableNumberOf(key, tables.length)];
    return object === undefined
      ? undefined
      : ownProperty(await reader.read(object, parseJson<Readonly<Record<string, T>>>), key);
  };
  return {
    terms: async () => (taxonomies ? reader.read(taxonomies.terms, parseJson<TermRow[]>) : []),
    term: (taxonomy, slug) => find<Term>(taxonomies?.tables, termKey(taxonomy, slug)),
    related: (id) => find<Related>(taxonomies?.related, id),
  };
}

function createLookup(index: ReleaseIndex, reader: ObjectReader) {
  return async (key: string): Promise<ArticleLocation | undefined> => {
    const object = index.lookup[tableNumberOf(key, index.lookup.length)];
    return object === undefined
      ? undefined
      : ownProperty(await reader.read(object, parseJson<LookupTable>), key);
  };
}

/** Yields the short list, which is nearly always enough, and then the rest from the months. */
async function* walkEntries(
  index: ReleaseIndex,
  reader: ObjectReader,
  topic?: string,
): AsyncGenerator<Entry> {
  const record = topic === undefined ? undefined : ownProperty(index.topics, topic);
  if (topic !== undefined && !record) return;
  const short = record ? await reader.read(record.object, parseEntries) : index.newest;
  yield* short;
  if (short.length === (record ?? index).count) return;
  let given = 0;
  for (const { month } of index.months) {
    for (const entry of await readMonth(index, reader, month)) {
      if (topic !== undefined && entry.topic !== topic) continue;
      if (given++ >= short.length) yield entry;
    }
  }
}
