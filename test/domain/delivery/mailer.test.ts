import { expect, it } from 'vitest';
import { causeOfOutcome, type Outcome } from '../../../functions/domain/delivery/mailer.ts';

const reason = '';

it.each<[string, Outcome, string | undefined]>([
  ['that was accepted', { kind: 'accepted', id: '1' }, undefined],
  ['without an answer', { kind: 'unknown', reason }, undefined],
  ['too fast', { kind: 'throttled', reason }, 'provider'],
  ['beyond the quota', { kind: 'quota', reason }, 'account'],
  ['of a paused account', { kind: 'paused', reason }, 'account'],
  ['that was deferred', { kind: 'deferred', reason }, 'recipient'],
  ['that was deferred for the account', { kind: 'deferred', reason, fault: 'account' }, 'account'],
  ['to no such mailbox', { kind: 'rejected', reason, address: true }, 'recipient'],
  ['that was rejected', { kind: 'rejected', reason, address: false }, 'message'],
  [
    'that was rejected by a policy of the recipient',
    { kind: 'rejected', reason, address: false, fault: 'recipient' },
    'recipient',
  ],
])('a message %s (%j) is the fault of the %s', (_, outcome, cause) => {
  expect(causeOfOutcome(outcome)).toBe(cause);
});
