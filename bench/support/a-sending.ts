/**
 * Sends as a user does: subscribers are imported, `send` is a process of its own, alone or beside a server, and the mail server is another.
 */
import { execFileSync, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort } from '../../test/support/hosts/free-port.ts';
import { type CommandCost, measureCommand } from './a-command.ts';
import { nodeFlags, until } from './a-server.ts';
import { temporaryFolder } from './temporary-folder.ts';

const ROOT = join(import.meta.dirname, '../..');
/** An edition of the sample content: 62 KB a letter, with headers. */
const EDITION = '2026-11-23-brief';
const CLI = join(ROOT, 'functions/cli.ts');

export type Readers = { folder: string; count: number };

/** Makes a data folder with imported subscribers and an unsent edition; each sending gets a copy. */
export function importReaders(count: number): Readers {
  const folder = temporaryFolder();
  const csv = join(folder, 'readers.csv');
  const rows = Array.from({ length: count }, (_, n) => `reader-${n}@example${n % 500}.com,Reader ${n}\n`);
  writeFileSync(csv, `email,name\n${rows.join('')}`);
  const env = { ...process.env, BASE_URL: '', DATA_DIR: join(folder, 'data') };
  for (const words of [['build'], ['publish'], ['subscribers', 'import', csv, '--yes']])
    execFileSync(process.execPath, [CLI, ...words], {
      ...{ cwd: ROOT, env },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  return { folder: join(folder, 'data'), count };
}

type MailServer<Counts> = { address: string; counts(): Promise<Counts>; close(): void };

/** Forks a script of this folder, which sends its address, and its counts when it gets any message. */
export async function startMailServer<Counts>(
  script: string,
  ...words: readonly (string | number)[]
): Promise<MailServer<Counts>> {
  const child = fork(join(import.meta.dirname, script), words.map(String));
  process.on('exit', () => child.kill());
  const [address] = await once(child, 'message');
  return {
    address: String(address),
    async counts() {
      const heard = once(child, 'message');
      child.send('counts');
      const [counts] = await heard;
      return counts as Counts;
    },
    close: () => child.disconnect(),
  };
}

/** Runs `send` until it ends with the run. `beside`: a server with the same data delivers too. */
export async function sendTo(
  readers: Readers,
  environment: Readonly<Record<string, string>>,
  { beside = false } = {},
): Promise<CommandCost> {
  const folder = temporaryFolder();
  cpSync(readers.folder, folder, { recursive: true });
  const port = String(await freePort());
  const env = { ...process.env, BASE_URL: '', PORT: port, DATA_DIR: folder, ...environment };
  const server = beside ? await startServer(env, port) : undefined;
  const words = [...nodeFlags('broadsheet'), CLI, 'send', EDITION, '--yes'];
  try {
    return await measureCommand([process.execPath, ...words], { cwd: ROOT, env });
  } finally {
    server?.kill('SIGINT');
    if (server) await once(server, 'exit');
  }
}

async function startServer(env: NodeJS.ProcessEnv, port: string) {
  const words = [...nodeFlags('start'), CLI, 'serve', '--published'];
  const server = spawn(process.execPath, words, { cwd: ROOT, env, stdio: ['ignore', 'ignore', 'inherit'] });
  process.on('exit', () => server.kill());
  const url = `http://127.0.0.1:${port}/healthz`;
  await until(async () => (await fetch(url).catch(() => undefined))?.ok === true);
  // The delivery thread of the server starts after its first answer.
  await setTimeout(2000);
  return server;
}
