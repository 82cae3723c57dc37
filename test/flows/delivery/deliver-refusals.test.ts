import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../../../functions/adapters/smtp/outcome.ts';
import type { Message, Outcome } from '../../../functions/domain/delivery/mailer.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../functions/domain/time/instant.ts';
import { planBatches } from '../../../functions/flows/ledger/plan.ts';
import { resumeRun } from '../../../functions/flows/runs/control.ts';
import { sendAgain } from '../../../functions/flows/runs/send.ts';
import { ok } from '../../support/fakes/faulty-mailer.ts';
import { faultyRuns } from '../../support/fakes/faulty-run.ts';

const runs = faultyRuns();
const { open, go, goOn, run, standing } = runs;

const answer = (response: string, to: string, command = 'RCPT TO'): Outcome =>
  outcomeOf(
    Object.assign(new Error(), { responseCode: Number(response.slice(0, 3)), command, response }),
    false,
    to,
  );
const isReader = ({ to }: Message, ...numbers: number[]) =>
  numbers.some((n) => to === `reader-${n}@reader.example`);
const carryOn = async () => {
  await resumeRun(runs.room.ports, 'monday', { current: false });
  await go();
};
/** Times one message was handed over. */
const counting = (say: (message: Message, nth: number) => Outcome) => {
  const tries = new Map<string, number>();
  return {
    tries,
    answer: (message: Message, nth: number) => {
      tries.set(message.to, (tries.get(message.to) ?? 0) + 1);
      return say(message, nth);
    },
  };
};

describe('one reader', () => {
  it('whose address holds the word relay costs itself alone', async () => {
    const response = '550 5.1.1 <relay@evil.example>: Recipient address rejected: User unknown';
    await open(61, (m) => (isReader(m, 5) ? answer(response, 'relay@evil.example') : ok()));
    await go();
    expect(await run()).toMatchObject({ state: 'done' });
    expect(await standing()).toMatchObject({ accepted: 60, rejected: 1 });
  });

  it.each([
    ['a chunk at a time', {}],
    ['a message at a time', { quota: { perSecond: 1 } }],
  ])('for whom the relay is closed stops nobody, %s, and ends with the day', async (_, options) => {
    await open(61, (m) => (isReader(m, 5) ? answer('554 5.7.1 Relay access denied', m.to) : ok()), options);
    await goOn(2);
    expect(await run()).toMatchObject({ state: 'sending' });
    expect(await standing()).toMatchObject({ accepted: 60, rejected: 0 });
    runs.room.store.now += DAY + MINUTE;
    await goOn(2);
    expect(await run()).toMatchObject({ state: 'done' });
    expect(await standing()).toMatchObject({ accepted: 60, rejected: 1 });
    expect(await runs.room.ports.subscribers.countByStatus()).toMatchObject({ active: 61 });
  });

  it('and another for whom it is closed stop the run once: a resume holds', async () => {
    const { tries, answer: say } = counting((m) =>
      isReader(m, 5, 6, 7, 8, 9, 10) ? answer('554 5.7.1 Relay access denied', m.to) : ok(),
    );
    await open(61, say);
    await go();
    for (let times = 0; (await run()).state === 'paused' && times < 9; times++) await carryOn();
    expect((await run()).state).toBe('sending');
    expect(await standing()).toMatchObject({ accepted: 55 });
    expect(Math.max(...tries.values())).toBeLessThanOrEqual(4);
  });
});

describe('a quota of the account', () => {
  const used = '550 5.4.5 Daily user sending quota exceeded';

  it.each([
    ['inside a chunk', 40, 11],
    ['with the last message', 11, 10],
    ['at once', 20, 0],
  ])('that ends %s refuses nobody for good, and renews by itself', async (_, readers, may) => {
    let left = may;
    const mailer = await open(readers, (m) => (left-- > 0 ? ok() : answer(used, m.to, 'DATA')));
    await go();
    expect(await run()).toMatchObject({
      state: 'paused',
      reason: used,
      until: runs.room.store.now + 10 * MINUTE,
    });
    expect(await standing()).toMatchObject({ accepted: may, rejected: 0 });
    left = 1000;
    runs.room.store.now += 11 * MINUTE;
    await carryOn();
    expect(await run()).toMatchObject({ state: 'done' });
    expect(mailer.accepted).toHaveLength(readers);
  });

  it('that is said of the last reader alone, for ever, ends with the day: the others have it', async () => {
    await open(25, (m) => (isReader(m, 5) ? answer(used, m.to, 'DATA') : ok()));
    await go();
    for (let n = 0; n < 4; n++) {
      runs.room.store.now += 11 * MINUTE;
      await carryOn();
    }
    expect(await run()).toMatchObject({ state: 'sending' });
    runs.room.store.now += DAY + HOUR;
    await goOn(2);
    expect(await run()).toMatchObject({ state: 'done' });
    expect(await standing()).toMatchObject({ accepted: 24, rejected: 1 });
  });

  it('that lasts for three days costs nobody the letter', async () => {
    let left = 11;
    const mailer = await open(40, (m) => (left-- > 0 ? ok() : answer(used, m.to, 'DATA')));
    await go();
    for (let hours = 0; hours < 72; hours += 6) {
      runs.room.store.now += 6 * HOUR;
      await carryOn();
      expect(await run()).toMatchObject({ state: 'paused' });
    }
    left = 1000;
    await carryOn();
    await goOn();
    expect(await standing()).toMatchObject({ accepted: 40, rejected: 0, open: 0 });
    expect(new Set(mailer.accepted.map(({ to }) => to)).size).toBe(40);
  });
});

describe('what nobody can make out', () => {
  it('pauses where it is said of two in a row, and loses nobody', async () => {
    let closed = true;
    const mailer = await open(40, (m, n) =>
      closed && n > 12 ? answer('554 Transaction failed', m.to, 'DATA') : ok(),
    );
    await go();
    expect(await run()).toMatchObject({
      state: 'paused',
      reason: '554 Transaction failed',
      until: undefined,
    });
    closed = false;
    await carryOn();
    expect(await standing()).toMatchObject({ accepted: 40, rejected: 0, open: 0 });
    expect(mailer.accepted).toHaveLength(40);
  });
});

describe('those who were rejected', () => {
  it('get it in a later pass, who were not barred', async () => {
    let strict = true;
    const mailer = await open(12, (m) => {
      if (isReader(m, 1)) return answer('550 5.1.1 unknown', m.to);
      return strict && isReader(m, 2) ? answer('550 5.7.1 Blocked', m.to) : ok();
    });
    await go();
    expect(await standing()).toMatchObject({ accepted: 10, rejected: 2 });
    strict = false;
    runs.room.store.now += SECOND;
    await sendAgain(runs.room.ports, 'monday', 'rejected');
    await planBatches(runs.room.ports, 'e_monday');
    await goOn();
    expect(await run()).toMatchObject({ state: 'done', passes: 2 });
    expect(mailer.accepted.map(({ to }) => to).sort()).not.toContain('reader-1@reader.example');
    expect(mailer.accepted).toHaveLength(11);
  });
});
