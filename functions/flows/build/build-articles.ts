/** Builds the articles of a release: reuses unchanged packs, renders the others, and finds the entry of each article for the lists. */
import type { ArticleRecord } from '../../domain/release/article-record.ts';
import { type PackRows, parseRows } from '../../domain/release/article-record-codec.ts';
import type { Blobs } from '../../domain/release/release.ts';
import type { ListedFile } from '../../domain/source/source-files.ts';
import { type ArticleReadings, isApart } from '../content/read-content.ts';
import { readObject } from '../release/objects.ts';
import type { BuildMemory } from './build-cache.ts';
import { createEntries, type EntryOf } from './build-lists.ts';
import type { ObjectWriter } from './object-writer.ts';
import type { Plans } from './plan-images.ts';
import { type Member, type PrintedPack, type Printer, printPack, type Unread } from './render-pack.ts';
import { type Presses, type PrintOrder, printPacks, type StartPresses } from './render-packs.ts';
import type { RecallArticles } from './reuse.ts';

/** The articles of the release, in the order of their files. */
export type BuiltArticles = ArticleReadings & {
  packs: readonly PackRows[];
  rows: readonly ArticleRecord[];
  /** The number of articles that were rendered, not reused. */
  rendered: number;
  entryOf: EntryOf;
};

/** Workers render from the start on; `end` renders the packs that they have left. */
export type Printing = Pick<Presses, 'beside' | 'close'> & { end(): Promise<BuiltArticles> };

type Parts = {
  files: readonly ListedFile[];
  order: Omit<PrintOrder, 'packs'>;
  presses: StartPresses;
  printer: Printer;
  recall: RecallArticles;
  months: BuildMemory['months'];
  out: Blobs;
  writer: ObjectWriter;
  pictures: { add(plans: Plans): void };
};

export function startPrinting({ recall, printer, out, ...parts }: Parts): Printing {
  const packs = recall.packs(parts.files);
  const fresh = packs.filter(isFresh);
  const presses = parts.presses({ ...parts.order, packs: fresh });
  return {
    ...presses,
    end: async () => {
      const printed = (await printPacks(fresh, printer, presses)).values();
      const oldLine = linesOfLast(out);
      const binder = createBinder(parts.writer, parts.pictures);
      for (const pack of packs) {
        if ('object' in pack) binder.keep(pack);
        else binder.bind(isFresh(pack) ? printed.next().value! : await printPack(pack, printer, oldLine));
      }
      return binder.end(createEntries(parts.months, out));
    },
  };
}

const isFresh = (pack: PackRows | readonly Member[]): pack is ListedFile[] =>
  !('object' in pack) && !pack.some((member) => 'facts' in member);

/** Collects packs in the order of their files, so that neither objects nor problems depend on the workers' speed. */
function createBinder(writer: ObjectWriter, pictures: Parts['pictures']) {
  const packs: PackRows[] = [];
  const unread: Unread[] = [];
  const fresh = new Map<string, string>();
  return {
    keep(pack: PackRows): void {
      writer.keep(pack.object);
      packs.push(pack);
    },
    bind(printed: PrintedPack): void {
      const pack = parseRows(printed.rows);
      writer.take(pack.object, printed.bytes);
      pictures.add(printed.plans);
      unread.push(...printed.unread);
      packs.push(pack);
      for (const [i, entry] of printed.entries.split('\n').entries())
        if (entry !== '') fresh.set(pack.rows[i]!.facts.id.text, entry);
    },
    end: (entries: (fresh: ReadonlyMap<string, string>) => EntryOf): BuiltArticles => {
      const rows = packs.flatMap((pack) => pack.rows);
      return {
        ...{ packs, rows, rendered: fresh.size, entryOf: entries(fresh) },
        facts: rows.map((row) => row.facts),
        problems: [...rows, ...unread].flatMap((one) => one.problems),
        unread: unread.flatMap((one) => (isApart(one) ? [] : one.file)),
      };
    },
  };
}

function linesOfLast(out: Blobs): (row: ArticleRecord) => Promise<string> {
  const opened = new Map<string, Promise<string[]>>();
  return async ({ place }) => {
    const pack = opened.get(place.object) ?? readObject(out, place.object).then((text) => text.split('\n'));
    opened.set(place.object, pack);
    return (await pack)[place.line]!;
  };
}
