/**
 * The workshop: what takes hundreds of megabytes of a build (decoded pictures, the MJML compiler) is done by a process that ends
 * when nothing is left to do. A server that built once would keep all of it for as long as it runs.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { BuildPorts } from '../flows/build.ts';
import { type Call, type Reply, resultOf, type Work } from './workshop-calls.ts';

export type Workshop = Pick<BuildPorts, 'images' | 'mail'> & {
  /** Its process; undefined: nobody is at work. */
  pid(): number | undefined;
  /** What is under way is finished first. */
  close(): void;
};

const ENTRY = fileURLToPath(new URL('../workshop.process.ts', import.meta.url));
/** Between two pictures of one build less than that passes. Milliseconds. */
const IDLE = 5000;
const IDLE_WHEN_CLOSED = 200;

type Ask = (what: keyof Work, ...given: unknown[]) => Promise<unknown>;

/** No process is started before something is wanted. */
export function createWorkshop(templatesDir: string, options: { idle: number } = { idle: IDLE }): Workshop {
  let { idle } = options;
  let [worker, last, timer]: [Worker | undefined, number, NodeJS.Timeout | undefined] = [
    undefined,
    0,
    undefined,
  ];
  const rest = (after: number) => {
    clearTimeout(timer);
    if (!worker?.isBusy()) timer = setTimeout(() => worker?.end(), after).unref();
  };
  const ask: Ask = async (what, ...given) => {
    clearTimeout(timer);
    if (!worker?.isThere()) worker = startWorker();
    const reply = await worker.ask({ id: ++last, what, given }).finally(() => rest(idle));
    return resultOf(reply);
  };
  return {
    ...portsOf(ask, templatesDir),
    pid: () => (worker?.isThere() ? worker.pid : undefined),
    close() {
      idle = IDLE_WHEN_CLOSED;
      rest(0);
    },
  };
}

type Worker = {
  pid: number | undefined;
  ask(call: Call): Promise<Reply>;
  isBusy(): boolean;
  isThere(): boolean;
  end(): void;
};

function startWorker(): Worker {
  const child = fork(ENTRY, { serialization: 'advanced', execArgv: [] });
  const waiting = new Map<number, PromiseWithResolvers<Reply>>();
  const fail = (error: Error) => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  child.on('message', (reply: Reply) => {
    waiting.get(reply.id)?.resolve(reply);
    waiting.delete(reply.id);
  });
  child.on('error', fail);
  child.on('exit', (code, signal) =>
    fail(new Error(`Who makes pictures and templates ended in the middle of it (${signal ?? code}).`)),
  );
  return {
    pid: child.pid,
    ask(call) {
      const answer = Promise.withResolvers<Reply>();
      waiting.set(call.id, answer);
      child.send(call);
      return answer.promise;
    },
    isBusy: () => waiting.size > 0,
    isThere: () => isRunning(child),
    end: () => child.connected && child.disconnect(),
  };
}

const isRunning = ({ connected, exitCode, signalCode }: ChildProcess): boolean =>
  connected && exitCode === null && signalCode === null;

function portsOf(ask: Ask, templatesDir: string): Pick<BuildPorts, 'images' | 'mail'> {
  const call = <K extends keyof Work>(what: K) =>
    ((...given: unknown[]) => ask(what, ...given)) as unknown as Work[K];
  return {
    images: async () => ({ inspect: call('inspect'), encode: call('encode') }),
    mail: async () => ({ compile: () => call('compile')(templatesDir) }),
  };
}
