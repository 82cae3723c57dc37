/** A function of the template in a process of its own, with the environment the template gives it. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

export type Deployed = AsyncDisposable & {
  invoke(event: unknown, timeout: number): Promise<unknown>;
  log: string[];
};

export async function startFunction(
  bundle: string,
  env: Readonly<Record<string, string>>,
): Promise<Deployed> {
  const log: string[] = [];
  const child: ChildProcess = fork(new URL('./lambda-host.ts', import.meta.url), [bundle], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (text) => log.push(String(text)));
  const waiting = new Map<number, (answer: { result?: unknown; error?: string }) => void>();
  await once(child, 'message');
  child.on('message', ({ id, ...answer }: { id: number; result?: unknown; error?: string }) => {
    waiting.get(id)?.(answer);
    waiting.delete(id);
  });
  let next = 0;
  return {
    log,
    async invoke(event, timeout) {
      const id = next++;
      const answered = new Promise<{ result?: unknown; error?: string }>((resolve) =>
        waiting.set(id, resolve),
      );
      child.send({ id, event, deadline: Date.now() + timeout * 1000 });
      const { result, error } = await answered;
      if (error !== undefined) throw new Error(`${error}\n${log.slice(-5).join('')}`);
      return result;
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return;
      child.kill();
      await once(child, 'exit');
    },
  };
}
