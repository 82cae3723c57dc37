/**
 * Measures the site's latency while a run is delivered, and the server's peak memory: `node bench/serve-while-delivering.ts [--small]
 * [--json]`. wrk asks `npm start`'s server for feed, front page and an article over 100 connections: each about twenty times a second, and
 * then without pauses, which fills both cores by itself. The run is paused and resumed, so that rounds with and without it alternate. Needs
 * wrk.
 */
import { once } from 'node:events';
import { peakOf } from './support/a-command.ts';
import {
  countAccepted,
  pauseOn,
  resumeOn,
  type Server,
  send,
  startServer,
  until,
} from './support/a-server.ts';
import { type Figure, median, report } from './support/report.ts';
import { type Latency, load } from './support/wrk.ts';

const small = process.argv.includes('--small');
const READERS = small ? 30_000 : 50_000;
/** Messages that one turn of rounds may deliver: no turn begins in which the run could end. */
const TURN_MESSAGES = 15_000;
const ROUNDS = small ? 2 : 5;
const SECONDS = 1;
const CONNECTIONS = 100;
/** Milliseconds of pause: a hundred connections then make 2,000 requests a second. */
const PAUSE_MS = 50;
const PATHS = ['/feed.xml', '/', '/articles/mine-water-heat'];

const PACES = {
  'asking 20 times a second': { pause: PAUSE_MS },
  'asking as fast as answered': { pause: 0 },
} as const;
type Pace = keyof typeof PACES;
const EACH = Object.keys(PACES) as Pace[];

/** `sent`: messages a second. */
type Round = { pace: Pace; quiet: Latency; busy: Latency; sent: number };
type Measured = { rounds: Round[]; alone: number[]; peak: number };

async function measure(): Promise<Measured> {
  const server = await startServer(READERS);
  const ask = (pace: Pace) =>
    load({ url: server.url, paths: PATHS, connections: CONNECTIONS, seconds: SECONDS, ...PACES[pace] });
  await ask('asking as fast as answered');
  await send(server);
  await until(async () => (await countAccepted(server)) > 0);
  const [rounds, alone] = [[] as Round[], [] as number[]];
  while (rounds.length < ROUNDS * EACH.length && (await countAccepted(server)) < READERS - TURN_MESSAGES) {
    for (const pace of EACH) {
      await pauseOn(server);
      const quiet = await ask(pace);
      await resumeOn(server);
      const { sent, result } = await whileDelivering(server, () => ask(pace));
      rounds.push({ pace, quiet, busy: result, sent });
    }
    alone.push((await whileDelivering(server, () => sleep(SECONDS * 500))).sent);
  }
  const peak = peakOf(server.process.pid!);
  server.process.kill();
  await once(server.process, 'exit');
  return { rounds, alone, peak };
}

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Begins once messages are being sent. */
async function whileDelivering<T>(
  server: Server,
  work: () => Promise<T>,
): Promise<{ sent: number; result: T }> {
  const paused = await countAccepted(server);
  await until(async () => (await countAccepted(server)) > paused);
  const [before, begun] = [await countAccepted(server), performance.now()];
  const result = await work();
  const seconds = (performance.now() - begun) / 1000;
  return { sent: ((await countAccepted(server)) - before) / seconds, result };
}

function figuresOf({ rounds, alone, peak }: Measured): Figure[] {
  const memory = Math.round(peak);
  return [
    ...EACH.flatMap((pace) =>
      figuresAt(
        pace,
        rounds.filter((round) => round.pace === pace),
        median(alone),
      ),
    ),
    {
      ...row(`peak memory of the server over it, ${READERS} readers`, 'MB', memory, null),
      target: '< 250',
      met: memory < 250,
    },
  ];
}

function figuresAt(pace: Pace, rounds: readonly Round[], alone: number): Figure[] {
  const of = (what: 'quiet' | 'busy', key: keyof Latency) => median(rounds.map((round) => round[what][key]));
  const both = (figure: string, unit: string, key: keyof Latency) =>
    row(`${figure}, ${CONNECTIONS} connections ${pace}`, unit, of('busy', key), of('quiet', key));
  const p99 = both('p99 while delivering, beside without', 'ms', 'p99');
  const sent = median(rounds.map((round) => round.sent));
  return [
    // A load without pauses waits in the queue that it makes, so its latency is stated without a target.
    PACES[pace].pause > 0 ? { ...p99, target: '< 25', met: p99.ours < 25 } : p99,
    both('p50 of the same', 'ms', 'p50'),
    both('requests answered of the same', '/s', 'perSecond'),
    row('messages delivered meanwhile, beside with nobody asking', '/s', Math.round(sent), Math.round(alone)),
  ];
}

const row = (figure: string, unit: string, ours: number, beside: number | null): Figure => ({
  ...{ figure, ours, beside, ratio: beside === null ? null : ours / beside, unit, target: '', met: true },
});

report(figuresOf(await measure()));
