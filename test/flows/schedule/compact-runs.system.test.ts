/** Folding: what a run that is over for long keeps, and what it gives up, on either store. */
import { describe, expect, it } from 'vitest';
import { DAY } from '../../../functions/domain/time/instant.ts';
import { recordFeedback } from '../../../functions/flows/delivery/feedback.ts';
import { planBatches } from '../../../functions/flows/ledger/plan.ts';
import { cancelRun, pauseRun } from '../../../functions/flows/runs/control.ts';
import { reportRun, reportRuns, status } from '../../../functions/flows/runs/report.ts';
import { sendAgain } from '../../../functions/flows/runs/send.ts';
import { listOutcomes } from '../../../functions/flows/runs/who-got-it.ts';
import { compactRuns } from '../../../functions/flows/schedule/compact-runs.ts';
import { tick } from '../../../functions/flows/schedule/tick.ts';
import { exportOwnData } from '../../../functions/flows/subscribers/manage.ts';
import { eraseAddress } from '../../../functions/flows/subscribers/operate-subscribers.ts';
import { createCrashingPorts } from '../../support/fakes/crashing.ts';
import { subscriberEmail } from '../../support/hosts/delivery-fixture.ts';
import { openStoreFixture, STORES, type StoreFixture, useEngine } from '../../support/hosts/store-fixture.ts';

useEngine();

const RUN = 'e_monday';
const READERS = 120;
/** No run but this one. */
const QUIET = { settings: { automatic: false } };

/** A run with a second pass, departures, a bounce and a complaint, over since a minute. */
async function sentOn(store: (typeof STORES)[number]): Promise<StoreFixture> {
  const desk = await openStoreFixture(store, QUIET);
  const { ports } = desk;
  await desk.room.addSubscribers(READERS);
  await desk.room.addRun({ spans: 2 });
  await planBatches(ports, RUN);
  for (const n of [3, 4]) await eraseAddress(desk.forms, subscriberEmail(n), { never: false });
  const left = (await ports.subscribers.get(desk.idOf(subscriberEmail(5))))!;
  await ports.subscribers.put({ ...left, status: 'unsubscribed' });
  await desk.deliverAll();
  await sendAgain(ports, RUN, { address: subscriberEmail(7) });
  await desk.deliverAll();
  await recordFeedback(ports, [
    event(await batchOf(desk), 'bounced'),
    event(await batchOf(desk), 'complained'),
  ]);
  return desk;
}

const batchOf = async ({ ports }: StoreFixture) =>
  (await ports.ledger.batches({ run: RUN, after: '', limit: 1 }))[0]!.id;
const event = (id: string, kind: 'bounced' | 'complained') => ({
  ...{ ref: { run: RUN, id }, position: 0, kind, bar: true, policy: false, reason: 'No such mailbox.' },
});

const figures = async ({ ports }: StoreFixture) => ({
  report: await reportRun(ports, RUN).then(({ foldedAt: _, ...rest }) => rest),
  reports: await reportRuns(ports, 9),
  status: (await status(ports, { limit: 9 })).map(({ standing }) => standing),
});

const passDays = (desk: StoreFixture, days: number) => {
  desk.room.store.now += days * DAY;
};
const bare = async ({ ports }: StoreFixture) => (await ports.ledger.run(RUN))?.folded?.bare;

