/** Renders the packs of a build on this thread and on workers; the order of rendering makes no difference. */
import type { ReadingRules } from '../../domain/content/parse-source-file.ts';
import type { ImageRecord } from '../../domain/release/image-plan.ts';
import type { ListedFile } from '../../domain/source/source-files.ts';
import { type RenderedPack, type Renderer, renderPack } from './render-pack.ts';

/** All that a worker needs to know, apart from the content folder. */
export type RenderOrder = {
  packs: readonly (readonly ListedFile[])[];
  rules: ReadingRules;
  /** Stamps of every file that is no article, images included. */
  stamps: readonly ListedFile[];
  images: Readonly<Record<string, ImageRecord>>;
};

/** Render workers. Contract: each pack is given out once; a pack that a worker took and could not render is missing in `workerResults`. */
export type RenderWorkers = {
  /** True if workers render beside this thread: then there is much to render. */
  hasWorkers: boolean;
  /** The number of a pack that no thread has taken; undefined if there is none. */
  next(): number | undefined;
  /** The packs that the workers rendered, by number. Resolves when all workers have ended. */
  workerResults(): Promise<ReadonlyMap<number, RenderedPack>>;
  /** Ends the workers at once. */
  close(): void;
};
export type StartRenderWorkers = (order: RenderOrder) => RenderWorkers;

/** Renders on this thread alone, without workers. */
export const renderAlone: StartRenderWorkers = ({ packs }) => {
  const numbers = packs.keys();
  return {
    hasWorkers: false,
    next: () => numbers.next().value,
    workerResults: async () => new Map(),
    close: () => {},
  };
};

/** Returns the rendered packs in the order of `packs`. */
export async function renderPacks(
  packs: RenderOrder['packs'],
  renderer: Renderer,
  workers: RenderWorkers,
): Promise<RenderedPack[]> {
  const render = (n: number) => renderFiles(packs[n]!, renderer);
  const rendered = new Map<number, RenderedPack>();
  for (let n = workers.next(); n !== undefined; n = workers.next()) rendered.set(n, await render(n));
  for (const [n, pack] of await workers.workerResults()) rendered.set(n, pack);
  // A pack that a worker failed to render is rendered here: an error then reaches the caller.
  for (const n of packs.keys()) if (!rendered.has(n)) rendered.set(n, await render(n));
  return [...packs.keys()].map((n) => rendered.get(n)!);
}

/** Renders a pack whose files are all read. */
export const renderFiles = (files: readonly ListedFile[], renderer: Renderer): Promise<RenderedPack> =>
  renderPack(files, renderer, { line: refuseOldArticle, entry: refuseOldArticle });

const refuseOldArticle = (): never => {
  throw new Error('No article of an old pack is needed where every file is read.');
};
