/**
 * What readers of the site notice of a run that is being delivered, and how much memory the whole server takes over it:
 * `node bench/serve-while-delivering.ts [--small] [--json]`. The server is `npm start`'s, with the sample content, 50,000 readers in
 * a DATA_DIR of its own and the outbox; wrk asks for feed, front page and an article over 100 connections, as fast as it is answered.
 * Needs wrk.
 */
import { type ChildProcess, execFile, execFileSync, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sendEdition } from '../functions/flows/send.ts';
import { createClock } from '../functions/wiring/clock.ts';
import { readConfig } from '../functions/wiring/config.ts';
import { openDelivery } from '../functions/wiring/delivery.ts';
import { openLocal } from '../functions/wiring/local.ts';
import { peakOf, temporaryFolder } from './a-run.ts';
import { type Figure, median, report } from './report.ts';

const small = process.argv.includes('--small');
const READERS = small ? 5000 : 50_000;
const ROUNDS = small ? 2 : 5;
const SECONDS = small ? 2 : 3;
const CONNECTIONS = 100;
const EDITION = '2026-11-23-brief';
const PATHS = ['/feed.xml', '/', '/articles/mine-water-heat'];
const ROOT = join(import.meta.dirname, '..');

type Server = { process: ChildProcess; url: string; environment: NodeJS.ProcessEnv };

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

/** Readers come first: a server that finds nobody makes a demo of its own. */
async function startServer(folder: string): Promise<Server> {
  const port = String(await freePort());
  const environment = { ...process.env, PORT: port, BASE_URL: '', DATA_DIR: join(folder, 'data') };
  const csv = join(folder, 'readers.csv');
  const rows = Array.from({ length: READERS }, (_, n) => `reader-${n}@example${n % 500}.com,Reader ${n}\n`);
  writeFileSync(csv, `email,name\n${rows.join('')}`);
  const quiet = { cwd: ROOT, env: environment, stdio: ['ignore', 'ignore', 'inherit'] as StdioOptions };
  for (const words of [['build'], ['publish'], ['subscribers', 'import', csv, '--yes']])
    execFileSync(process.execPath, ['functions/cli.ts', ...words], quiet);
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  // `exec node … serve`, as npm runs it.
  const child = spawn(process.execPath, scripts.start.split(' ').slice(2), quiet);
  process.on('exit', () => child.kill());
  const url = `http://127.0.0.1:${port}`;
  await until(async () => (await fetch(`${url}/healthz`).catch(() => undefined))?.ok === true);
  return { process: child, url, environment };
}

