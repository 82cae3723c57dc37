/** Runs a function of the template as Lambda does: concurrent events have processes of their own, which later events use again. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { OwnFunction } from '../probes/template.ts';

export type Deployed = AsyncDisposable & {
  /** Throws the function's errors, and throws if its process was ended or frozen. */
  invoke(event: unknown, timeout: number): Promise<unknown>;
  log: string[];
};

export type Endable = Deployed & {
  /** `end` kills the process whose requests have this session token; `freeze` stops it until `thaw`. */
  end(token: string): void;
  freeze(token: string): void;
  thaw(): void;
};

type Answer = { result?: unknown; error?: string };
type Instance = {
  token: string;
  child: ChildProcess;
  answer: PromiseWithResolvers<Answer> | undefined;
  over: boolean;
};

/** Session names begin with the function's id, as those of its role do. */
export function deployFunction({ id, code, handler, env }: OwnFunction): Endable {
  const log: string[] = [];
  const [all, frozen] = [new Map<string, Instance>(), [] as Instance[]];
  let idle: Instance[] = [];

  async function start(): Promise<Instance> {
    const token = `${id}.${all.size + 1}`;
    const child = fork(new URL('./lambda-host.ts', import.meta.url), [code, handler], {
      env: { PATH: process.env.PATH ?? '', ...env, AWS_SESSION_TOKEN: token },
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const instance: Instance = { token, child, answer: undefined, over: false };
    all.set(token, instance);
    for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (text) => log.push(String(text)));
    await once(child, 'message');
    child.on('message', (answer: Answer) => instance.answer?.resolve(answer));
    child.once('exit', (code, signal) => {
      instance.over = true;
      instance.answer?.resolve({ error: `ended: ${signal ?? code}` });
    });
    return instance;
  }

  const named = (token: string): Instance => all.get(token)!;
  return {
    log,
    async invoke(event, timeout) {
      const instance = idle.filter(({ over }) => !over).pop() ?? (await start());
      idle = idle.filter((one) => one !== instance);
      instance.answer = Promise.withResolvers<Answer>();
      instance.child.send({ event, timeout });
      const { result, error } = await instance.answer.promise;
      if (!instance.over) idle.push(instance);
      if (error !== undefined) throw new Error(`${error}\n${log.slice(-5).join('')}`);
      return result;
    },
    end(token) {
      named(token).over = true;
      named(token).child.kill('SIGKILL');
    },
    freeze(token) {
      frozen.push(named(token));
      named(token).over = true;
      named(token).child.kill('SIGSTOP');
      named(token).answer?.resolve({ error: 'frozen' });
    },
    thaw() {
      for (const { child } of frozen) child.kill('SIGCONT');
    },
    async [Symbol.asyncDispose]() {
      for (const { child } of all.values()) {
        if (child.exitCode !== null || child.signalCode !== null) continue;
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
    },
  };
}
