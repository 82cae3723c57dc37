/** A pool of media processes: each does one call at a time, and can be killed in the middle of it, as no thread can. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { givenUp } from './cpu-limit.ts';
import { readReply } from './media-process-calls.ts';
import type { MediaCall, MediaCalls, Reply } from './media-process-messages.ts';

const ENTRY = fileURLToPath(new URL('../../workshop.process.ts', import.meta.url));

/**
 * Wall-clock timeout of a call, as a multiple of its CPU limit: a process that is suspended with its machine or waits for memory uses no
 * CPU. The multiple is large, so that a good picture on a busy machine has time enough.
 */
const WALL = 10;

type Job = { what: keyof MediaCalls; given: unknown[]; limit: number | undefined };

export type Crew = {
  /** `limit`: CPU time in milliseconds. A call beyond it throws `too-large`, and its process is killed. */
  ask(what: keyof MediaCalls, given: unknown[], limit?: number): Promise<unknown>;
  /** The id of one running process; undefined if none runs. */
  pid(): number | undefined;
  /** Ends each process after `idle` milliseconds without a call. A call under way is finished first. */
  rest(idle: number): void;
};

/** Starts no process before the first call. */
export function createCrew(size: number, idle: number): Crew {
  const lanes = Array.from({ length: size }, () => createLane(idle));
  const waiting: (Job & PromiseWithResolvers<unknown>)[] = [];
  const next = () => {
    const lane = lanes.find((one) => !one.isBusy());
    const job = lane && waiting.shift();
    if (job) void lane.ask(job).then(job.resolve, job.reject).finally(next);
  };
  return {
    ask(what, given, limit) {
      const answer = Promise.withResolvers<unknown>();
      waiting.push({ what, given, limit, ...answer });
      next();
      return answer.promise;
    },
    pid: () => lanes.map((lane) => lane.pid()).find((pid) => pid !== undefined),
    rest: (after) => {
      for (const lane of lanes) lane.rest(after);
    },
  };
}

/** A place in the pool, which runs one process after another. */
function createLane(idleAtFirst: number) {
  let [worker, busy, last, idle] = [undefined as Worker | undefined, false, 0, idleAtFirst];
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
    async ask({ what, given, limit }: Job): Promise<unknown> {
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

type Worker = {
  pid: number | undefined;
  ask(call: MediaCall): Promise<Reply>;
  isThere(): boolean;
  end(): void;
};

function startWorker(): Worker {
  const child = fork(ENTRY, { serialization: 'advanced', execArgv: [] });
  let waiting: (PromiseWithResolvers<Reply> & { wall: NodeJS.Timeout | undefined }) | undefined;
  const settle = (how: (one: PromiseWithResolvers<Reply>) => void) => {
    clearTimeout(waiting?.wall);
    if (waiting) how(waiting);
    waiting = undefined;
    hold(child, false);
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
    settle(({ resolve }) => resolve(givenUp(id, limit!)));
    child.kill('SIGKILL');
  };
  return {
    pid: child.pid,
    ask(call) {
      const wall = call.limit === undefined ? undefined : setTimeout(giveUp, call.limit * WALL, call);
      const answer = Promise.withResolvers<Reply>();
      waiting = { ...answer, wall };
      hold(child, true);
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
function hold(child: ChildProcess, held: boolean): void {
  child[held ? 'ref' : 'unref']();
  child.channel?.[held ? 'ref' : 'unref']();
}