describe.each(STORES)('on %s, a run that is over for 90 days', (store) => {
  it('keeps every figure and names nobody', async () => {
    const desk = await sentOn(store);
    passDays(desk, 89);
    await tick(desk.ports);
    expect((await desk.ports.ledger.run(RUN))?.folded).toBeUndefined();
    const before = await figures(desk);
    expect(before.report).toMatchObject({
      planned: READERS,
      later: 1,
      setAside: 3,
      bounced: 1,
      complained: 1,
    });
    passDays(desk, 2);
    await tick(desk.ports);
    expect(await figures(desk)).toEqual(before);
    expect(await bare(desk)).toBe(true);
    const written = await desk.ledgerText(RUN);
    for (let n = 0; n < READERS; n++) expect(written).not.toContain(desk.idOf(subscriberEmail(n)));
    expect(await desk.ports.ledger.batches({ run: RUN, after: '', limit: 9 })).toEqual([]);
  });

  it('says to whoever asks for recipients that they are not kept, and since when', async () => {
    const desk = await sentOn(store);
    passDays(desk, 91);
    await tick(desk.ports);
    const day = new Date(desk.room.store.now).toISOString().slice(0, 10);
    for (const id of [undefined, desk.idOf(subscriberEmail(1)), desk.idOf('stranger@reader.example')])
      await expect(listOutcomes(desk.ports, 'monday', id).next()).rejects.toMatchObject({
        code: 'gone',
        message: `The list of recipients of ${RUN} was folded into counts on ${day}.`,
      });
    for (const again of ['bounced', 'unknown', 'rejected', { address: subscriberEmail(1) }] as const)
      await expect(sendAgain(desk.ports, RUN, again)).rejects.toMatchObject({ code: 'refused' });
  });

  it('takes late evidence and erasures without a word, and counts nothing twice', async () => {
    const desk = await sentOn(store);
    const id = await batchOf(desk);
    passDays(desk, 91);
    await tick(desk.ports);
    const before = await figures(desk);
    expect(await recordFeedback(desk.ports, [event(id, 'bounced'), event('1-0-none', 'complained')])).toEqual(
      [],
    );
    await eraseAddress(desk.forms, subscriberEmail(9), { never: false });
    await Promise.all([compactRuns(desk.ports, desk.room.store.now), tick(desk.ports)]);
    passDays(desk, 2);
    await tick(desk.ports);
    expect(await figures(desk)).toEqual(before);
  });

  it('is folded once by two who do it at once', async () => {
    const desk = await sentOn(store);
    passDays(desk, 91);
    const before = await figures(desk);
    const { now } = desk.room.store;
    await Promise.all([1, 2, 3].map(() => compactRuns(desk.ports, now)));
    passDays(desk, 2);
    await tick(desk.ports);
    expect(await figures(desk)).toEqual(before);
    expect(await bare(desk)).toBe(true);
  });

  it('is folded once, whatever call a process dies at', async () => {
    for (const afterCalls of [1, 2, 3, 4, 5, 6, 8, 10, 13]) {
      const desk = await sentOn(store);
      passDays(desk, 91);
      const before = await figures(desk);
      const { now } = desk.room.store;
      for (const tookEffect of [true, false])
        await compactRuns(createCrashingPorts(desk.ports, { afterCalls, tookEffect }), now).catch(() => {});
      expect(await figures(desk)).toEqual(before);
      passDays(desk, 2);
      await tick(desk.ports);
      expect(await figures(desk)).toEqual(before);
      expect(await bare(desk)).toBe(true);
    }
  }, 60_000);

  it('is left alone while anybody may still work on it, and folded once it is cancelled for good', async () => {
    const desk = await openStoreFixture(store, QUIET);
    await desk.room.addSubscribers(3);
    await desk.room.addRun({ state: 'sending' });
    await planBatches(desk.ports, RUN);
    await pauseRun(desk.ports, RUN, 'Lunch.');
    passDays(desk, 200);
    await compactRuns(desk.ports, desk.room.store.now);
    expect((await desk.ports.ledger.run(RUN))?.folded).toBeUndefined();
    await cancelRun(desk.ports, RUN, 'Too late.');
    passDays(desk, 91);
    const before = await figures(desk);
    await compactRuns(desk.ports, desk.room.store.now);
    expect(await figures(desk)).toEqual(before);
    expect(await bare(desk)).toBe(true);
  });

  it('is no longer among the letters in a copy of one’s data, in which younger ones are', async () => {
    const desk = await sentOn(store);
    await desk.room.addRun({ id: 'e_stopped', of: 'stopped', state: 'cancelled' });
    const letters = async () =>
      JSON.parse((await exportOwnData(desk.forms, desk.manageLink(subscriberEmail(7))))!).letters as object[];
    expect(await letters()).toEqual([
      {
        run: RUN,
        newsletter: 'brief',
        subject: 'Monday',
        at: expect.stringMatching(/^2026-11-23T/),
        became: 'accepted',
      },
      expect.objectContaining({ run: RUN, became: 'accepted' }),
    ]);
    passDays(desk, 91);
    await tick(desk.ports);
    expect(await letters()).toEqual([]);
  });

  it('goes by the publication’s own time', async () => {
    const desk = await sentOn(store);
    const publication = await desk.ports.publication();
    const sending = { ...publication.sending, keepRecipients: 7 * DAY };
    passDays(desk, 8);
    await compactRuns(
      { ...desk.ports, publication: async () => ({ ...publication, sending }) },
      desk.room.store.now,
    );
    expect(await bare(desk)).toBe(true);
  });
});
