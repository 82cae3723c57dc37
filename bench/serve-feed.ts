/**
 * How fast a 100 KB feed is served, beside a bare Hono handler that returns the same bytes and headers without looking at the
 * request. `node bench/serve-feed.ts`; needs wrk and taskset. Servers run on core 0, wrk on core 1; rounds are interleaved.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { aFragment, anEntry, aPublication, NOON } from '../test/support/small-publication.ts';
import { aSite, aStore } from '../test/support/small-view.ts';

/** Short and many: what else the machine does then falls on both. */
const ROUNDS = 15;
const SECONDS = 1;
const PARAGRAPHS = 40;

/** Words that compress about as prose does: drawn from 500, by a generator that is the same every time. */
function createProse(): () => string {
  let state = 1;
  const next = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  const letters = 'etaoinshrdlu';
  const word = () => Array.from({ length: 2 + next(7) }, () => letters[next(letters.length)]).join('');
  const words = Array.from({ length: 500 }, word);
  return () => `<p>${Array.from({ length: 15 }, () => words[next(words.length)]).join(' ')}.</p>\n`;
}

/** 25 articles of about 4 KB, as feeds of 100 KB are made of. */
function aBigSite() {
  const prose = createProse();
  const entries = Array.from({ length: 25 }, (_, i) => anEntry({ id: `a-${i}`, date: NOON - i * 1000 }));
  const body = () => Array.from({ length: PARAGRAPHS }, prose).join('');
  const fragments = Object.fromEntries(entries.map(({ id }) => [id, aFragment(body())]));
  return aSite(aStore({ entries, fragments, publication: aPublication() })).app;
}

const CASES = {
  plain: {},
  gzip: { 'Accept-Encoding': 'gzip, deflate' },
  unchanged: { 'Accept-Encoding': 'gzip, deflate', 'If-None-Match': 'TAG' },
} as const;
type Case = keyof typeof CASES;

async function tagOf(): Promise<string> {
  const headers = { 'Accept-Encoding': 'gzip' };
  return (await aBigSite().request('/feed.xml', { headers })).headers.get('etag')!;
}

/** Constants, one path a case: nothing is decided at request time. */
async function bare(): Promise<Hono> {
  const app = new Hono();
  const site = aBigSite();
  const tag = await tagOf();
  for (const name of Object.keys(CASES) as Case[]) {
    const headers = fieldsOf(name, tag);
    const answer = await site.request('/feed.xml', { headers });
    const fields = Object.fromEntries(answer.headers);
    const bytes = answer.status === 304 ? null : new Uint8Array(await answer.arrayBuffer());
    app.get(`/${name}`, () => new Response(bytes, { status: answer.status, headers: fields }));
  }
  return app;
}

/** Started by this file itself, pinned: prints its port when it listens. */
async function runServer(kind: string): Promise<void> {
  const app = kind === 'bare' ? await bare() : aBigSite();
  serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => console.log(port));
}

type Server = { process: ChildProcess; port: string };

async function start(kind: 'bare' | 'ours'): Promise<Server> {
  const args = ['-c', '0', process.execPath, import.meta.filename, kind];
  const child = spawn('taskset', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await new Promise<Buffer[]>((resolve) =>
    child.stdout!.once('data', (data) => resolve([data])),
  );
  return { process: child, port: String(line).trim() };
}

/** Of a process so far, in microseconds: user and system time of proc(5), in ticks of 10 ms. */
function cpuOf({ process: { pid } }: Server): number {
  const [, after = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const fields = after.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

/** `cpu`: microseconds of the server's own time a request, which a busy machine does not stretch as it does `rate`. */
type Figure = { rate: number; cpu: number };

function measure(server: Server, path: string, headers: Readonly<Record<string, string>>): Figure {
  const fields = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const url = `http://127.0.0.1:${server.port}${path}`;
  const before = cpuOf(server);
  const args = ['-c', '1', 'wrk', '-t1', '-c50', `-d${SECONDS}s`, ...fields, url];
  const output = execFileSync('taskset', args, { encoding: 'utf8' });
  const total = Number(/(\d+) requests in/.exec(output)![1]);
  return {
    rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(output)![1]),
    cpu: (cpuOf(server) - before) / total,
  };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

const fieldsOf = (name: Case, tag: string) =>
  Object.fromEntries(Object.entries(CASES[name]).map(([k, v]) => [k, v === 'TAG' ? tag : v]));

type Row = { name: Case; ours: Figure[]; bare: Figure[] };

function print({ name, ours, bare }: Row): void {
  const of = (figures: Figure[], key: keyof Figure) => median(figures.map((figure) => figure[key]));
  const [mine, theirs] = [of(ours, 'rate'), of(bare, 'rate')];
  const [myCpu, theirCpu] = [of(ours, 'cpu'), of(bare, 'cpu')];
  console.log(
    `${name}: ${mine.toFixed(0)}/s beside ${theirs.toFixed(0)}/s, ratio ${(mine / theirs).toFixed(2)};`,
    `CPU ${myCpu.toFixed(1)} µs beside ${theirCpu.toFixed(1)} µs, ratio ${(theirCpu / myCpu).toFixed(2)}`,
  );
}

async function main(): Promise<void> {
  const tag = await tagOf();
  const servers = { ours: await start('ours'), bare: await start('bare') };
  const rows: Row[] = (Object.keys(CASES) as Case[]).map((name) => ({ name, ours: [], bare: [] }));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const { name, ours, bare } of rows) {
      const turns = [
        () => ours.push(measure(servers.ours, '/feed.xml', fieldsOf(name, tag))),
        () => bare.push(measure(servers.bare, `/${name}`, fieldsOf(name, tag))),
      ];
      for (const turn of round % 2 ? turns : turns.reverse()) turn();
      // The first rounds warm up.
      if (round < 3) [ours.length, bare.length] = [0, 0];
    }
  }
  for (const { process: child } of Object.values(servers)) child.kill();
  for (const row of rows) print(row);
}

const kind = process.argv[2];
await (kind === undefined ? main() : runServer(kind));
