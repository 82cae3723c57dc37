import { describe, expect, it } from 'vitest';
import type { SignUpRequest, Subscriber } from '../../../functions/domain/subscribers/subscriber.ts';
import {
  confirmRequest,
  createPendingSubscriber,
  hasHardBouncedOrComplained,
  isAwaitingConfirmation,
  isResting,
  isSetAside,
  leaveNewsletters,
  markLifted,
  markSuppressed,
  REST_DURATION,
  reactivate,
  requestMoveToActive,
  requestSubscription,
  resubscribe,
  setAside,
} from '../../../functions/domain/subscribers/subscription-rules.ts';
import { DAY } from '../../../functions/domain/time/instant.ts';
import { NOON } from '../../support/builders/small-publication.ts';
import { aSubscriber } from '../../support/builders/subscriptions.ts';

const request: SignUpRequest = {
  ...{ newsletters: ['brief'], topics: ['world'], at: NOON, source: 'form', form: 'words', ref: 'r1' },
};
const asked = { ...{ newsletters: ['brief'], topics: ['world'], at: NOON, source: 'form', form: 'words' } };
const waiting = { asked, requests: [request] };

/** A subscriber in each state that the rules tell apart; all but the pending one read the daily once. */
const STATES = {
  pending: createPendingSubscriber({ id: 'ada', email: 'ada@example.com' }, request, NOON),
  active: aSubscriber('ada@example.com'),
  unsubscribed: aSubscriber('ada@example.com', { status: 'unsubscribed' }),
  'set aside': aSubscriber('ada@example.com', { status: 'bounced', softBounces: [] }),
  bounced: aSubscriber('ada@example.com', { status: 'bounced' }),
  complained: aSubscriber('ada@example.com', { status: 'complained' }),
} as const;
const statusOf = (s: Subscriber | undefined) => s?.status ?? 'unchanged';

describe('a subscriber who is', () => {
  it.each([
    ['pending', 'active', 'unsubscribed', 'unchanged', 'unchanged', 'pending'],
    ['active', 'active', 'unsubscribed', 'unchanged', 'unchanged', 'active'],
    ['unsubscribed', 'active', 'unchanged', 'active', 'unchanged', 'unsubscribed'],
    ['set aside', 'active', 'unsubscribed', 'unchanged', 'active', 'bounced'],
    ['bounced', 'unchanged', 'unchanged', 'unchanged', 'unchanged', 'unsubscribed'],
    ['complained', 'unchanged', 'unchanged', 'unchanged', 'unchanged', 'unsubscribed'],
  ] as const)('%s: confirms %s, leaves %s, undoes %s, taken back %s, lifted %s', (state, ...after) => {
    const s = STATES[state];
    const signedUp = { ...s, ...waiting };
    expect([
      statusOf(confirmRequest(signedUp, NOON, { ref: 'r1' })),
      statusOf(leaveNewsletters(s, '', 'link', NOON)?.subscriber),
      // An active subscriber has nothing to take back.
      statusOf(resubscribe(s, '', NOON)?.subscriber),
      statusOf(reactivate(s, [], NOON)),
      statusOf(markLifted(s, NOON)),
    ]).toEqual(after);
  });

  it.each([
    ['pending', false, false, true],
    ['active', false, false, false],
    ['unsubscribed', false, false, true],
    ['set aside', false, true, true],
    ['bounced', true, false, false],
    ['complained', true, false, false],
  ] as const)(
    '%s is barred: %s, set aside: %s, awaited after a sign-up: %s',
    (state, bar, aside, awaited) => {
      const s = STATES[state];
      expect([
        hasHardBouncedOrComplained(s),
        isSetAside(s),
        isAwaitingConfirmation({ ...s, ...waiting }),
      ]).toEqual([bar, aside, awaited]);
      expect(isAwaitingConfirmation({ ...s, asked: undefined })).toBe(false);
    },
  );

  it.each(['pending', 'active', 'unsubscribed', 'set aside'] as const)(
    '%s comes to nothing by an earlier link once barred or set aside',
    (state) => {
      const s = { ...STATES[state], ...waiting };
      for (const next of [markSuppressed(s, 'bounced', '5.1.1', NOON), setAside(s, 'full', NOON)])
        expect([confirmRequest(next, NOON, { ref: 'r1' }), next.status]).toEqual([undefined, 'bounced']);
      expect(hasHardBouncedOrComplained(markSuppressed(s, 'bounced', '5.1.1', NOON))).toBe(true);
      expect(hasHardBouncedOrComplained(setAside(s, 'full', NOON))).toBe(false);
    },
  );
});

