/**
 * How fast a 100 KB feed is served, beside a bare Hono handler that returns the same bytes and headers without looking at the
 * request. `node bench/serve-feed.ts`; needs wrk and taskset. Servers run on core 0, wrk on core 1; rounds are interleaved.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { aFragment, anEntry, aPublication, NOON } from '../test/support/small-publication.ts';
import { aSite, aStore } from '../test/support/small-view.ts';

const ROUNDS = 5;
const SECONDS = 3;
const PARAGRAPH = '<p>The ferry runs at <strong>six</strong>, and {n} people wait for it in the rain.</p>\n';

/** 25 articles of about 4 KB, as feeds of 100 KB are made of. */
function aBigSite() {
  const entries = Array.from({ length: 25 }, (_, i) => anEntry({ id: `a-${i}`, date: NOON - i * 1000 }));
  const body = (n: number) =>
    Array.from({ length: 42 }, (_, k) => PARAGRAPH.replace('{n}', `${n * k}`)).join('');
  const fragments = Object.fromEntries(entries.map(({ id }, i) => [id, aFragment(body(i + 1))]));
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
  for (const [name, given] of Object.entries(CASES)) {
    const headers = Object.fromEntries(Object.entries(given).map(([k, v]) => [k, v === 'TAG' ? tag : v]));
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

async function start(kind: 'bare' | 'ours'): Promise<{ process: ChildProcess; port: string }> {
  const args = ['-c', '0', process.execPath, import.meta.filename, kind];
  const child = spawn('taskset', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await new Promise<Buffer[]>((resolve) =>
    child.stdout!.once('data', (data) => resolve([data])),
  );
  return { process: child, port: String(line).trim() };
}

function measure(url: string, headers: Record<string, string>): number {
  const fields = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const args = ['-c', '1', 'wrk', '-t1', '-c50', `-d${SECONDS}s`, ...fields, url];
  const output = execFileSync('taskset', args, { encoding: 'utf8' });
  if (/Non-2xx/.test(output) && !url.includes('304') && !('If-None-Match' in headers))
    throw new Error(output);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(output)![1]);
}

const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

async function main(): Promise<void> {
  const tag = await tagOf();
  const [ours, plain] = [await start('ours'), await start('bare')];
  const rates = (Object.keys(CASES) as Case[]).map((name) => ({
    name,
    ours: [] as number[],
    bare: [] as number[],
  }));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const rate of rates) {
      const headers = Object.fromEntries(
        Object.entries(CASES[rate.name]).map(([k, v]) => [k, v === 'TAG' ? tag : v]),
      );
      const mine = measure(`http://127.0.0.1:${ours.port}/feed.xml`, headers);
      const theirs = measure(`http://127.0.0.1:${plain.port}/${rate.name}`, headers);
      // The first round warms up.
      if (round === 0) continue;
      rate.ours.push(mine);
      rate.bare.push(theirs);
    }
  }
  ours.process.kill();
  plain.process.kill();
  for (const { name, ours: mine, bare: theirs } of rates) {
    const ratio = median(mine) / median(theirs);
    const figures = `ours ${median(mine).toFixed(0)}/s, bare ${median(theirs).toFixed(0)}/s, ratio ${ratio.toFixed(2)}`;
    console.log(`${name}: ${figures}`);
  }
}

const kind = process.argv[2];
await (kind === undefined ? main() : runServer(kind));
