/** Render workers: threads that render articles beside the build's own thread, if there are enough articles. */
import { availableParallelism } from 'node:os';
import type { RenderedPack } from '../../flows/build/render-pack.ts';
import { type RenderOrder, renderAlone, type StartRenderWorkers } from '../../flows/build/render-packs.ts';
import { startThread } from './thread.ts';

/** The data of a worker. All threads share `counter`: the thread that raises it has taken the pack of that number. */
export type RenderWorkerData = { order: RenderOrder; contentDir: string; counter: Int32Array };
/** A message of a worker: a pack and its number. */
export type NumberedPack = { n: number; pack: RenderedPack };

/** Articles for each worker. Starting a worker, until its code is fast, takes as long as rendering 500 articles. */
const ARTICLES_PER_WORKER = 1000;
/** The most workers. Each holds some 60 MB, and the rest of a build takes as long as four threads render. */
const MAX_WORKERS = 3;

export const startRenderWorkers =
  (
    contentDir: string,
    { cores = availableParallelism(), worth = ARTICLES_PER_WORKER } = {},
  ): StartRenderWorkers =>
  (order) => {
    const articles = order.packs.reduce((sum, pack) => sum + pack.length, 0);
    const threads = Math.min(MAX_WORKERS, cores - 1, Math.floor(articles / worth));
    if (threads < 1) return renderAlone(order);
    const counter = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const rendered = new Map<number, RenderedPack>();
    const started = Array.from({ length: threads }, () =>
      startRenderWorker({ order, contentDir, counter }, rendered),
    );
    return {
      hasWorkers: true,
      next: createNumbers(counter, order.packs.length),
      workerResults: async () => {
        await Promise.all(started.map(({ ended }) => ended));
        return rendered;
      },
      close: () => {
        for (const { worker } of started) void worker.terminate();
      },
    };
  };

export const createNumbers = (counter: Int32Array, end: number) => (): number | undefined => {
  const n = Atomics.add(counter, 0, 1);
  return n < end ? n : undefined;
};

function startRenderWorker(data: RenderWorkerData, rendered: Map<number, RenderedPack>) {
  const worker = startThread(new URL('../../render.worker.ts', import.meta.url), { workerData: data });
  worker.on('message', ({ n, pack }: NumberedPack) => void rendered.set(n, pack));
  // The build itself renders the packs that this worker had taken, and then meets the same error.
  worker.on('error', () => {});
  return { worker, ended: new Promise<void>((resolve) => void worker.once('exit', () => resolve())) };
}
