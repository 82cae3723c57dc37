import { afterEach, describe, expect, it } from 'vitest';
import { createSmtpMailer } from '../../../functions/adapters/smtp/mailer.ts';
import { aMessage } from '../../support/builders/messages.ts';
import { type FakeSmtp, fakeSmtp } from '../../support/fakes/fake-smtp.ts';

let server: FakeSmtp;
let mailer: ReturnType<typeof createSmtpMailer>;
afterEach(async () => {
  await mailer.close();
  await server.close();
});

async function open(
  options: Parameters<typeof fakeSmtp>[0],
  settings: Parameters<typeof createSmtpMailer>[1] = {},
): Promise<void> {
  server = await fakeSmtp(options);
  mailer = createSmtpMailer(server.url(), { timeout: 2000, ...settings });
}

const addressOf = (n: number): string => `reader-${n}@reader.example`;

/** What became of so many, by kind. */
async function sendAll(count: number): Promise<Record<string, number>> {
  const all = Array.from({ length: count }, (_, n) => mailer.send(aMessage({ to: addressOf(n) })));
  const kinds = (await Promise.all(all)).map(({ kind }) => kind);
  return Object.fromEntries(
    [...new Set(kinds)].map((kind) => [kind, kinds.filter((k) => k === kind).length]),
  );
}

describe('a pool of connections', () => {
  it('grows where answers take a while, and tells delivery how many messages it takes', async () => {
    await open({ latency: 20 }, { connections: 12 });
    const before = mailer.concurrency;
    expect(await sendAll(400)).toEqual({ accepted: 400 });
    expect(server.state.most).toBe(12);
    expect([before, mailer.concurrency]).toEqual([15, 22]);
  });

  it.each([1, 2, 7])('of a server that takes %i at once sends all of it over those', async (connections) => {
    await open({ connections, latency: 5 });
    expect(await sendAll(120)).toEqual({ accepted: 120 });
    expect(new Set(server.accepted.map(({ to }) => to)).size).toBe(120);
    expect(server.state.most).toBe(connections);
    expect(mailer.concurrency).toBe(connections + 10);
  });

  it('refused another one while the first becomes free, sends over the first', async () => {
    await open({ connections: 1 }, { connections: 2 });
    await mailer.send(aMessage());
    for (let n = 0; n < 20; n++) expect(await sendAll(2)).toEqual({ accepted: 2 });
    expect(server.state.most).toBe(1);
  });

  it('opens another after a hundred messages, when the first is closed', async () => {
    await open({ connections: 1 }, { connections: 1 });
    expect(await sendAll(250)).toEqual({ accepted: 250 });
    expect(server.state).toMatchObject({ connections: 3, refused: 0, most: 1 });
  });

  it('loses none and doubles none where the server closes some of them in mid-run', async () => {
    let asked = 0;
    await open({
      latency: 5,
      fault: (to) => (to !== '' && ++asked % 40 === 0 ? { at: 'drop' } : undefined),
    });
    const outcomes = await sendAll(300);
    expect(outcomes).toEqual({ accepted: 293, throttled: 7 });
    expect(new Set(server.accepted.map(({ to }) => to)).size).toBe(293);
  });

  it('gives back what waited too long for a connection: it was certainly not handed over', async () => {
    await open({ fault: (to) => (to === '' ? undefined : { at: 'hang' }) }, { timeout: 300, connections: 1 });
    expect(await sendAll(5)).toEqual({ unknown: 1, throttled: 4 });
    expect(server.accepted.length).toBeLessThanOrEqual(2);
  });

  it('surfaces why, where no connection can be opened at all', async () => {
    await open({ connections: 0 });
    expect(await sendAll(20)).toEqual({ throttled: 20 });
    server.state.allowed = 10;
    expect(await sendAll(20)).toEqual({ accepted: 20 });
  });
});
