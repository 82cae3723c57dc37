import { describe, expect, it } from 'vitest';
import {
  findJoinedNewsletters,
  moveSubscriber,
} from '../../../functions/domain/subscribers/address-change.ts';
import type { SignUpRequest, Subscriber } from '../../../functions/domain/subscribers/subscriber.ts';
import { createPendingSubscriber } from '../../../functions/domain/subscribers/subscription-rules.ts';
import { NOON } from '../../support/builders/small-publication.ts';
import { aSubscriber } from '../../support/builders/subscriptions.ts';

const mover = aSubscriber('old@example.com', { newsletters: ['daily', 'brief'], name: 'Ada', epoch: '1' });
const request: SignUpRequest = {
  ...{ newsletters: ['brief'], topics: [], at: NOON, source: 'form', form: 'words', ref: 'r1' },
  from: { id: mover.id, epoch: '1' },
};
const fresh = createPendingSubscriber({ id: 'new', email: 'new@example.com', epoch: '2' }, request, NOON);
const reader = aSubscriber('new@example.com', { newsletters: ['daily'], requests: [request], epoch: '2' });

describe('a change of address that is confirmed', () => {
  it.each<[string, Subscriber, Subscriber, string, readonly string[] | undefined]>([
    ['onto a new address takes all along', fresh, mover, 'r1', ['daily', 'brief']],
    ['onto a reader adds what the mail named', reader, mover, 'r1', ['daily', 'brief']],
    ['by the link of another request does nothing', fresh, mover, 'r2', undefined],
    ['after the mover has left does nothing', fresh, { ...mover, status: 'unsubscribed' }, 'r1', undefined],
    ['after the mover complained does nothing', fresh, { ...mover, status: 'complained' }, 'r1', undefined],
    ['onto a barred address does nothing', { ...reader, status: 'complained' }, mover, 'r1', undefined],
    ['twice does nothing', { ...reader, requests: [{ ...request, done: 'joined' }] }, mover, 'r1', undefined],
  ])('%s', (_, to, from, ref, newsletters) => {
    const move = moveSubscriber(to, from, { ref }, NOON);
    expect(move?.to.newsletters).toEqual(newsletters);
    expect(move?.to.email).toBe(newsletters && 'new@example.com');
  });

  it.each([
    ['new address', fresh, 'all', 'Ada', 'moved'],
    ['reader', reader, 'unsubscribe', '', 'joined'],
  ] as const)('onto a %s lets links follow, and remembers how', (_, to, links, name, done) => {
    const move = moveSubscriber(to, mover, { ref: 'r1' }, NOON);
    expect(move?.to).toMatchObject({ name, forwards: [{ id: mover.id, epoch: '1', links }] });
    expect(move?.to.requests?.at(0)?.done).toBe(done);
  });

  it('keeps a departure at the old address that came in between', () => {
    const begun = moveSubscriber(fresh, mover, { ref: 'r1' }, NOON)!.to;
    const gone = { ...mover, status: 'unsubscribed', reason: 'link' } as const;
    expect(moveSubscriber(begun, gone, { ref: 'r1' }, NOON)?.to.status).toBe('unsubscribed');
    expect(moveSubscriber(begun, mover, { ref: 'r1' }, NOON)?.to).toEqual(begun);
  });
});

it.each([
  ['the mail named', request, ['brief']],
  ['the mail named, none of them', { ...request, newsletters: ['daily'] }, []],
  ['the mover has, where an old link named none', undefined, ['brief']],
])('a reader who is joined gets the newsletters that %s', (_, named, joined) => {
  expect(findJoinedNewsletters(reader, mover, named)).toEqual(joined);
});
