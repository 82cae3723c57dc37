/** The delivery worker: a thread of its own, so that composing letters never keeps a reader waiting. */
import { Worker } from 'node:worker_threads';
import { traced } from '../flows/sentence.ts';
import type { Config } from './config.ts';

/** What the thread is started with. */
export type DelivererData = {
  config: Config;
  /** The real instant at which CLOCK was the time: both threads tell the same time. */
  zero: number;
  automatic: boolean;
};

export type Deliverer = {
  wake(): void;
  /** Gives leases back and ends; kills it after a while if it hangs. */
  stop(): Promise<void>;
};

/** Longer than a chunk's sends take (a mailer's request timeout), shorter than people wait for Ctrl-C. */
const PATIENCE = 15_000;

export function startDeliverer(data: DelivererData, tell: (line: string) => void): Deliverer {
  const worker = new Worker(new URL('../deliver.worker.ts', import.meta.url), { workerData: data });
  const ended = new Promise<void>((resolve) => void worker.once('exit', () => resolve()));
  worker.on('message', (line: string) => tell(line));
  worker.on('error', (error) => tell(`Delivery broke: ${traced(error)}`));
  return {
    wake: () => worker.postMessage('wake'),
    async stop() {
      worker.postMessage('stop');
      const timer = setTimeout(() => void worker.terminate(), PATIENCE);
      await ended;
      clearTimeout(timer);
    },
  };
}
