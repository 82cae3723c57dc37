/** Render workers: threads that render articles beside the build's own thread, if there are enough articles. */
import { availableParallelism } from 'node:os';
import type { PrintedPack } from '../../flows/build/render-pack.ts';
import { type PrintOrder, printAlone, type StartPresses } from '../../flows/build/render-packs.ts';
import { startThread } from './thread.ts';

/** The data of a worker. All threads share `counter`: the thread that raises it has taken the pack of that number. */
export type PressData = { order: PrintOrder; contentDir: string; counter: Int32Array };
/** A message of a worker: a pack and its number. */
export type PrintedNumber = { n: number; pack: PrintedPack };

/** Articles for each worker. Starting a worker, until its code is fast, takes as long as rendering 500 articles. */
const WORTH_A_THREAD = 1000;
/** The most workers. Each holds some 60 MB, and the rest of a build takes as long as four threads render. */
const MOST = 3;

export const startPresses =
  (contentDir: string, { cores = availableParallelism(), worth = WORTH_A_THREAD } = {}): StartPresses =>
  (order) => {
    const articles = order.packs.reduce((sum, pack) => sum + pack.length, 0);
    const threads = Math.min(MOST, cores - 1, Math.floor(articles / worth));
    if (threads < 1) return printAlone(order);
    const counter = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const printed = new Map<number, PrintedPack>();
    const started = Array.from({ length: threads }, () =>
      startPress({ order, contentDir, counter }, printed),
    );
    return {
      beside: true,
      next: numbersFrom(counter, order.packs.length),
      others: async () => {
        await Promise.all(started.map(({ ended }) => ended));
        return printed;
      },
      close: () => {
        for (const { worker } of started) void worker.terminate();
      },
    };
  };

export const numbersFrom = (counter: Int32Array, end: number) => (): number | undefined => {
  const n = Atomics.add(counter, 0, 1);
  return n < end ? n : undefined;
};

function startPress(data: PressData, printed: Map<number, PrintedPack>) {
  const worker = startThread(new URL('../../print.worker.ts', import.meta.url), { workerData: data });
  worker.on('message', ({ n, pack }: PrintedNumber) => void printed.set(n, pack));
  // The build itself renders the packs that this worker had taken, and then meets the same error.
  worker.on('error', () => {});
  return { worker, ended: new Promise<void>((resolve) => void worker.once('exit', () => resolve())) };
}
