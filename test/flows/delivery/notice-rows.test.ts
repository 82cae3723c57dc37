import { afterEach, describe, expect, it } from 'vitest';
import { readLink } from '../../../functions/domain/subscribers/signed-link.ts';
import type { SignUpRequest, Subscriber } from '../../../functions/domain/subscribers/subscriber.ts';
import { deliverNotices, queueNotice } from '../../../functions/flows/delivery/notices.ts';
import { MORNING } from '../../support/builders/runs.ts';
import {
  aRunSubscriber,
  DELIVERY_SECRETS,
  type DeliveryFixture,
  openDelivery,
} from '../../support/hosts/delivery-fixture.ts';

let room: DeliveryFixture;
afterEach(() => room.close());

const ASKED = { at: MORNING, source: 'form', form: '', newsletters: ['brief'], topics: [] };
const request = (ref: string, done?: SignUpRequest['done']): SignUpRequest => ({
  ...{ ...ASKED, ref },
  ...(done && { done }),
});
const WAITING: Partial<Subscriber> = {
  status: 'pending',
  asked: ASKED,
  epoch: 'e1',
  requests: [request('r1')],
};

async function open(...readers: readonly Subscriber[]) {
  room = openDelivery({});
  await room.ports.subscribers.insertMany(readers);
  return readers[0]!.id;
}
const ask = (subscriber: string, about: Record<string, string>) =>
  queueNotice(room.ports, { kind: 'confirm', subscriber, about: { newsletters: 'brief', ...about } });
async function delivered(): Promise<string[]> {
  await deliverNotices(room.ports);
  const { messages } = await room.outbox.list({ limit: 99 });
  const bytes = await Promise.all(messages.map(({ id }) => room.outbox.eml(id)));
  return bytes.map((one) => new TextDecoder().decode(one).replaceAll('=\r\n', '').replaceAll('=3D', '='));
}

describe('a confirmation', () => {
  it('carries the row and the request that it is about', async () => {
    const id = await open(aRunSubscriber('ada@reader.example', WAITING));
    await ask(id, { epoch: 'e1', ref: 'r1' });
    const [mail] = await delivered();
    const token = /\/confirm\/([\w.-]+)/.exec(mail!)![1]!;
    expect(readLink(DELIVERY_SECRETS, token, 'confirm', MORNING)).toMatchObject({
      subject: id,
      epoch: 'e1',
      ref: 'r1',
    });
    expect(token.length).toBeLessThan(100);
  });

  it.each([
    ['whose row was erased, though somebody signs up there again', { epoch: 'e0', ref: 'r1' }, WAITING],
    [
      'whose request was confirmed by a mail before it',
      { epoch: 'e1', ref: 'r1' },
      { ...WAITING, status: 'active' as const, asked: undefined, requests: [request('r1', 'confirmed')] },
    ],
    [
      'whose move was confirmed by a mail before it',
      { epoch: 'e1', ref: 'r1', from: 'x', join: 'yes' },
      { ...WAITING, status: 'active' as const, asked: undefined, requests: [request('r1', 'joined')] },
    ],
  ])('is not sent to somebody %s', async (_, about, reader) => {
    await ask(await open(aRunSubscriber('ada@reader.example', reader)), about);
    expect(await delivered()).toEqual([]);
  });

  it('is one letter for many: what is one person’s stands in the link alone', async () => {
    const two = ['ada', 'bob'].map((name, n) =>
      aRunSubscriber(`${name}@reader.example`, { ...WAITING, epoch: `e${n}`, requests: [request(`r${n}`)] }),
    );
    await open(...two);
    for (const [n, { id }] of two.entries()) await ask(id, { epoch: `e${n}`, ref: `r${n}` });
    expect(await delivered()).toHaveLength(2);
    const batches = await room.ports.ledger.batches({ run: 'notices', after: '', limit: 9 });
    expect(new Set(batches.map(({ letter }) => letter)).size).toBe(1);
  });
});
