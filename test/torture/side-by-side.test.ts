import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../../functions/domain/time/instant.ts';
import { addSubscriber } from '../../functions/flows/import/add-subscriber.ts';
import { unsubscribeAddress } from '../../functions/flows/subscribers/operate-subscribers.ts';
import type { SubscriberPorts } from '../../functions/flows/subscribers/subscriber-ports.ts';
import { collectSubscriberPorts } from '../../functions/wiring/local/subscribers.ts';
import { firstTick } from '../support/builders/first-tick.ts';
import { LONG } from '../support/builders/rounds.ts';
import { openCarrier } from './processes/carriers.ts';
import { openPaper, type Paper, RUN } from './processes/paper.ts';
import { inTurns, type Place, startCommand, startLife } from './processes/process.ts';
import { type Chance, chance } from './processes/seed.ts';
import { isOver, placeFor, serve, until } from './processes/server.ts';
import { faultsOf } from './processes/verdict.ts';

let paper: Paper;
beforeAll(async () => {
  paper = await openPaper(LONG ? 5000 : 400);
});
afterAll(() => paper.close());

/** Readers leave and others join, until somebody says that it is enough. */
async function comeAndGo(ports: SubscriberPorts, { number, pick }: Chance, enough: Promise<unknown>) {
  const [gone, come] = [new Set<string>(), new Set<string>()];
  let over = false;
  void enough.then(() => {
    over = true;
  });
  for (let n = 0; !over; n++) {
    const email = number() < 0.5 ? pick(paper.readers) : `late-${n}@reader.example`;
    if (email.startsWith('late-')) {
      await addSubscriber(ports, { email, newsletters: ['brief'], topics: [], source: 'command' });
      come.add(email);
    } else if (await unsubscribeAddress(ports, email)) gone.add(email);
    await setTimeout(1);
  }
  return { gone, come };
}

describe('several at once', () => {
  it('plan one run while readers come and go: who was there and still is gets it once', async () => {
    const dice = chance('side-by-side plans');
    const carrier = await openCarrier('outbox');
    for (let round = 0; round < (LONG ? 8 : 1); round++) {
      const place = placeFor(paper, carrier);
      // A second tick: it makes the run.
      await firstTick(place.dataDir, async (local) => {
        const at = Date.now() + SECOND;
        const planners = [1, 2, 3].map(() =>
          startLife(place, { work: { do: 'plan', run: RUN, at }, quiet: true }),
        );
        const planned = Promise.all(planners.map(({ ended }) => ended));
        const delivered = planned.then(async (codes) => {
          const workers = [1, 2].map(() => startLife(place, { work: { do: 'all' }, quiet: true }));
          return [...codes, ...(await Promise.all(workers.map(({ ended }) => ended)))];
        });
        const { gone, come } = await comeAndGo(collectSubscriberPorts(local), dice, delivered);
        expect(await delivered).toEqual([0, 0, 0, 0, 0]);
        const got = Map.groupBy(carrier.copies(place.dataDir), ({ to }) => to);
        const stayed = paper.readers.filter((to) => !gone.has(to));
        expect(stayed.filter((to) => got.get(to)?.length !== 1)).toEqual([]);
        expect([...gone].filter((to) => (got.get(to)?.length ?? 0) > 1)).toEqual([]);
        expect([...come].filter((to) => got.has(to))).toEqual([]);
        expect(gone.size * come.size).toBeGreaterThan(0);
      });
    }
  });
});

/** The outbox's lease and grace are 50 seconds together. */
async function sleepThrough(place: Place, moment: number): Promise<string[]> {
  const server = serve(place);
  await until(place, server, ({ state }) => state !== undefined, MINUTE);
  await setTimeout(moment);
  server.signal('SIGSTOP');
  const other = startCommand(place, 'send', 'monday', '--yes');
  await setTimeout(MINUTE);
  server.signal('SIGCONT');
  await other.ended;
  const took = await until(place, server, isOver, 2 * MINUTE);
  server.signal('SIGINT');
  await server.ended;
  const copies = (await openCarrier('outbox')).copies(place.dataDir);
  return [
    ...(took === undefined ? ['it never ended'] : []),
    ...(await faultsOf(place.dataDir, copies, 'exactly')),
  ];
}

// A minute and more of sleep: in the long form alone.
if (LONG) {
  it('a server sleeps past its lease in a run, `send` goes on, the server wakes: one copy each', async () => {
    const { number } = chance('side-by-side sleep');
    const carrier = await openCarrier('outbox');
    const moments = Array.from({ length: 4 }, () => number() * SECOND);
    const faults = await inTurns(moments, (moment) => sleepThrough(placeFor(paper, carrier), moment), 4);
    expect(faults.flat()).toEqual([]);
  });
}
