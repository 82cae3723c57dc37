/** The delivery worker: a thread of its own, so that composing letters never keeps a reader waiting; its wake-ups are debounced. */
import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { errorTextWithStack } from '../../flows/log-text.ts';
import type { Config } from '../config.ts';

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

/** A thread that died is started anew; the ledger knows where it was. Not at once, lest a fault at start spins. */
const REVIVE_AFTER = 1000;

/** Where this thread keeps compiled code (functions/cli.ts); a worker would compile its own. */
function compiledCode(): { NODE_COMPILE_CACHE?: string } {
  const folder = getCompileCacheDir();
  // A folder of this version of node, below the one that is named.
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: dirname(folder) };
}

/** What a chunk leaves behind is garbage at once. V8 would let 100 MB of it lie before it looks, to no gain that can be measured. */
const YOUNG = 24;

/** In a rush so many rings are one: each makes the thread look at all that it might have to do. Milliseconds. */
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

/** Rings at once, then not before `rest` milliseconds have passed; whoever rang meanwhile is one more ring then. */
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
