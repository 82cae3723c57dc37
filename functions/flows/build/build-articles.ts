/** Builds the articles of a release: reuses unchanged packs, renders the others, and finds the entry of each article for the lists. */
import type { ArticleRecord } from '../../domain/release/article-record.ts';
import { type PackRecords, parseRecords } from '../../domain/release/article-record-codec.ts';
import type { Blobs } from '../../domain/release/release.ts';
import type { ListedFile } from '../../domain/source/source-files.ts';
import { type ArticleReadings, isLeftOut } from '../content/read-content.ts';
import { readObject } from '../release/objects.ts';
import type { CachedBuild } from './build-cache.ts';
import { createEntryReader, type EntryOf } from './build-lists.ts';
import type { ObjectWriter } from './object-writer.ts';
import type { ImagePlans } from './plan-images.ts';
import {
  type PackMember,
  type RenderedPack,
  type Renderer,
  renderPack,
  type UnreadArticle,
} from './render-pack.ts';
import {
  type RenderOrder,
  type RenderWorkers,
  renderPacks,
  type StartRenderWorkers,
} from './render-packs.ts';
import type { ArticleReuse } from './reuse.ts';

/** The articles of the release, in the order of their files. */
export type BuiltArticles = ArticleReadings & {
  packs: readonly PackRecords[];
  rows: readonly ArticleRecord[];
  /** The number of articles that were rendered, not reused. */
  rendered: number;
  entryOf: EntryOf;
  /** The search blocks of the packs that were rendered. */
  blocks: ReadonlyMap<PackRecords, string>;
};

/** Workers render from the start on; `end` renders the packs that they have left. */
export type ArticleRendering = Pick<RenderWorkers, 'hasWorkers' | 'close'> & {
  end(): Promise<BuiltArticles>;
};

type RenderingParts = {
  files: readonly ListedFile[];
  order: Omit<RenderOrder, 'packs'>;
  startWorkers: StartRenderWorkers;
  renderer: Renderer;
  reuse: ArticleReuse;
  months: CachedBuild['months'];
  out: Blobs;
  writer: ObjectWriter;
  pictures: { add(plans: ImagePlans): void };
};

export function startRendering({ reuse, renderer, out, ...parts }: RenderingParts): ArticleRendering {
  const packs = reuse.packs(parts.files);
  const fresh = packs.filter(hasOnlyFiles);
  const workers = parts.startWorkers({ ...parts.order, packs: fresh });
  return {
    ...workers,
    end: async () => {
      const renderedPacks = (await renderPacks(fresh, renderer, workers)).values();
      const entries = createEntryReader(parts.months, out);
      const old = { line: createLineReader(out), entry: entries(new Map()) };
      const collector = createCollector(parts.writer, parts.pictures);
      for (const pack of packs) {
        if ('object' in pack) collector.keep(pack);
        else
          collector.bind(
            hasOnlyFiles(pack) ? renderedPacks.next().value! : await renderPack(pack, renderer, old),
          );
      }
      return collector.end(entries);
    },
  };
}

const hasOnlyFiles = (pack: PackRecords | readonly PackMember[]): pack is ListedFile[] =>
  !('object' in pack) && !pack.some((member) => 'facts' in member);

/** Collects packs in the order of their files, so that neither objects nor problems depend on the workers' speed. */
function createCollector(writer: ObjectWriter, pictures: RenderingParts['pictures']) {
  const packs: PackRecords[] = [];
  const unread: UnreadArticle[] = [];
  const fresh = new Map<string, string>();
  const blocks = new Map<PackRecords, string>();
  return {
    keep(pack: PackRecords): void {
      writer.keep(pack.object);
      packs.push(pack);
    },
    bind(rendered: RenderedPack): void {
      const pack = parseRecords(rendered.records);
      writer.takeEncoded(pack.object, rendered.bytes);
      pictures.add(rendered.plans);
      unread.push(...rendered.unread);
      packs.push(pack);
      blocks.set(pack, rendered.search);
      for (const [i, entry] of rendered.entries.split('\n').entries())
        if (entry !== '') fresh.set(pack.records[i]!.facts.id.text, entry);
    },
    end: (entries: (fresh: ReadonlyMap<string, string>) => EntryOf): BuiltArticles => {
      const rows = packs.flatMap((pack) => pack.records);
      return {
        ...{ packs, rows, rendered: fresh.size, entryOf: entries(fresh), blocks },
        facts: rows.map((row) => row.facts),
        problems: [...rows, ...unread].flatMap((one) => one.problems),
        unread: unread.flatMap((one) => (isLeftOut(one) ? [] : one.file)),
      };
    },
  };
}

function createLineReader(out: Blobs): (row: ArticleRecord) => Promise<string> {
  const opened = new Map<string, Promise<string[]>>();
  return async ({ place }) => {
    const pack = opened.get(place.object) ?? readObject(out, place.object).then((text) => text.split('\n'));
    opened.set(place.object, pack);
    return (await pack)[place.line]!;
  };
}