async function until(is: () => Promise<boolean>, patience = 300_000): Promise<void> {
  for (const end = Date.now() + patience; !(await is()); ) {
    if (Date.now() > end) throw new Error('It took too long.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

type Latency = { p50: number; p99: number; perSecond: number };

/** wrk's own words: `50%  4.21ms`, `Requests/sec:  9876.54`. */
function readWrk(output: string): Latency {
  const [, answered, failed] = [
    /Requests\/sec:\s+([\d.]+)/.exec(output)!,
    /(\d+) requests in/.exec(output)![1],
    /Non-2xx or 3xx responses: (\d+)|Socket errors: (.*)/.exec(output)?.[0],
  ];
  if (failed || answered === '0') throw new Error(`Requests failed: ${output}`);
  const at = (share: string) => {
    const [, value, unit] = new RegExp(`${share}%\\s+([\\d.]+)(us|ms|s)`).exec(output)!;
    return Number(value) * { us: 0.001, ms: 1, s: 1000 }[unit as 'us' | 'ms' | 's'];
  };
  return {
    p50: at('50'),
    p99: at('99'),
    perSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(output)![1]),
  };
}

const run = promisify(execFile);

async function load(server: Server, script: string): Promise<Latency> {
  const args = [
    '-t1',
    `-c${CONNECTIONS}`,
    `-d${SECONDS}s`,
    '--timeout',
    '10s',
    '--latency',
    '-s',
    script,
    server.url,
  ];
  return readWrk((await run('wrk', args)).stdout);
}

/** Each connection asks for one path after the other, as browsers and feed readers do: compressed. */
function writeScript(folder: string): string {
  const script = join(folder, 'paths.lua');
  const paths = PATHS.map((path) => `"${path}"`).join(', ');
  writeFileSync(
    script,
    `local paths, n = { ${paths} }, 0
request = function()
  n = n + 1
  return wrk.format("GET", paths[n % #paths + 1], { ["Accept-Encoding"] = "gzip" })
end`,
  );
  return script;
}

/** What `send` does before it waits: the server's own thread delivers. */
async function send(server: Server): Promise<void> {
  const config = readConfig(server.environment, ROOT);
  const local = await openLocal(config, createClock(config));
  const delivery = await openDelivery(local, { automatic: false, log: console.error });
  try {
    await sendEdition(delivery.ports, EDITION);
  } finally {
    await delivery.close();
    local.close();
  }
}

async function accepted(server: Server): Promise<number> {
  const answer = await fetch(`${server.url}/outbox/messages.json?limit=1`);
  return Number(answer.headers.get('x-total-count'));
}

async function measure(): Promise<Figure[]> {
  const folder = temporaryFolder();
  const server = await startServer(folder);
  const script = writeScript(folder);
  await load(server, script);
  const quiet: Latency[] = [];
  for (let n = 0; n < ROUNDS; n++) quiet.push(await load(server, script));
  await send(server);
  await until(async () => (await accepted(server)) > 0);
  const busy: (Latency & { sent: number })[] = [];
  while (busy.length < ROUNDS && (await accepted(server)) < READERS) {
    const [before, begun] = [await accepted(server), performance.now()];
    const latency = await load(server, script);
    const after = await accepted(server);
    // A round in which the run ended is not one.
    if (after < READERS)
      busy.push({ ...latency, sent: (after - before) / ((performance.now() - begun) / 1000) });
  }
  const alone = await rateAlone(server);
  const peak = peakOf(server.process.pid!);
  server.process.kill();
  await once(server.process, 'exit');
  return figures(quiet, busy, alone, peak);
}

/** The rest of the run, with nobody asking for pages; undefined where nothing was left. */
async function rateAlone(server: Server): Promise<number | null> {
  const [before, begun] = [await accepted(server), performance.now()];
  await until(async () => (await accepted(server)) >= READERS);
  const rate = (READERS - before) / ((performance.now() - begun) / 1000);
  return before < READERS - 1000 ? Math.round(rate) : null;
}

function figures(
  quiet: readonly Latency[],
  busy: readonly (Latency & { sent: number })[],
  alone: number | null,
  peak: number,
): Figure[] {
  const of = <T extends Latency>(all: readonly T[], key: keyof T) =>
    median(all.map((one) => Number(one[key])));
  const row = (
    figure: string,
    unit: string,
    [ours, beside]: [number, number | null],
    target = '',
    met = true,
  ) => ({
    ...{ figure, ours, beside, ratio: beside === null ? null : ours / beside, unit, target, met },
  });
  const p99 = of(busy, 'p99');
  const sent = Math.round(of(busy, 'sent'));
  return [
    row(
      `p99 of ${CONNECTIONS} connections while delivering, beside without`,
      'ms',
      [p99, of(quiet, 'p99')],
      '< 25',
      p99 < 25,
    ),
    row('p50 of the same', 'ms', [of(busy, 'p50'), of(quiet, 'p50')]),
    row(
      'requests answered of the same',
      '/s',
      [of(busy, 'perSecond'), of(quiet, 'perSecond')].map(Math.round) as [number, number],
    ),
    row('messages delivered meanwhile, beside with nobody asking', '/s', [sent, alone], '> 0', sent > 0),
    row(`peak memory of the server, ${READERS} readers`, 'MB', [Math.round(peak), null], '< 250', peak < 250),
  ];
}

report(await measure());
