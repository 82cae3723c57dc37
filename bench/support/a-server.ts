/** Starts `npm start`'s server as a process of its own, with the sample content, subscribers in its own DATA_DIR, and the outbox. */
import { type ChildProcess, execFileSync, type StdioOptions, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeliveryPorts } from '../../functions/flows/ledger/delivery-ports.ts';
import { pauseRun, resumeRun } from '../../functions/flows/runs/control.ts';
import { sendEdition } from '../../functions/flows/runs/send.ts';
import { createClock } from '../../functions/wiring/clock.ts';
import { readConfig } from '../../functions/wiring/config.ts';
import { openDelivery } from '../../functions/wiring/local/delivery.ts';
import { openLocal } from '../../functions/wiring/local/local.ts';
import { freePort } from '../../test/support/hosts/free-port.ts';
import { temporaryFolder } from './temporary-folder.ts';

const ROOT = join(import.meta.dirname, '../..');
/** An edition of the sample content, with eight stories. */
const EDITION = '2026-11-23-brief';

export type Server = { process: ChildProcess; url: string; environment: NodeJS.ProcessEnv };

/** Subscribers are added first, because a server without subscribers makes a demo. */
export async function startServer(readers: number): Promise<Server> {
  const folder = temporaryFolder();
  const port = String(await freePort());
  const environment = { ...process.env, PORT: port, BASE_URL: '', DATA_DIR: join(folder, 'data') };
  const csv = join(folder, 'readers.csv');
  const rows = Array.from({ length: readers }, (_, n) => `reader-${n}@example${n % 500}.com,Reader ${n}\n`);
  writeFileSync(csv, `email,name\n${rows.join('')}`);
  const quiet = { cwd: ROOT, env: environment, stdio: ['ignore', 'ignore', 'inherit'] as StdioOptions };
  for (const words of [['build'], ['publish'], ['subscribers', 'import', csv, '--yes']])
    execFileSync(process.execPath, ['functions/cli.ts', ...words], quiet);
  const child = spawn(process.execPath, [...nodeFlags('start'), 'functions/cli.ts', 'serve'], quiet);
  process.on('exit', () => child.kill());
  const url = `http://127.0.0.1:${port}`;
  await until(async () => (await fetch(`${url}/healthz`).catch(() => undefined))?.ok === true);
  return { process: child, url, environment };
}

/** Flags with which npm's scripts start Node: `exec node --… functions/cli.ts`. */
export function nodeFlags(script: 'start' | 'broadsheet'): string[] {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return scripts[script].split(' ').filter((word: string) => word.startsWith('--'));
}

export async function until(is: () => Promise<boolean>, patience = 300_000): Promise<void> {
  for (const end = Date.now() + patience; !(await is()); ) {
    if (Date.now() > end) throw new Error('It took too long.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Opens the ports beside the server, as a command does. */
async function withPorts<T>({ environment }: Server, work: (ports: DeliveryPorts) => Promise<T>): Promise<T> {
  const config = readConfig(environment, ROOT);
  const local = await openLocal(config, createClock(config));
  const delivery = await openDelivery(local, { automatic: false, log: console.error });
  try {
    return await work(delivery.ports);
  } finally {
    await delivery.close();
    local.close();
  }
}

/** Starts the run as `send` does; the server's own thread delivers. */
export const send = (server: Server) => withPorts(server, (ports) => sendEdition(ports, EDITION));
export const pauseOn = (server: Server) =>
  withPorts(server, (ports) => pauseRun(ports, EDITION, 'A measure.'));
export const resumeOn = (server: Server) =>
  withPorts(server, (ports) => resumeRun(ports, EDITION, { current: false }));

export async function countAccepted(server: Server): Promise<number> {
  const answer = await fetch(`${server.url}/outbox/messages.json?limit=1`);
  return Number(answer.headers.get('x-total-count'));
}
