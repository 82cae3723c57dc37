/** The entries of a build as lists hold them: as text, printed anew or taken from the lists of the last build. */
import type { Entry } from '../../domain/content/article.ts';
import { BroadsheetError } from '../../domain/error.ts';
import type { Row } from '../../domain/release/article-record.ts';
import type { Blobs } from '../../domain/release/release.ts';
import { readObject } from '../release/objects.ts';
import { parseEntries } from '../release/open-release.ts';
import type { BuildMemory } from './build-cache.ts';

/** JSON of an Entry, with the place it has now. */
export type EntryOf = (row: Row) => string | Promise<string>;

/** `fresh`: id → what was printed anew. `months`: the lists of the last build. */
export const createEntries =
  (months: BuildMemory['months'], out: Blobs) =>
  (fresh: ReadonlyMap<string, string>): EntryOf => {
    const opened = new Map<string, Promise<Map<string, Entry>>>();
    const open = async (object: string) =>
      new Map(parseEntries(await readObject(out, object)).map((entry) => [entry.id, entry]));
    const recalled = async ({ facts, month, place }: Row) => {
      const list = opened.get(month) ?? open(months[month] ?? '');
      opened.set(month, list);
      const entry = (await list).get(facts.id.text);
      if (!entry) throw new BroadsheetError('broken', `The last build lost the entry of ${facts.file}.`);
      return JSON.stringify({ ...entry, place });
    };
    return (row) => fresh.get(row.facts.id.text) ?? recalled(row);
  };
