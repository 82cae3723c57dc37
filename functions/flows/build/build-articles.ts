/** Builds the articles of a release: reuses unchanged packs, renders the others, and finds the entry of each article for the lists. */
import { createHeadingFinder, type FindHeading, leadsRight } from '../../domain/content/heading-links.ts';
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
      const render = (members: readonly PackMember[], how: Renderer = renderer) =>
        renderPack(members, how, old);
      const made: MadePack[] = [];
      for (const pack of packs)
        made.push(
          'object' in pack
            ? { pack }
            : readPack(hasOnlyFiles(pack) ? renderedPacks.next().value! : await render(pack)),
        );
      const findHeading = createHeadingFinder(
        made.flatMap(({ pack }) => pack.records.map((row) => row.facts)),
      );
      const headingHref = (typed: string) => findHeading(typed).href;
      const collector = createCollector(parts.writer, parts.pictures);
      for (const [i, one] of made.entries()) {
        const stale = listStale(packs[i]!, one.pack, findHeading);
        collector.take(stale ? replacePack(one, await render(stale, { ...renderer, headingHref })) : one);
      }
      return collector.end(entries);
    },
  };
}

const hasOnlyFiles = (pack: PackRecords | readonly PackMember[]): pack is ListedFile[] =>
  !('object' in pack) && !pack.some((member) => 'facts' in member);

/** A pack of the last build, or one that was rendered. */
type MadePack = { pack: PackRecords; rendered?: RenderedPack };

const readPack = (rendered: RenderedPack): MadePack => ({ pack: parseRecords(rendered.records), rendered });

/** Images that the replaced rendering inspected are not inspected again: their records stay. */
const replacePack = ({ rendered: first }: MadePack, { plans, ...rendered }: RenderedPack): MadePack =>
  readPack({ ...rendered, plans: { ...plans, rows: { ...first?.plans.rows, ...plans.rows } } });

/** The members of a pack with a link to a heading that now leads elsewhere: those are files, to be rendered again. */
function listStale(
  members: PackRecords | readonly PackMember[],
  { records }: PackRecords,
  findHeading: FindHeading,
): readonly PackMember[] | undefined {
  const stale = new Map(
    records.flatMap(({ facts: { file, links }, stamp }) =>
      leadsRight(links, findHeading) ? [] : [[file, { path: file, stamp }]],
    ),
  );
  if (stale.size === 0) return undefined;
  const all: readonly PackMember[] = 'object' in members ? members.records : members;
  return all.map((member) => ('facts' in member ? (stale.get(member.facts.file) ?? member) : member));
}

/** Collects packs in the order of their files, so that neither objects nor problems depend on the workers' speed. */
function createCollector(writer: ObjectWriter, pictures: RenderingParts['pictures']) {
  const packs: PackRecords[] = [];
  const unread: UnreadArticle[] = [];
  const fresh = new Map<string, string>();
  const blocks = new Map<PackRecords, string>();
  return {
    take({ pack, rendered }: MadePack): void {
      packs.push(pack);
      if (!rendered) {
        writer.keep(pack.object);
        return;
      }
      writer.takeEncoded(pack.object, rendered.bytes);
      pictures.add(rendered.plans);
      unread.push(...rendered.unread);
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