describe('a sign-up', () => {
  it.each([
    ['unsubscribed', 0, 'asks'],
    ['set aside', 0, 'asks'],
    ['active', 0, 'changes nothing'],
    ['bounced', 0, 'changes nothing'],
    ['complained', 0, 'changes nothing'],
    ['pending', DAY - 1, 'changes nothing'],
    ['pending', DAY, 'asks'],
  ] as const)('of an address that is %s, %d ms after the last one, %s', (state, later, what) => {
    const next = requestSubscription(STATES[state], { ...request, at: NOON + later, ref: 'r2' });
    expect(next === undefined ? 'changes nothing' : 'asks').toBe(what);
    expect(next?.status ?? STATES[state].status).toBe(STATES[state].status);
  });

  it.each([
    ['confirmed by its own link', { ref: 'r1' }, true],
    ['not confirmed by the link of another request', { ref: 'r2' }, false],
    ['not confirmed by a link from before there were refs', {}, false],
  ])('is %s', (_, key, is) => {
    expect(confirmRequest(STATES.pending, NOON, key) !== undefined).toBe(is);
  });

  it('that is confirmed is taken at its word; by an active subscriber it is added', () => {
    const back = confirmRequest({ ...STATES.unsubscribed, ...waiting }, NOON, { ref: 'r1' });
    expect(back).toMatchObject({ newsletters: ['brief'], topics: ['world'] });
    const more = confirmRequest({ ...STATES.active, ...waiting }, NOON, { ref: 'r1' });
    // No topics means all of them, and stays so.
    expect(more).toMatchObject({ newsletters: ['daily', 'brief'], topics: [] });
    expect(confirmRequest(more!, NOON, { ref: 'r1' })).toBeUndefined();
  });

  it('to move onto an address waits there only if its subscriber is active', () => {
    expect(requestMoveToActive(STATES.active, request)).toMatchObject({
      status: 'active',
      requests: [request],
    });
    for (const state of ['pending', 'unsubscribed', 'bounced'] as const)
      expect(requestMoveToActive(STATES[state], request)).toBeUndefined();
  });

  it.each([
    ['the refusal', 0, true],
    ['a clock that was set back', -1, false],
    ['three days less a millisecond', REST_DURATION - 1, true],
    ['three days', REST_DURATION, false],
  ])('finds a refused address resting after %s', (_, later, rests) => {
    expect(isResting({ ...STATES.pending, restUntil: NOON + REST_DURATION }, NOON + later)).toBe(rests);
  });
});

describe('unsubscribing', () => {
  const both = aSubscriber('ada@example.com', { newsletters: ['daily', 'brief'] });
  it.each([
    ['one of two', both, 'brief', 'active', ['daily'], ['brief']],
    ['the last one', STATES.active, 'daily', 'unsubscribed', ['daily'], ['daily']],
    ['all of two', both, '', 'unsubscribed', ['daily', 'brief'], ['daily', 'brief']],
    ['all, while set aside', STATES['set aside'], '', 'unsubscribed', ['daily'], []],
    ['one, while pending', STATES.pending, 'brief', 'unsubscribed', [], []],
  ] as const)('from %s', (_, s, newsletter, status, kept, lost) => {
    const gone = leaveNewsletters(s, newsletter, 'link', NOON);
    expect(gone).toMatchObject({ subscriber: { status, newsletters: kept }, newsletters: lost });
  });

  it.each([
    ['from what one does not read', leaveNewsletters(STATES.active, 'brief', 'link', NOON)],
    ['twice', leaveNewsletters(STATES.unsubscribed, '', 'link', NOON)],
  ])('%s changes nothing', (_, gone) => {
    expect(gone).toBeUndefined();
  });

  it.each([
    ['all', STATES.unsubscribed, '', ['daily']],
    ['one', STATES.unsubscribed, 'daily', ['daily']],
    ['one of two', STATES.active, 'brief', ['daily', 'brief']],
  ] as const)('from %s can be taken back', (_, s, newsletter, newsletters) => {
    expect(resubscribe(s, newsletter, NOON)?.subscriber).toMatchObject({ status: 'active', newsletters });
  });

  it.each([
    ['what one reads', STATES.active, 'daily'],
    ['a sign-up that was never confirmed', { ...STATES.pending, status: 'unsubscribed' as const }, ''],
  ])('cannot be taken back of %s', (_, s, newsletter) => {
    expect(resubscribe(s, newsletter, NOON)).toBeUndefined();
  });
});
