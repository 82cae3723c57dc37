/** Writes a release's search index: joins the blocks of packs into segments, and reuses the segments of the last build. */
import { BroadsheetError } from '../../domain/error.ts';
import { hashOf } from '../../domain/hash.ts';
import type { PackRecords } from '../../domain/release/article-record-codec.ts';
import type { Blobs } from '../../domain/release/release.ts';
import { BLOCK_END } from '../../domain/search/index-block.ts';
import {
  objectCountFor,
  type SearchIndex,
  type SearchSegment,
  SHARD_END,
  splitIntoSegments,
} from '../../domain/search/search-index.ts';
import { readObject } from '../release/objects.ts';
import type { ObjectWriter } from './object-writer.ts';

/** `fresh`: the blocks of rendered packs; `last`: the index of the last build, which has the others. */
type BlockSources = { fresh: ReadonlyMap<PackRecords, string>; last: string | undefined; out: Blobs };

/** Returns the object that lists the segments. */
export async function writeSearchIndex(
  packs: readonly PackRecords[],
  { fresh, last, out }: BlockSources,
  writer: ObjectWriter,
): Promise<string> {
  const old = last === undefined ? [] : (JSON.parse(await readObject(out, last)) as SearchIndex).segments;
  const oldByKey = new Map(old.map((segment) => [segment.key, segment]));
  const blockOf = createBlockReader(old, out);
  const segments: SearchSegment[] = [];
  for (const group of splitIntoSegments(packs, (pack) => pack.records.at(-1)?.facts.file ?? '')) {
    const keys = group.map(keyOfPack);
    const known = oldByKey.get(hashOf(...keys));
    if (known) for (const object of [known.entries, ...known.shards]) writer.keep(object);
    segments.push(
      known ?? (await writeSegment(keys, (i) => fresh.get(group[i]!) ?? blockOf(keys[i]!), writer)),
    );
  }
  return writer.write(JSON.stringify({ segments } satisfies SearchIndex));
}

const keyOfPack = ({ records }: PackRecords): string =>
  hashOf(...records.flatMap(({ hash, month }) => [hash, month])).slice(0, 16);

async function writeSegment(
  packs: readonly string[],
  blockOf: (i: number) => string | Promise<string>,
  writer: ObjectWriter,
): Promise<SearchSegment> {
  const blocks: string[][] = [];
  for (const i of packs.keys()) blocks.push((await blockOf(i)).split(BLOCK_END));
  const [entries, ...parts] = blocks[0]!.map((_, part) => blocks.map((block) => block[part]).join(BLOCK_END));
  const each = parts.length / objectCountFor(packs.length);
  const shards: string[] = [];
  for (let i = 0; i < parts.length; i += each)
    shards.push(await writer.write(parts.slice(i, i + each).join(SHARD_END)));
  return { key: hashOf(...packs), packs, entries: await writer.write(entries!), shards };
}

/** Reads the block of a pack from the segment of the last build that holds it. */
function createBlockReader(
  segments: readonly SearchSegment[],
  out: Blobs,
): (pack: string) => Promise<string> {
  const opened = new Map<SearchSegment, Promise<string[][]>>();
  const open = async ({ entries, shards }: SearchSegment) => {
    const texts = await Promise.all([entries, ...shards].map((object) => readObject(out, object)));
    return texts.flatMap((text) => text.split(SHARD_END)).map((part) => part.split(BLOCK_END));
  };
  return async (pack) => {
    const segment = segments.find(({ packs }) => packs.includes(pack));
    if (!segment) throw new BroadsheetError('broken', 'The last build lost a part of its search index.');
    const parts = opened.get(segment) ?? open(segment);
    opened.set(segment, parts);
    const at = segment.packs.indexOf(pack);
    return (await parts).map((blocks) => blocks[at]).join(BLOCK_END);
  };
}
