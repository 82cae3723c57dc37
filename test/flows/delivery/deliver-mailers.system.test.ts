import { afterEach, describe, expect, it } from 'vitest';
import { createSesMailer } from '../../../functions/adapters/ses/mailer.ts';
import { createSmtpMailer } from '../../../functions/adapters/smtp/mailer.ts';
import type { Mailer } from '../../../functions/domain/delivery/mailer.ts';
import { MINUTE } from '../../../functions/domain/time/instant.ts';
import { deliver } from '../../../functions/flows/delivery/deliver.ts';
import { planBatches } from '../../../functions/flows/ledger/plan.ts';
import { type Fault, fakeSes } from '../../support/fakes/fake-ses.ts';
import { fakeSmtp, type SmtpFault } from '../../support/fakes/fake-smtp.ts';
import { type DeliveryFixture, openDelivery } from '../../support/hosts/delivery-fixture.ts';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function run(mailer: Mailer, readers: number, unknowns: 'resend' | 'skip'): Promise<DeliveryFixture> {
  const room = openDelivery({ mailer, settings: { unknowns } });
  closing.push(
    () => room.close(),
    () => mailer.close(),
  );
  await room.addSubscribers(readers);
  await room.addRun();
  await planBatches(room.ports, 'e_monday');
  for (let round = 0; round < 40; round++) {
    await deliver(room.ports, 'e_monday');
    room.store.now += MINUTE / 2;
  }
  return room;
}
const copies = <T extends { to: string }>(accepted: readonly T[]) => Map.groupBy(accepted, ({ to }) => to);
const standing = (room: DeliveryFixture) => room.ports.ledger.counts('e_monday');

async function ses(options: Parameters<typeof fakeSes>[0]) {
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
  });
  const server = await fakeSes(options);
  process.env.AWS_ENDPOINT_URL_SES = server.url;
  closing.push(() => server.close());
  return {
    server,
    mailer: createSesMailer({ configurationSets: {}, timeout: 150, clock: () => Date.now() }),
  };
}

describe('a run through SES', () => {
  it('that throttles, fails, hangs and drops: two copies at most, and only of what was marked', async () => {
    const faults: (Fault | undefined)[] = [
      'rate',
      undefined,
      'server-error',
      undefined,
      'accept-then-drop',
      undefined,
      'hang',
      undefined,
      undefined,
      'drop',
    ];
    const { server, mailer } = await ses({
      fault: (_, nth) => (nth < 120 ? faults[nth % faults.length] : undefined),
    });
    const room = await run(mailer, 90, 'resend');
    const counts = await standing(room);
    expect(counts).toMatchObject({ open: 0, members: 90 });
    const got = copies(server.accepted);
    const doubles = [...got.values()].filter((all) => all.length > 1);
    expect(Math.max(...[...got.values()].map((all) => all.length))).toBeLessThanOrEqual(2);
    for (const all of doubles) expect(all.map(({ tags }) => tags.try)).toEqual(['1', '2']);
    expect(doubles.length).toBeLessThanOrEqual(counts.again);
    expect(90 - got.size).toBeLessThanOrEqual(counts.unknown);
    expect((await room.ports.ledger.run('e_monday'))?.state).toBe('done');
  });
});

describe('a run through SMTP', () => {
  it('that refuses, greylists and loses connections: one copy at most, and nobody lost unsaid', async () => {
    const seen = new Set<string>();
    const first = (to: string) => !seen.has(to) && seen.add(to);
    const faults: Record<string, (to: string) => SmtpFault | undefined> = {
      1: () => ({ at: 'rcpt', code: 550, text: '5.1.1 No such user' }),
      2: (to) => (first(to) ? { at: 'rcpt', code: 451, text: '4.7.1 Greylisted' } : undefined),
      3: (to) => (first(to) ? { at: 'drop-after' } : undefined),
      4: (to) => (first(to) ? { at: 'data', code: 452, text: '4.3.1 Out of storage' } : undefined),
    };
    const server = await fakeSmtp({ fault: (to) => faults[/(\d)@/.exec(to)?.[1] ?? '']?.(to) });
    closing.push(() => server.close());
    const room = await run(createSmtpMailer(server.url(), { timeout: 300 }), 60, 'skip');
    const { accepted, rejected, unknown, again, open } = await standing(room);
    expect([...copies(server.accepted).values()].every((all) => all.length === 1)).toBe(true);
    expect({ rejected, again, open }).toEqual({ rejected: 6, again: 0, open: 0 });
    expect(accepted + unknown).toBe(54);
    expect(copies(server.accepted).size).toBeGreaterThanOrEqual(accepted);
    expect((await room.ports.subscribers.countByStatus()).bounced).toBe(6);
  });
});
