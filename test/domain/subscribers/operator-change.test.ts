import { describe, expect, it } from 'vitest';
import {
  applySubscriberChange,
  findDifferences,
  refusalOf,
  type SubscriberChange,
} from '../../../functions/domain/subscribers/operator-change.ts';
import { NOON } from '../../support/builders/small-publication.ts';
import { aSubscriber } from '../../support/builders/subscriptions.ts';

const ada = aSubscriber('ada@example.com', { newsletters: ['daily', 'brief'], topics: ['world', 'sport'] });

describe("an operator's change of a reader", () => {
  it.each<[string, SubscriberChange, readonly string[], readonly string[], readonly string[]]>([
    ['to nothing', {}, [], [], []],
    ['to the same name', { name: '' }, [], [], []],
    ['to another name', { name: 'Ada' }, ['name'], [], []],
    ['to another order', { topics: ['sport', 'world'], newsletters: ['brief', 'daily'] }, [], [], []],
    ['to one newsletter more', { newsletters: ['daily', 'brief', 'more'] }, ['newsletters'], ['more'], []],
    ['to one newsletter less', { newsletters: ['daily'] }, ['newsletters'], [], ['brief']],
    ['to no newsletter', { newsletters: [] }, ['newsletters'], [], ['daily', 'brief']],
    ['to a pause', { pausedUntil: NOON }, ['pausedUntil'], [], []],
    ['to no pause, where there is none', { pausedUntil: undefined }, [], [], []],
  ])('%s', (_, change, fields, joined, left) => {
    expect(findDifferences(ada, change)).toEqual({ fields, joined, left });
    expect(applySubscriberChange(ada, change, NOON) === undefined).toBe(fields.length === 0);
  });

  it('vouches for what is added, and leaves the consent of the reader as it is', () => {
    const after = applySubscriberChange(ada, { newsletters: ['daily', 'more'] }, NOON);
    const vouched = [{ at: NOON, source: 'command', newsletters: ['more'] }];
    expect(after).toEqual({ ...ada, newsletters: ['daily', 'more'], vouched });
    expect(applySubscriberChange(ada, { newsletters: ['daily'] }, NOON)).not.toHaveProperty('vouched');
  });

  it.each([
    ['active', undefined],
    ['pending', /confirm/],
    ['unsubscribed', /signing up/],
    ['bounced', /--lift/],
    ['complained', /--lift/],
    ['suppressed', /--lift/],
  ] as const)('of one who is %s is refused with the way back: %s', (why, remedy) => {
    const refusal = refusalOf(why);
    expect(refusal?.[1] ?? '').toMatch(remedy ?? /^$/);
  });
});
