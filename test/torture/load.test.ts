import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RunCounts } from '../../functions/domain/ledger/ledger.ts';
import type { Run } from '../../functions/domain/ledger/run.ts';
import { firstTick } from '../support/builders/first-tick.ts';
import { LONG } from '../support/builders/rounds.ts';
import { type RunningServer, startServer } from '../support/hosts/running-server.ts';
import { openScratchPublication, type ScratchPublication } from '../support/hosts/scratch-publication.ts';
import { type Came, CROWDED, type Crowd } from './processes/crowd.ts';

// In its long form what a publication of some size sees on its busiest day, several times over.
const SCALE = LONG
  ? { readers: 10_000, every: 5000, seconds: 60, signUps: 200, letters: 50_000, perSecond: 800 }
  : { readers: 300, every: 500, seconds: 5, signUps: 20, letters: 300, perSecond: 100 };
/** Sign-ups of one network in an hour: so many has each of the crowd's, but for the busy one. */
const PER_NETWORK = 1;

let desk: ScratchPublication;
beforeEach(() => {
  desk = openScratchPublication();
  const sending = `sending: { perSecond: ${SCALE.perSecond}, signups: { perNetworkHour: ${PER_NETWORK}, perHour: 1000000, perDomainHour: 1000000 } }`;
  desk.write('content/publication.yaml', `${desk.read('content/publication.yaml')}${sending}\n`);
  // A feed of about 100 KB.
  const article = desk.read('content/articles/2026-11-20-bridge.md').replace(/^(id|aliases): .*\n/gm, '');
  const body = 'The harbour board voted to keep the night ferries for another year at least.\n'.repeat(40);
  for (let n = 10; n < 35; n++)
    desk.write(`content/articles/2026-10-${n}-story-${n}.md`, `${article}\n${body}`);
  const people = Array.from({ length: SCALE.letters }, (_, n) => `reader-${n}@reader.example`);
  desk.write('people.csv', ['email', ...people, ''].join('\n'));
});
afterEach(() => desk.close());

/** As many as this machine lets a process have open: what is missing is said. */
function readersAllowed(): number {
  const limit = Number(spawnSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).stdout) || Infinity;
  const allowed = Math.min(SCALE.readers, limit - 500);
  if (allowed < SCALE.readers)
    console.warn(
      `${allowed} readers, not ${SCALE.readers}: a process may open ${limit} files here (ulimit -Hn).`,
    );
  return allowed;
}

/** Megabytes that a process holds, files it has open, seconds of processor it has had. */
type Holdings = { memory: number; files: number; processor: number };

/** Linux alone tells (proc(5): ticks of 10 ms, behind a name in parentheses). */
function holdings({ pid }: RunningServer): Holdings {
  if (process.platform !== 'linux') return { memory: 0, files: 0, processor: 0 };
  const read = (file: string) => readFileSync(`/proc/${pid}/${file}`, 'utf8');
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(read('status'))!;
  const [user, system] = read('stat').split(') ')[1]!.split(' ').slice(11, 13).map(Number);
  return {
    memory: Number(kilobytes) / 1024,
    files: readdirSync(`/proc/${pid}/fd`).length,
    processor: (user! + system!) / 100,
  };
}

/** Lets the crowd come; `each` is called every second from when all are there until they are gone. */
async function letCome(crowd: Crowd, each: () => void): Promise<Came> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'processes/crowd.ts'), JSON.stringify(crowd)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const ended = once(child, 'close');
  const lines: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (line === 'connected') timer = setInterval(each, 1000);
  }
  clearInterval(timer);
  expect(await ended).toEqual([0, null]);
  return JSON.parse(lines.at(-1)!) as Came;
}

/** An edition that is due within a second: the server sends it by itself. */
async function makeDue(): Promise<void> {
  const monday = desk.read('content/editions/monday.md');
  // Content knows whole seconds; one that lies before the first tick is never sent.
  const next = new Date(Math.ceil(Date.now() / 1000) * 1000).toISOString();
  desk.write('content/editions/now.md', monday.replace('---\n', `---\nsendAt: ${next}\n`));
  expect(await desk.type(['publish'])).toMatchObject({ code: 0 });
}

const middle = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

/** Each third of what was held, by its middle: growing, warm, at the end. */
const thirdsOf = (held: readonly number[]): number[] =>
  [0, 1, 2].map((n) => middle(held.slice((n * held.length) / 3, ((n + 1) * held.length) / 3)));

async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let waited = 0; waited < (LONG ? 900_000 : 120_000); waited += 200) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`It did not come to pass: ${what}. ${JSON.stringify(await desk.json('status'))}`);
}

