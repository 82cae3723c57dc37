/** Processes of the workshop: each does one thing at a time, and can be ended in the middle of it, as no thread can. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { givenUp } from './cpu-limit.ts';
import { readReply } from './media-process-calls.ts';
import type { MediaCall, MediaCalls, Reply } from './media-process-messages.ts';

const ENTRY = fileURLToPath(new URL('../../workshop.process.ts', import.meta.url));

/**
 * A process that is suspended with its machine, or waits for its memory, uses no processor: such a call ends after this many
 * times its limit. Nothing else does, so an honest picture on a busy machine has all the time it needs.
 */
const WALL = 10;

type Job = { what: keyof MediaCalls; given: unknown[]; limit: number | undefined };

export type Crew = {
  /** `limit`: of its processor's time, in milliseconds; beyond it the call is `too-large`, and its process ended. */
  ask(what: keyof MediaCalls, given: unknown[], limit?: number): Promise<unknown>;
  /** Of one of its processes; undefined: nobody is at work. */
  pid(): number | undefined;
  /** What is under way is finished first; whoever has nothing to do ends after that many milliseconds. */
  rest(idle: number): void;
};

/** No process is started before something is wanted. */
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

/** One process after another. */
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
    fail(new Error(`Who makes pictures and templates ended in the middle of it (${signal ?? code}).`)),
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

/** Who has nothing to do keeps nobody from ending. */
function hold(child: ChildProcess, held: boolean): void {
  child[held ? 'ref' : 'unref']();
  child.channel?.[held ? 'ref' : 'unref']();
}
