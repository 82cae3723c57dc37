/**
 * Estimates ten million subscribers at 5,000 letters a second: the real planner, feedback, circuit breaker and count of subscribers run on
 * a fake table, with requests counted at 5 ms of virtual time each. Then every limit on the way is listed, with its setting.
 * `node bench/ten-million.ts [--small] [--json]`
 */
import { createLedger } from '../functions/adapters/dynamodb/ledger.ts';
import { createSubscribers } from '../functions/adapters/dynamodb/subscribers.ts';
import type { Feedback } from '../functions/domain/delivery/feedback.ts';
import {
  countListeners,
  EVENTS_PER_LISTENER,
  LETTERS_PER_WORKER,
} from '../functions/domain/delivery/workers.ts';
import type { Batch } from '../functions/domain/ledger/batch.ts';
import { countSpans } from '../functions/domain/ledger/id-ranges.ts';
import { type FeedbackPorts, recordFeedback } from '../functions/flows/delivery/feedback.ts';
import type { DeliveryPorts } from '../functions/flows/ledger/delivery-ports.ts';
import { planBatches } from '../functions/flows/ledger/plan.ts';
import { tripBreakerSometimes } from '../functions/flows/schedule/circuit-breaker.ts';
import { countSubscribers } from '../functions/flows/subscribers/count-readers.ts';
import { aBatch, aRun, MORNING } from '../test/support/builders/runs.ts';
import { makeTable } from './support/a-large-table.ts';
import { type Figure, report } from './support/report.ts';
import { virtualTime } from './support/virtual-time.ts';
import { wallsOf } from './support/walls.ts';

const READERS = process.argv.includes('--small') ? 1_000_000 : 10_000_000;
const RATE = 5000;
const LATENCY = 5;
/** The number of receivers, as in infra/feedback.ts. */
const LISTENERS = countListeners(RATE / LETTERS_PER_WORKER);
const SECOND = 1000;

type Row = Pick<Figure, 'figure' | 'ours' | 'unit' | 'target' | 'met'>;
const figure = (row: Row): Figure => ({ ...row, beside: null, ratio: null });

async function measurePlanning(): Promise<Figure[]> {
  const time = virtualTime(LATENCY);
  const { table } = makeTable(READERS, time.late);
  const ledger = createLedger(table);
  const run = aRun({ spans: countSpans(READERS) });
  await time.pass(ledger.createRun(run));
  let [planned, peak] = [0, 0];
  const createBatch = (batch: Batch) => {
    planned += batch.members.length;
    if (planned % 5000 < 50) peak = Math.max(peak, process.memoryUsage.rss() / 1e6);
    return ledger.createBatch(batch);
  };
  const ports = {
    ...{ clock: () => MORNING, stop: () => false, sleep: () => Promise.resolve() },
    ...{ doorbell: { ring() {} }, settings: { planWait: 0 } },
    ...{ ledger: { ...ledger, createBatch }, subscribers: createSubscribers(table) },
  } as unknown as DeliveryPorts;
  const begun = time.now();
  await time.pass(planBatches(ports, run.id));
  const rate = planned / ((time.now() - begun) / SECOND);
  const what = `planning ${READERS} readers, ${LATENCY} ms a call`;
  return [
    figure({
      ...{ figure: what, ours: Math.round(rate), unit: 'readers/s', target: '≥ 20,000' },
      met: planned === READERS && rate >= 20_000,
    }),
    figure({
      ...{ figure: 'its peak memory', ours: Math.round(peak), unit: 'MB', target: '< 300' },
      met: peak < 300,
    }),
  ];
}