/** One message for every reader of the edition, and for everybody who was let in a row and one message: no more, no fewer. */
async function expectMail(dataDir: string, letIn: number): Promise<void> {
  const outbox = new DatabaseSync(join(dataDir, 'outbox.db'), { readOnly: true });
  const ask = outbox.prepare(
    'SELECT count(*) AS sent, count(DISTINCT to_key) AS people FROM accepted WHERE kind = ?',
  );
  const mail = (kind: string) => ({ ...ask.get(kind) }) as { sent: number; people: number };
  const once = (count: number) => ({ sent: count, people: count });
  await until(
    () => mail('edition').sent >= SCALE.letters && mail('confirm').sent >= letIn,
    'all mail is there',
  );
  const status = async () => (await desk.json<{ run: Run; standing: RunCounts }[]>('status --limit 1'))[0];
  await until(async () => (await status())?.run.state === 'done', 'the run is done');
  expect((await status())?.standing).toMatchObject({ accepted: SCALE.letters, unknown: 0 });
  expect([mail('edition'), mail('confirm')]).toEqual([once(SCALE.letters), once(letIn)]);
  outbox.close();
  const { tally } = await desk.json<{ tally: Record<string, number> }>('subscribers list --limit 1');
  expect(tally).toMatchObject({ active: SCALE.letters, pending: letIn });
}

function expectAnswers({ readers, signUps, silent }: Came): void {
  const people = Object.values(signUps.answers).reduce((sum, n) => sum + n, 0);
  expect([readers.failures, signUps.failures]).toEqual([[], []]);
  expect(Object.keys(readers.answers).sort()).toEqual(['200', '304']);
  // Nobody is turned away but by the limit of the one busy network (which begins anew with an hour), and is told until when.
  const crowded = Math.ceil(people * CROWDED);
  const { 200: letIn = 0, 429: turned = 0, ...others } = signUps.answers;
  expect([letIn + turned, others]).toEqual([people, {}]);
  expect(turned).toBeLessThanOrEqual(crowded - PER_NETWORK);
  expect(turned).toBeGreaterThanOrEqual(crowded - 2 * PER_NETWORK);
  expect(silent).toBe(0);
}

it('readers by the thousand and a rush of sign-ups, in the middle of a delivery, get answers and cost no memory', async () => {
  for (const words of [['publish'], ['subscribers', 'import', join(desk.folder, 'people.csv'), '--yes']])
    expect(await desk.type(words)).toMatchObject({ code: 0 });
  const [dataDir, cwd] = [join(desk.folder, '.data'), desk.folder];
  await firstTick(dataDir);
  await using server = await startServer({ dataDir, cwd, flags: ['--published'] });
  const idle = holdings(server);
  await makeDue();
  const { every, seconds, signUps } = SCALE;
  const held: Holdings[] = [];
  const crowd = {
    port: Number(new URL(server.url).port),
    readers: readersAllowed(),
    every,
    seconds,
    signUps,
  };
  const came = await letCome(crowd, () => held.push(holdings(server)));
  const memory = thirdsOf(held.map((one) => one.memory)).map(Math.round);
  console.info(
    sentenceOf(crowd, came),
    `memory, by thirds: ${memory.join(', ')} MB;`,
    `processor: ${used(held)} s`,
  );
  expectAnswers(came);
  await expectMail(dataDir, came.signUps.answers[200]!);
  await until(() => holdings(server).files <= idle.files + 20, 'no connection is left');
  expect(Math.max(...held.map((one) => one.files))).toBeGreaterThanOrEqual(
    idle.files > 0 ? crowd.readers : 0,
  );
  // Short, it is all warming up.
  expect(memory[2]).toBeLessThan(LONG ? memory[1]! * 1.15 + 16 : idle.memory + 300);
  expect(server.output()).not.toMatch(/failed|broke|Delivery:/);
}, 1_800_000);

/** What latencies are worth: a server that had little of the processor was waiting for it. */
const used = (held: readonly Holdings[]): number =>
  Math.round((held.at(-1)?.processor ?? 0) - (held[0]?.processor ?? 0));

function sentenceOf({ readers, seconds }: Crowd, came: Came): string {
  const told = ({ p50, p99, most, answers }: Came['readers']) =>
    `p50 ${p50}, p99 ${p99}, most ${most} ms (${JSON.stringify(answers)})`;
  const rate = (came.signUps.answers[200]! + (came.signUps.answers[429] ?? 0)) / seconds;
  const times = `feed ${told(came.readers)}; ${rate.toFixed(0)} sign-ups a second, ${told(came.signUps)}`;
  return `${readers} connections, ${seconds} s: ${times};`;
}
