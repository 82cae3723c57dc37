import { afterEach, describe, expect, it } from 'vitest';
import { SECOND } from '../../../functions/domain/time/instant.ts';
import { createDelivery } from '../../../functions/flows/delivery/delivery-loop.ts';
import { queueNotice } from '../../../functions/flows/delivery/notices.ts';
import { faultyMailer, ok } from '../../support/fakes/faulty-mailer.ts';
import { type DeliveryFixture, openDelivery } from '../../support/hosts/delivery-fixture.ts';

let room: DeliveryFixture;
afterEach(() => room.close());

/** Readers take twenty seconds at ten a second. */
async function open(answer: Parameters<typeof faultyMailer>[0] = ok, ...runs: string[]) {
  const mailer = faultyMailer(answer, { quota: { perSecond: 10 } });
  room = openDelivery({ mailer });
  await room.addSubscribers(200);
  for (const id of ['e_monday', ...runs]) await room.addRun({ id });
  const accepted = async (id: string) => (await room.ports.ledger.counts(id)).accepted;
  return { mailer, accepted, work: () => createDelivery(room.ports).work() };
}

describe("a run's turn", () => {
  it('goes on for as long as nobody else waits', async () => {
    const { work, accepted } = await open();
    await work();
    expect(await accepted('e_monday')).toBe(200);
  });

  it('ends after some seconds where another run waits for its own', async () => {
    const { work, accepted } = await open(ok, 'e_tuesday');
    await work();
    for (const id of ['e_monday', 'e_tuesday']) {
      expect(await accepted(id)).toBeGreaterThan(40);
      expect(await accepted(id)).toBeLessThan(150);
    }
  });

  it('ends after some seconds where a notice waits that nobody else would send', async () => {
    const { work, accepted, mailer } = await open(async (_, n) => {
      const about = { message: 'Please look.', remedy: '' };
      if (n === 80) await queueNotice(room.ports, { kind: 'alarm', to: 'ed@paper.example', about });
      return ok();
    });
    await work();
    expect(await accepted('e_monday')).toBeLessThan(200);
    await work();
    const place = mailer.accepted.findIndex(({ to }) => to === 'ed@paper.example');
    expect(place).toBeGreaterThan(80);
    expect(place).toBeLessThan(200);
    expect(await accepted('e_monday')).toBe(200);
  });
});

describe('what was refused at random', () => {
  it('is waited for by the run itself, not by its next round', async () => {
    const { work, accepted } = await open((_, n) =>
      n === 100 || n === 190 ? { kind: 'throttled', reason: 'Too fast.' } : ok(),
    );
    const begun = room.store.now;
    await work();
    expect(await accepted('e_monday')).toBe(200);
    expect(room.store.now - begun).toBeLessThan(45 * SECOND);
  });
});