/** Measures the receiver: thirty times a thousand events of 375 batches, as the chunks of as many workers come. */
async function measureFeedback(): Promise<Figure> {
  const time = virtualTime(LATENCY);
  const { table } = makeTable(READERS, time.late);
  const update = async () => {
    await time.late();
    return { done: true, item: {} } as const;
  };
  const ports = { ledger: createLedger({ ...table, update }) } as unknown as FeedbackPorts;
  const [calls, batches] = [30, 375];
  for (let call = 0; call < calls; call++) {
    const events = Array.from({ length: 1000 }, (_, n): Feedback => {
      const id = `1-0-${call * batches + (n % batches)}`;
      const about = {
        position: Math.floor(n / batches),
        kind: 'accepted',
        bar: false,
        policy: false,
      } as const;
      return { ref: { run: 'e_monday', id }, ...about, reason: '' };
    });
    await time.pass(recordFeedback(ports, events));
  }
  const rate = (calls * 1000) / (time.now() / SECOND);
  return figure({
    figure: `feedback of one function of ${LISTENERS}, ${LATENCY} ms a call`,
    ...{ ours: Math.round(rate), unit: 'events/s', target: '≥ 5,000', met: rate >= 5000 },
  });
}

/** Measures the circuit breaker: from the tenth minute on a tenth bounces; how long after the share is exceeded the run is paused. */
async function measureCircuitBreaker(): Promise<Figure> {
  // Loaded after the measurement, because it loads MJML, whose memory is not planning's.
  const { aRunSubscriber: aReader, openDelivery } = await import('../test/support/hosts/delivery-fixture.ts');
  const room = openDelivery();
  const readers = Array.from({ length: 2500 }, (_, n) => aReader(`r${n}@d${n % 90}.example`));
  await room.ports.subscribers.insertMany(readers);
  await room.addRun({ state: 'sending' });
  const { ledger } = room.ports;
  for (let at = 0; at < readers.length; at += 50) {
    const members = readers.slice(at, at + 50).map(({ id }) => id);
    const all = members.map((_, position) => position);
    await ledger.createBatch(aBatch({ id: `1-0-${at}`, members }));
    await ledger.record({ run: 'e_monday', id: `1-0-${at}` }, { accepted: all, bounced: all });
  }
  const begun = room.store.now;
  const counts = () => {
    const seconds = (room.store.now - begun) / SECOND;
    const accepted = RATE * seconds;
    return { accepted, bounced: Math.round(0.005 * accepted + 0.1 * RATE * Math.max(0, seconds - 600)) };
  };
  const standing = async (id: string) => ({ ...(await ledger.counts(id)), batches: 200_000, ...counts() });
  const ports = { ...room.ports, ledger: { ...ledger, counts: standing } };
  let passed: number | undefined;
  for (; (await ledger.run('e_monday'))?.state === 'sending'; room.store.now += SECOND) {
    const { accepted, bounced } = counts();
    if (bounced > 0.02 * accepted && accepted > 0) passed ??= room.store.now;
    await tripBreakerSometimes(ports, 'e_monday', 'Permanent General 5.1.1');
  }
  const behind = (room.store.now - SECOND - passed!) / SECOND;
  room.close();
  const what = `the brake, behind at ${RATE} a second of 10,000,000`;
  return figure({ figure: what, ours: behind, unit: 's', target: '≤ 60', met: behind <= 60 });
}

async function measureProof(): Promise<Figure> {
  const time = virtualTime(LATENCY);
  const { table, used } = makeTable(READERS, time.late);
  const { count } = await time.pass(countSubscribers({ subscribers: createSubscribers(table) }, 'brief'));
  const off = Math.abs(count / READERS - 1);
  return figure({
    figure: `requests for the number of readers in an alert's proof (off by ${(off * 100).toFixed(1)} %)`,
    ...{ ours: used.requests, unit: 'calls', target: '< 200', met: used.requests < 200 && off < 0.02 },
  });
}

const figures = [
  ...(await measurePlanning()),
  await measureFeedback(),
  await measureCircuitBreaker(),
  await measureProof(),
];
const [planning, , hearing] = figures;
for (const line of wallsOf({
  ...{ readers: 10_000_000, rate: RATE, planning: planning!.ours },
  hearing: Math.min(hearing!.ours, EVENTS_PER_LISTENER) * LISTENERS,
}))
  console.log(line);
report(figures);
