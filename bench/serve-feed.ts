/**
 * Measures how fast a 100 KB feed is served, under `npm start` and with `--published`, beside a bare Hono handler that returns the same
 * bytes and headers for any request. `node bench/serve-feed.ts [--small] [--json]`; needs wrk and taskset.
 * Servers run on core 0, wrk on core 1; rounds are interleaved.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, type Place, publishArticles, type Serving, serveCommand, startOn } from './support/a-site.ts';
import type { BareAnswer } from './support/bare-hono.ts';
import { median, type Figure as Row, report } from './support/report.ts';

const small = process.argv.includes('--small');
/** Many short rounds, so that other load on the machine spreads over all of them. */
const ROUNDS = small ? 3 : 11;
const WARM_UP = small ? 1 : 2;
const SECONDS = 1;
/** Articles; a feed holds 25. */
const ARTICLES = 60;
const FEED = '/feed.xml';
/** The required ratio to the baseline. On a shared machine CPU time per request is steadier than the rate. */
const MIN_RATIO = 0.8;

type Fields = Record<string, string>;
const CODINGS: Fields = { 'Accept-Encoding': 'gzip, deflate' };

async function casesOn({ port }: Serving): Promise<Record<string, Fields>> {
  const { etag } = Object.fromEntries(
    Object.entries((await ask(port, FEED, CODINGS)).fields).map(([name, value]) => [
      name.toLowerCase(),
      value,
    ]),
  );
  return { plain: {}, gzip: CODINGS, unchanged: { ...CODINGS, 'If-None-Match': etag! } };
}

/** Header fields that Node itself writes, for both servers. */
const NODE_HEADERS = /^(date|connection|keep-alive)$/i;

/** The answers for the baseline, one path a case, so that nothing is decided at request time. */
async function answersOf({ port }: Serving, cases: Record<string, Fields>): Promise<BareAnswer[]> {
  return Promise.all(
    Object.entries(cases).map(async ([name, headers]) => {
      const { status, fields, bytes } = await ask(port, FEED, headers);
      const kept = Object.entries(fields).filter(([field]) => !NODE_HEADERS.test(field));
      const body = status === 304 ? null : bytes.toString('base64');
      return { path: `/${name}`, status, fields: Object.fromEntries(kept), body };
    }),
  );
}

/** CPU time of a process so far, in microseconds: user and system time of proc(5), in ticks of 10 ms. */
function cpuOf({ child: { pid } }: Serving): number {
  const [, after = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const fields = after.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

type Figure = { rate: number; cpu: number };

function measure(server: Serving, path: string, headers: Fields): Figure {
  const fields = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const url = `http://127.0.0.1:${server.port}${path}`;
  const before = cpuOf(server);
  const args = ['-c', '1', 'wrk', '-t1', '-c50', `-d${SECONDS}s`, ...fields, url];
  const output = execFileSync('taskset', args, { encoding: 'utf8' });
  if (/Non-2xx|Socket errors/.test(output)) throw new Error(`Not every answer was one:\n${output}`);
  const total = Number(/(\d+) requests in/.exec(output)![1]);
  return {
    rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(output)![1]),
    cpu: (cpuOf(server) - before) / total,
  };
}

const PINNED = { through: ['taskset', '-c', '0'] };

async function startBare(place: Place, answers: readonly BareAnswer[]): Promise<Serving> {
  const file = join(place.folder, 'answers.json');
  writeFileSync(file, JSON.stringify(answers));
  return startOn(place, [join(import.meta.dirname, 'support/bare-hono.ts'), file], PINNED);
}

const place = publishArticles(ARTICLES);
const published = await startOn(place, serveCommand('--published'), PINNED);
const cases = await casesOn(published);
const bare = await startBare(place, await answersOf(published, cases));
const servers = {
  '--published': published,
  // Each server has a folder of its own.
  ...(small ? {} : { 'npm start': await startOn(publishArticles(ARTICLES), serveCommand(), PINNED) }),
};

type Run = { name: string; fields: Fields; ours: [string, Figure[]][]; bare: Figure[] };
const runs = Object.entries(cases).map(
  ([name, fields]): Run => ({
    name,
    fields,
    ours: Object.keys(servers).map((kind) => [kind, []]),
    bare: [],
  }),
);

for (let round = 0; round < WARM_UP + ROUNDS; round++) {
  for (const { name, fields, ours, bare: theirs } of runs) {
    const turns = [
      ...ours.map(([kind, figures]) => () => {
        figures.push(measure(servers[kind as keyof typeof servers]!, FEED, fields));
      }),
      () => void theirs.push(measure(bare, `/${name}`, fields)),
    ];
    for (const turn of round % 2 ? turns : turns.reverse()) turn();
    if (round < WARM_UP) for (const figures of [...ours.map((one) => one[1]), theirs]) figures.length = 0;
  }
}
for (const server of [...Object.values(servers), bare]) await server.stop();

const middle = (figures: readonly Figure[], key: keyof Figure) => median(figures.map((one) => one[key]));

function rowsOf({ name, ours, bare: theirs }: Run): Row[] {
  return ours.flatMap(([kind, figures]) => {
    const about = { figure: `100 KB feed, ${name}, ${kind}`, target: `≥ ${MIN_RATIO} × a bare Hono handler` };
    const [rate, beside] = [middle(figures, 'rate'), middle(theirs, 'rate')];
    const [cpu, theirCpu] = [middle(figures, 'cpu'), middle(theirs, 'cpu')];
    const most = 1 / MIN_RATIO;
    return [
      {
        ...about,
        ours: rate,
        beside,
        ratio: rate / beside,
        unit: 'requests/s',
        met: rate / beside >= MIN_RATIO,
      },
      {
        ...about,
        ours: cpu,
        beside: theirCpu,
        ratio: cpu / theirCpu,
        unit: 'µs of CPU a request',
        target: `≤ ${most} × it`,
        met: cpu / theirCpu <= most,
      },
    ];
  });
}

report(runs.flatMap(rowsOf));
