import { describe, expect, it } from 'vitest';
import { reportText } from '../../../functions/cli/commands/report.ts';
import { suppressionHash } from '../../../functions/domain/subscribers/identity.ts';
import { DAY, MINUTE, SECOND } from '../../../functions/domain/time/instant.ts';
import { reportRun, reportRuns } from '../../../functions/flows/runs/report.ts';
import { aBatch, MORNING, noOutcomes } from '../../support/builders/runs.ts';
import {
  DELIVERY_SECRETS,
  type DeliveryFixture,
  openDelivery,
  subscriberEmail,
} from '../../support/hosts/delivery-fixture.ts';

const set = (...positions: number[]) => new Set(positions);
const left = (day: string, newsletter: string, count: number) => ({
  ...{ day, event: 'left' as const, reason: 'page', newsletter, source: 'form', count },
});

/** A run of ten readers, each of them another fate. */
async function inRoom(work: (room: DeliveryFixture) => Promise<void>): Promise<void> {
  const room = openDelivery();
  try {
    const readers = await room.addSubscribers(10);
    await room.addRun({
      state: 'done',
      createdAt: MORNING,
      cutoff: MORNING,
      endedAt: MORNING + 2 * MINUTE,
      passes: 2,
    });
    const outcomes = {
      ...noOutcomes(),
      accepted: set(0, 1, 2, 3),
      departed: set(4, 5, 6, 7),
      rejected: set(8),
      unknown: set(3, 9),
      bounced: set(0),
      complained: set(1),
    };
    const members = readers.map(({ id }) => id);
    const first = { members, outcomes, again: set(3), startedAt: MORNING + 20 * SECOND, closed: true };
    await room.ports.ledger.createBatch(aBatch(first));
    const again = { id: '2-0-', pass: 2, members: [members[0]!], startedAt: MORNING + DAY };
    await room.ports.ledger.createBatch(
      aBatch({ ...again, outcomes: { ...noOutcomes(), accepted: set(0) }, closed: true }),
    );
    await work(room);
  } finally {
    room.close();
  }
}

const change = async (room: DeliveryFixture, n: number, about: object) => {
  const all = await room.ports.subscribers.page({ after: '', limit: 99 });
  const batch = await room.ports.ledger.batch({ run: 'e_monday', id: '1-0-' });
  const found = all.find(({ id }) => id === batch!.members[n])!;
  await room.ports.subscribers.put({ ...found, ...about });
  return found;
};

describe('a report', () => {
  it('counts copies, what was found accepted later as accepted alone, and the pace of the first pass', () =>
    inRoom(async (room) => {
      expect(await reportRun(room.ports, 'monday')).toMatchObject({
        ...{ planned: 10, later: 1, accepted: 5, setAside: 4, rejected: 1, unknown: 1, again: 1, waiting: 0 },
        ...{ bounced: 1, complained: 1, seconds: 20, perSecond: 0.3 },
        percent: { bounced: 20, complained: 20, left: 0 },
      });
    }));

  it('says why copies were set aside, by what is known of these readers now', () =>
    inRoom(async (room) => {
      await change(room, 4, { status: 'unsubscribed' });
      await change(room, 5, { pausedUntil: MORNING + DAY });
      const { email } = await change(room, 6, {});
      const hash = suppressionHash(DELIVERY_SECRETS, email);
      await room.ports.suppressions.add({ hash, reason: 'asked', at: MORNING });
      await room.ports.subscribers.erase((await change(room, 7, {})).id);
      expect((await reportRun(room.ports, 'e_monday')).setAsideFor).toEqual({
        ...{ left: 1, paused: 1, later: 0, suppressed: 1, topics: 0, erased: 1, since: 0 },
      });
    }));

  it('counts who left the newsletter until its next run began, a week at most', () =>
    inRoom(async (room) => {
      room.store.now = MORNING + 30 * DAY;
      for (const [day, count] of [
        ['2026-11-22', 1],
        ['2026-11-23', 2],
        ['2026-11-25', 4],
        ['2026-11-29', 8],
        ['2026-11-30', 16],
      ] as const)
        await room.ports.counts.add(left(day, 'brief', count));
      await room.ports.counts.add(left('2026-11-23', 'weekly', 32));
      const whole = { from: '2026-11-23', to: '2026-11-29', count: 14 };
      expect((await reportRun(room.ports, 'monday')).left).toEqual(whole);
      await room.addRun({ id: 'e_next', of: 'next', state: 'done', createdAt: MORNING + 2 * DAY });
      const cut = { from: '2026-11-23', to: '2026-11-24', count: 2 };
      expect((await reportRun(room.ports, 'monday')).left).toEqual(cut);
    }));

  it('gives no rate of who left where they are more than had a copy, nor any above 100 %', () =>
    inRoom(async (room) => {
      for (const [count, percent] of [
        [5, 100],
        [1, undefined],
        [900, undefined],
      ] as const) {
        await room.ports.counts.add(left('2026-11-23', 'brief', count));
        const found = await reportRun(room.ports, 'monday');
        expect(found.percent?.left).toBe(percent);
        expect(reportText(found)).toMatch(/left {9}\d+ brief on 2026-11-23\n/);
      }
    }));

  it('counts the reasons given by who left that newsletter, or everything, in its days', () =>
    inRoom(async (room) => {
      const said = (day: string, newsletter: string, reason: string) => ({
        ...{ day, event: 'reason' as const, reason, newsletter, source: 'form', count: 2 },
      });
      for (const one of [
        said('2026-11-23', 'brief', 'other'),
        said('2026-11-23', 'brief', 'too-many'),
        said('2026-11-23', '', 'too-many'),
        said('2026-11-23', 'weekly', 'elsewhere'),
        said('2026-11-22', 'brief', 'never-asked'),
      ])
        await room.ports.counts.add(one);
      const found = await reportRun(room.ports, 'monday');
      expect(found.reasons).toEqual({ 'too-many': 4, other: 2 });
      expect(reportText(found)).toContain('4 too-many, 2 other');
    }));

  it('of the latest runs is as many as were asked for, newest first, and reads no reader', () =>
    inRoom(async ({ addRun, ports }) => {
      await addRun({ id: 'e_next', of: 'next', state: 'held', createdAt: MORNING + DAY });
      const { ledger, counts, clock, publication } = ports;
      const reports = await reportRuns({ ledger, counts, clock, publication }, 5);
      expect(reports.map(({ id, accepted, seconds }) => [id, accepted, seconds])).toEqual([
        ['e_next', 0, undefined],
        ['e_monday', 5, 20],
      ]);
      expect(await reportRuns({ ledger, counts, clock, publication }, 1)).toHaveLength(1);
    }));

  it('knows no run that never was', () =>
    inRoom(async (room) => {
      await expect(reportRun(room.ports, subscriberEmail(1))).rejects.toMatchObject({ code: 'not-found' });
    }));
});
