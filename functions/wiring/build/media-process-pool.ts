/** A pool of media processes: each does one call at a time, and can be killed in the middle of it, as no thread can. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createGivenUpReply } from './cpu-limit.ts';
import { readReply } from './media-process-calls.ts';
import type { MediaCall, MediaCalls, Reply } from './media-process-messages.ts';

const ENTRY_FILE = fileURLToPath(new URL('../../media.process.ts', import.meta.url));

/**
 * Wall-clock timeout of a call, as a multiple of its CPU limit: a process that is suspended with its machine or waits for memory uses no
 * CPU. The multiple is large, so that a good picture on a busy machine has time enough.
 */
const WALL_CLOCK_FACTOR = 10;

type MediaJob = { what: keyof MediaCalls; given: unknown[]; limit: number | undefined };

export type MediaPool = {
  /** `limit`: CPU time in milliseconds. A call beyond it throws `too-large`, and its process is killed. */
  ask(what: keyof MediaCalls, given: unknown[], limit?: number): Promise<unknown>;
  /** The id of one running process; undefined if none runs. */
  pid(): number | undefined;
  /** Ends each process after `idle` milliseconds without a call. A call under way is finished first. */
  endWhenIdle(idle: number): void;
};

/** Starts no process before the first call. */
export function createMediaPool(size: number, idle: number): MediaPool {
  const places = Array.from({ length: size }, () => createPlace(idle));
  const waiting: (MediaJob & PromiseWithResolvers<unknown>)[] = [];
  const next = () => {
    const place = places.find((one) => !one.isBusy());
    const job = place && waiting.shift();
    if (job) void place.ask(job).then(job.resolve, job.reject).finally(next);
  };
  return {
    ask(what, given, limit) {
      const answer = Promise.withResolvers<unknown>();
      waiting.push({ what, given, limit, ...answer });
      next();
      return answer.promise;
    },
    pid: () => places.map((place) => place.pid()).find((pid) => pid !== undefined),
    endWhenIdle: (after) => {
      for (const place of places) place.rest(after);
    },
  };
}

/** A place in the pool, which runs one process after another. */
function createPlace(idleAtFirst: number) {
  let [worker, busy, last, idle] = [undefined as MediaWorker | undefined, false, 0, idleAtFirst];
  let timer: NodeJS.Timeout | undefined;
  const rest = () => {
    clearTimeout(timer);
    if (!busy) timer = setTimeout(() => worker?.end(), idle).unref();
  };
  return {
    isBusy: () => busy,
    pid: () => (worker?.isThere() ? worker.pid : undefined),
    rest(after: number) {
      idle = after;
      rest();
    },
    async ask({ what, given, limit }: MediaJob): Promise<unknown> {
      busy = true;
      clearTimeout(timer);
      if (!worker?.isThere()) worker = startWorker();
      try {
        const reply = await worker.ask({ id: ++last, what, given, limit });
        if ('ended' in reply) worker = undefined;
        return readReply(reply);
      } finally {
        busy = false;
        rest();
      }
    },
  };
}

type MediaWorker = {
  pid: number | undefined;
  ask(call: MediaCall): Promise<Reply>;
  isThere(): boolean;
  end(): void;
};

function startWorker(): MediaWorker {
  const child = fork(ENTRY_FILE, { serialization: 'advanced', execArgv: [] });
  let waiting: (PromiseWithResolvers<Reply> & { wall: NodeJS.Timeout | undefined }) | undefined;
  const settle = (how: (one: PromiseWithResolvers<Reply>) => void) => {
    clearTimeout(waiting?.wall);
    if (waiting) how(waiting);
    waiting = undefined;
    setReferenced(child, false);
  };
  const fail = (error: Error) => settle(({ reject }) => reject(error));
  child.on('message', (reply: Reply) => settle(({ resolve }) => resolve(reply)));
  child.on('error', fail);
  child.on('exit', (code, signal) =>
    fail(
      new Error(`The process for pictures and templates ended in the middle of a call (${signal ?? code}).`),
    ),
  );
  const giveUp = ({ id, limit }: MediaCall) => {
    settle(({ resolve }) => resolve(createGivenUpReply(id, limit!)));
    child.kill('SIGKILL');
  };
  return {
    pid: child.pid,
    ask(call) {
      const wall =
        call.limit === undefined ? undefined : setTimeout(giveUp, call.limit * WALL_CLOCK_FACTOR, call);
      const answer = Promise.withResolvers<Reply>();
      waiting = { ...answer, wall };
      setReferenced(child, true);
      child.send(call);
      return answer.promise;
    },
    isThere: () => isRunning(child),
    end: () => child.connected && child.disconnect(),
  };
}

const isRunning = ({ connected, exitCode, signalCode }: ChildProcess): boolean =>
  connected && exitCode === null && signalCode === null;

/** An idle child process must not keep this process from ending. */
function setReferenced(child: ChildProcess, held: boolean): void {
  child[held ? 'ref' : 'unref']();
  child.channel?.[held ? 'ref' : 'unref']();
}
