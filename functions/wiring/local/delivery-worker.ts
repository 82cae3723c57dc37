/** Starts the delivery worker in a thread, so that composing messages never keeps a reader waiting; its wake-ups are debounced. */
import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { errorTextWithStack } from '../../flows/log-text.ts';
import type { Config } from '../config.ts';

/** Data that the thread starts with. */
export type DeliveryWorkerData = {
  config: Config;
  /** The real instant at which the clock read CLOCK, so that both threads have the same time. */
  zero: number;
  automatic: boolean;
};

export type DeliveryWorker = {
  wake(): void;
  /** Lets the thread give its leases back and end; a thread that hangs is killed after a while. */
  stop(): Promise<void>;
};

/** Milliseconds until a hanging thread is killed: longer than a mailer's request timeout, shorter than people wait after Ctrl-C. */
const STOP_TIMEOUT_MS = 15_000;

/** Milliseconds until a dead thread is started again; the ledger has its progress. The pause keeps a fault at start from spinning. */
const RESTART_DELAY_MS = 1000;

/** The folder of this thread's compiled code (functions/cli.ts), without which the worker would compile its own. */
function readCompileCache(): { NODE_COMPILE_CACHE?: string } {
  const folder = getCompileCacheDir();
  // Node returns a folder for its own version, below the folder that NODE_COMPILE_CACHE names.
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: dirname(folder) };
}

/** Megabytes of V8's young generation. A chunk's objects are garbage at once, and V8's default of 100 MB gains nothing measurable. */
const YOUNG_GENERATION_MB = 24;

/** Milliseconds in which wake-ups are debounced to one, because each makes the thread look at all its work. */
const DEBOUNCE_MS = 20;

export function startDeliveryWorker(data: DeliveryWorkerData, tell: (line: string) => void): DeliveryWorker {
  let [stopping, timer]: [boolean, NodeJS.Timeout | undefined] = [false, undefined];
  const start = () => {
    const worker = new Worker(new URL('../../deliver.worker.ts', import.meta.url), {
      workerData: data,
      env: { ...process.env, ...readCompileCache() },
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    });
    worker.on('message', (line: string) => tell(line));
    worker.on('error', (error) => tell(`Delivery broke, and starts again: ${errorTextWithStack(error)}`));
    const ended = new Promise<void>((resolve) => void worker.once('exit', () => resolve()));
    void ended.then(() => {
      if (!stopping) timer = setTimeout(() => (current = start()), RESTART_DELAY_MS);
    });
    return { worker, ended };
  };
  let current = start();
  const debounced = createDebouncedWake(() => current.worker.postMessage('wake'), DEBOUNCE_MS);
  return {
    wake: debounced.ring,
    async stop() {
      stopping = true;
      debounced.stop();
      clearTimeout(timer);
      current.worker.postMessage('stop');
      const hung = setTimeout(() => void current.worker.terminate(), STOP_TIMEOUT_MS);
      await current.ended;
      clearTimeout(hung);
    },
  };
}

/** A debounced wake-up (leading and trailing edge), for callers that ring all at once. */
type DebouncedWake = { ring(): void; stop(): void };

/** Rings at once, then not before `rest` milliseconds have passed. All rings in between become one more ring then. */
export function createDebouncedWake(ring: () => void, rest: number): DebouncedWake {
  let timer: NodeJS.Timeout | undefined;
  let wanted = false;
  const ringNow = () => {
    wanted = false;
    timer = setTimeout(() => {
      timer = undefined;
      if (wanted) ringNow();
    }, rest);
    ring();
  };
  return {
    ring() {
      wanted = true;
      if (!timer) ringNow();
    },
    stop: () => clearTimeout(timer),
  };
}
