/** Starts the delivery worker in a thread, so that composing messages never keeps a reader waiting; its wake-ups are debounced. */
import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { errorTextWithStack } from '../../flows/log-text.ts';
import type { Config } from '../config.ts';

/** Data that the thread starts with. */
export type DelivererData = {
  config: Config;
  /** The real instant at which the clock read CLOCK, so that both threads have the same time. */
  zero: number;
  automatic: boolean;
};

export type Deliverer = {
  wake(): void;
  /** Lets the thread give its leases back and end; a thread that hangs is killed after a while. */
  stop(): Promise<void>;
};

/** Milliseconds until a hanging thread is killed: longer than a mailer's request timeout, shorter than people wait after Ctrl-C. */
const PATIENCE = 15_000;

/** Milliseconds until a dead thread is started again; the ledger has its progress. The pause keeps a fault at start from spinning. */
const REVIVE_AFTER = 1000;

/** The folder of this thread's compiled code (functions/cli.ts), without which the worker would compile its own. */
function compiledCode(): { NODE_COMPILE_CACHE?: string } {
  const folder = getCompileCacheDir();
  // Node returns a folder for its own version, below the folder that NODE_COMPILE_CACHE names.
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: dirname(folder) };
}

/** Megabytes of V8's young generation. A chunk's objects are garbage at once, and V8's default of 100 MB gains nothing measurable. */
const YOUNG = 24;

/** Milliseconds in which wake-ups are debounced to one, because each makes the thread look at all its work. */
const RUSH = 20;

export function startDeliverer(data: DelivererData, tell: (line: string) => void): Deliverer {
  let [stopping, timer]: [boolean, NodeJS.Timeout | undefined] = [false, undefined];
  const start = () => {
    const worker = new Worker(new URL('../../deliver.worker.ts', import.meta.url), {
      workerData: data,
      env: { ...process.env, ...compiledCode() },
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG },
    });
    worker.on('message', (line: string) => tell(line));
    worker.on('error', (error) => tell(`Delivery broke, and starts again: ${errorTextWithStack(error)}`));
    const ended = new Promise<void>((resolve) => void worker.once('exit', () => resolve()));
    void ended.then(() => {
      if (!stopping) timer = setTimeout(() => (current = start()), REVIVE_AFTER);
    });
    return { worker, ended };
  };
  let current = start();
  const bell = createRushBell(() => current.worker.postMessage('wake'), RUSH);
  return {
    wake: bell.ring,
    async stop() {
      stopping = true;
      bell.stop();
      clearTimeout(timer);
      current.worker.postMessage('stop');
      const hung = setTimeout(() => void current.worker.terminate(), PATIENCE);
      await current.ended;
      clearTimeout(hung);
    },
  };
}

/** A debounced wake-up (leading and trailing edge), for callers that ring all at once. */
type RushBell = { ring(): void; stop(): void };

/** Rings at once, then not before `rest` milliseconds have passed. All rings in between become one more ring then. */
export function createRushBell(ring: () => void, rest: number): RushBell {
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
