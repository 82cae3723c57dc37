/** Publishes generated articles in a folder that is removed with the process, and serves them. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../test/support/hosts/free-port.ts';
import { makeArticles } from './make-articles.ts';
import { temporaryFolder } from './temporary-folder.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const CLI = join(ROOT, 'functions/cli.ts');

export type Place = { folder: string; environment: NodeJS.ProcessEnv };

/** Publishes this many articles, as `publish` does. */
export function publishArticles(articles: number): Place {
  const folder = temporaryFolder();
  makeArticles(join(folder, 'content'), articles);
  symlinkSync(join(ROOT, 'templates'), join(folder, 'templates'));
  const environment = {
    ...process.env,
    CONTENT_DIR: join(folder, 'content'),
    DATA_DIR: join(folder, 'data'),
    // The compile cache, as npm's scripts set it.
    NODE_COMPILE_CACHE: join(folder, 'compiled'),
  };
  const { status, stderr } = spawnSync(process.execPath, [CLI, 'publish'], {
    cwd: folder,
    env: environment,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`publish failed: ${stderr}`);
  return { folder, environment };
}

export type Serving = {
  port: number;
  child: ChildProcess;
  /** Milliseconds from the start of the process to its first 200. */
  startedIn: number;
  stop(): Promise<void>;
};

/** `command`: the script and flags for node; `through`: a program that runs node. Resolves once `path` was answered with 200. */
export async function startOn(
  { folder, environment }: Place,
  command: readonly string[],
  { path = '/', through = [] }: { path?: string; through?: readonly string[] } = {},
): Promise<Serving> {
  const port = await freePort();
  const [program, ...words] = [...through, process.execPath, ...command];
  const env = { ...environment, PORT: String(port), BASE_URL: 'http://bench.example' };
  const begun = performance.now();
  const child = spawn(program!, words, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  while ((await statusOf(port, path)) !== 200) {
    if (child.exitCode !== null) throw new Error(`${command.join(' ')} ended: ${said}`);
    await pause(2);
  }
  const stop = async () => {
    const ended = once(child, 'exit');
    child.kill('SIGINT');
    await ended;
  };
  return { port, child, startedIn: performance.now() - begun, stop };
}

export const serveCommand = (...flags: string[]): string[] => [CLI, 'serve', ...flags];

/** The status of an answer; undefined if no server listens. */
const statusOf = (port: number, path: string): Promise<number | undefined> =>
  ask(port, path).then(
    ({ status }) => status,
    () => undefined,
  );

export type Got = { status: number; fields: Record<string, string>; bytes: Buffer };

export async function ask(port: number, path: string, headers: Record<string, string> = {}): Promise<Got> {
  const request = get({ host: '127.0.0.1', port, path, headers, agent: false });
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  const pairs = Array.from({ length: answer.rawHeaders.length / 2 }, (_, i) =>
    answer.rawHeaders.slice(2 * i, 2 * i + 2),
  );
  return {
    status: answer.statusCode!,
    fields: Object.fromEntries(pairs) as Record<string, string>,
    bytes: Buffer.concat(chunks),
  };
}
