/**
 * Measures how much of an account's rate a run uses, and how seldom it exceeds the rate (the rate limiter). Many deliver workers share one
 * ledger (SQLite in memory, each call with DynamoDB's latency), with the real flows and real time. SES is simulated in this process: a
 * token bucket with half a second or a second of the rate, judged on arrival, answering after 50 to 150 ms. A fifth of the workers wake up
 * late.
 * Then the same as people use it, in several processes (pace-as-used.ts). `node bench/pace.ts [--small] [--json] [--rate=14]`: only that
 * load.
 */
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Mailer, Message, Outcome } from '../functions/domain/delivery/mailer.ts';
import { SECOND } from '../functions/domain/time/instant.ts';
import { deliver } from '../functions/flows/delivery/deliver.ts';
import { deliverNotices, queueNotice } from '../functions/flows/delivery/notices.ts';
import type { DeliveryPorts } from '../functions/flows/ledger/delivery-ports.ts';
import { planBatches } from '../functions/flows/ledger/plan.ts';
import { aRunSubscriber, openDelivery, subscriberEmail } from '../test/support/hosts/delivery-fixture.ts';
import { paceAsUsed } from './pace-as-used.ts';
import { type Figure, report } from './support/report.ts';

const small = process.argv.includes('--small');
const only = process.argv.find((word) => word.startsWith('--rate='))?.slice('--rate='.length);
/** `rate`: messages a second; `workers` at once; `seconds` of a run. */
const LOADS = [
  { rate: 14, workers: 5, seconds: small ? 20 : 60 },
  { rate: 200, workers: 10, seconds: small ? 5 : 60 },
  { rate: 1000, workers: 20, seconds: small ? 4 : 60 },
];
/** Seconds of the rate that the bucket holds. */
const BUCKETS = [0.5, 1];
const LATENCY = { least: 50, most: 150 };
/** Milliseconds of a call to DynamoDB. */
const STORE = { least: 3, most: 9 };
const LATE = { share: 0.2, most: 300 };
const CONFIRMATIONS = 5;

const between = ({ least, most }: { least: number; most: number }): number =>
  least + Math.random() * (most - least);
const sleep = async (milliseconds: number): Promise<void> =>
  void (await (milliseconds > 0 ? setTimeout(milliseconds) : setImmediate()));

type Ses = Mailer & { arrived: { at: number; taken: boolean; message: Message }[] };

function playSes(rate: number, holds: number): Ses {
  const most = rate * holds;
  const bucket = { tokens: most, at: performance.now() };
  const arrived: Ses['arrived'] = [];
  const take = (): boolean => {
    const now = performance.now();
    bucket.tokens = Math.min(most, bucket.tokens + ((now - bucket.at) / SECOND) * rate);
    bucket.at = now;
    if (bucket.tokens < 1) return false;
    bucket.tokens--;
    return true;
  };
  return {
    ...{ name: 'ses', concurrency: 20, arrived },
    async send(message): Promise<Outcome> {
      const latency = between(LATENCY);
      await sleep(latency / 2);
      const taken = take();
      arrived.push({ at: performance.now(), taken, message });
      await sleep(latency / 2);
      return taken
        ? { kind: 'accepted', id: '1' }
        : { kind: 'throttled', reason: 'Maximum sending rate exceeded.' };
    },
    quota: async () => ({ perSecond: rate, perDay: undefined, sentLastDay: 0, sandbox: false }),
    close: async () => {},
  };
}

/** Delays each call of a port as a network would. */
const far = <T extends object>(port: T): T =>
  new Proxy(port, {
    get: (target, name) => {
      const value = Reflect.get(target, name) as (...values: unknown[]) => unknown;
      return async (...values: unknown[]) => {
        await sleep(between(STORE));
        return value.apply(target, values);
      };
    },
  });

type Load = (typeof LOADS)[number];
type Played = { used: number; throttled: number; slowest: number };

async function play({ rate, workers, seconds }: Load, holds: number): Promise<Played> {
  const ses = playSes(rate, holds);
  const room = openDelivery({ mailer: ses });
  const readers = rate * seconds;
  const here: DeliveryPorts = { ...room.ports, clock: Date.now, sleep };
  for (let n = 0; n < readers; n += 1000)
    await here.subscribers.insertMany(
      Array.from({ length: Math.min(1000, readers - n) }, (_, i) => aRunSubscriber(subscriberEmail(n + i))),
    );
  const { id } = await room.addRun({ spans: 1 });
  await planBatches(here, id);
  const worker = (late: boolean): DeliveryPorts => ({
    ...here,
    ...{ ledger: far(here.ledger), pace: far(here.pace), subscribers: far(here.subscribers) },
    sleep: async (ms) => sleep(late && ms > 0 ? ms + Math.random() * LATE.most : ms),
  });
  const isOver = async () => (await here.ledger.run(id))?.state === 'done';
  const work = async (n: number) => {
    const ports = worker(n < workers * LATE.share);
    while (!(await isOver())) if ((await deliver(ports, id)) === 'idle') await sleep(100);
  };
  const running = Promise.all(Array.from({ length: workers }, (_, n) => work(n)));
  await sleep((seconds * SECOND) / 2);
  const asked = await confirm(worker(false), ses);
  await running;
  room.close();
  return { ...usedOf(ses, id, rate), slowest: asked };
}

/** A sign-up waits for its mail: returns the longest wait in milliseconds. */
async function confirm(ports: DeliveryPorts, ses: Ses): Promise<number> {
  let slowest = 0;
  for (let n = 0; n < CONFIRMATIONS; n++) {
    const begun = performance.now();
    const to = `asked-${n}@reader.example`;
    const about = { message: 'Please confirm.', remedy: '' };
    await queueNotice(ports, { kind: 'alarm', to, about, key: `asked-${n}` });
    await deliverNotices(ports);
    const got = ses.arrived.find(({ message, taken }) => taken && message.to === to);
    slowest = Math.max(slowest, (got?.at ?? Number.POSITIVE_INFINITY) - begun);
    await sleep(200);
  }
  return slowest;
}

/** The used share of the rate, from the first arrival to the last. */
function usedOf({ arrived }: Ses, run: string, rate: number): Omit<Played, 'slowest'> {
  const taken = arrived.filter((one) => one.taken);
  const letters = taken.filter(({ message }) => message.tags.run === run);
  const took = (letters.at(-1)!.at - letters[0]!.at) / SECOND;
  return { used: (taken.length - 1) / (rate * took), throttled: 1 - taken.length / arrived.length };
}

const percent = (share: number): number => Number((share * 100).toFixed(2));
const alone = { beside: null, ratio: null };

const figures: Figure[] = [];
for (const load of LOADS.filter(({ rate }) => only === undefined || rate === Number(only)))
  for (const holds of BUCKETS) {
    const name = `${load.rate} a second, a bucket of ${holds} s`;
    console.error(`${name} …`);
    const { used, throttled, slowest } = await play(load, holds);
    figures.push(
      {
        figure: `${name}: used`,
        ours: percent(used),
        ...alone,
        unit: '%',
        target: '≥ 98',
        met: used >= 0.98,
      },
      {
        figure: `${name}: throttled`,
        ours: percent(throttled),
        ...alone,
        unit: '%',
        target: '< 0.1',
        met: throttled < 0.001,
      },
      {
        figure: `${name}: a confirmation leaves in`,
        ours: Math.round(slowest),
        ...alone,
        unit: 'ms',
        target: '≤ 2,000',
        met: slowest <= 2000,
      },
    );
  }
if (only === undefined) figures.push(...(await paceAsUsed(small ? 10 : 60)));
report(figures);
