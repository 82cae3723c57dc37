import { describe, expect, it } from 'vitest';
import { CHUNK_SIZE } from '../../../functions/domain/ledger/batch.ts';
import { MINUTE } from '../../../functions/domain/time/instant.ts';
import { tick } from '../../../functions/flows/schedule/tick.ts';
import { ok } from '../../support/fakes/faulty-mailer.ts';
import { faultyRuns } from '../../support/fakes/faulty-run.ts';

const runs = faultyRuns();
const { open, go, goOn, run, standing } = runs;

describe('throttled', () => {
  it('messages go back, the rate sinks, and everybody gets one copy', async () => {
    const mailer = await open(60, (_, n) =>
      n % 7 === 3 && n < 40 ? { kind: 'throttled', reason: 'Too fast.' } : ok(),
    );
    await go();
    expect((await runs.room.ports.pace.slowed('letters', runs.room.store.now))?.factor).toBeLessThan(1);
    await goOn();
    expect((await run()).state).toBe('done');
    expect(mailer.accepted).toHaveLength(60);
    expect(await standing()).toMatchObject({ accepted: 60, again: 0, unknown: 0 });
  });
});

describe('throttled at a rate that is known', () => {
  const RATE = { quota: { perSecond: 14 } };
  const slowed = () => runs.room.ports.pace.slowed('letters', runs.room.store.now);
  const throttledAt = (...those: number[]) =>
    open(200, (_, n) => (those.includes(n) ? { kind: 'throttled', reason: 'Too fast.' } : ok()), RATE);

  it('once: everybody waits a moment, and the rate stays', async () => {
    const waits: number[] = [];
    await throttledAt(199);
    const { push } = runs.room.ports.pace;
    runs.room.ports.pace.push = async (lane, n, rate, now) => {
      waits.push(n / rate);
      return push(lane, n, rate, now);
    };
    await go();
    expect(waits).toEqual([0.25]);
    expect(await slowed()).toMatchObject({ factor: 1 });
  });

  it('and again seconds later: that is chance, the rate stays, and everybody gets one copy', async () => {
    const mailer = await throttledAt(20, 160);
    await go();
    expect(await slowed()).toMatchObject({ factor: 1 });
    await goOn();
    expect(new Set(mailer.accepted.map(({ to }) => to)).size).toBe(200);
    expect(mailer.accepted).toHaveLength(200);
  });

  it('again and again: it sinks by the share that was throttled, and everybody gets one copy', async () => {
    const mailer = await open(
      200,
      (_, n) => (n > 60 && n < 120 && n % 3 === 0 ? { kind: 'throttled', reason: 'Too fast.' } : ok()),
      RATE,
    );
    await go();
    const { factor } = (await slowed())!;
    expect(factor).toBeGreaterThan(0.4);
    expect(factor).toBeLessThan(0.9);
    await goOn();
    expect(new Set(mailer.accepted.map(({ to }) => to)).size).toBe(200);
    expect(mailer.accepted).toHaveLength(200);
  });
});

describe('a rate that the publication sets', () => {
  it('is kept though each answer takes long: while one chunk waits for them, another goes', async () => {
    const more = Promise.withResolvers<void>();
    const mailer = await open(150, async (_, n) => {
      if (n === CHUNK_SIZE) more.resolve();
      await more.promise;
      return ok();
    });
    runs.room.store.publication = {
      ...runs.room.store.publication,
      sending: { ...runs.room.store.publication.sending, perSecond: 14 },
    };
    await go();
    expect(mailer.accepted).toHaveLength(150);
  });
});

describe("the day's quota", () => {
  it('used up pauses the run until the tick finds some left', async () => {
    const mailer = await open(30, (_, n) => (n >= 20 && n < 30 ? { kind: 'quota', reason: 'Daily.' } : ok()));
    await go();
    expect(await run()).toMatchObject({ state: 'paused', until: runs.room.store.now + 10 * MINUTE });
    runs.room.store.now += 10 * MINUTE;
    await tick(runs.room.ports);
    expect((await run()).state).toBe('sending');
    await goOn();
    expect(mailer.accepted).toHaveLength(30);
    expect((await run()).state).toBe('done');
  });

  it('leaves its reserve to confirmations', async () => {
    const mailer = await open(60, ok, { quota: { perDay: 40 } });
    await go();
    // 5 % of 40 is kept.
    expect(mailer.accepted).toHaveLength(38);
    expect((await run()).state).toBe('paused');
  });
});
