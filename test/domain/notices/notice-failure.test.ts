import { describe, expect, it } from 'vitest';
import {
  addFailedRound,
  describeWaitingNotices,
  isAccountRefusal,
  isPagedAlready,
  type NoticeTrouble,
  remedyFor,
} from '../../../functions/domain/notices/notice-failure.ts';
import { DAY, HOUR } from '../../../functions/domain/time/instant.ts';
import { NOON } from '../../support/builders/small-publication.ts';

describe('a reason for stopped notices', () => {
  it.each([
    ['AccessDenied: not allowed', /deploy again/],
    ['ExpiredToken: the token', /log in again/],
    ['ConfigurationSetDoesNotExist', /configuration set is gone/],
    ['AccountSendingPausedException', /AWS has paused sending/],
    ['Your account is under review', /AWS has paused sending/],
    ['Email address is not verified', /Verify the sender/],
    ['Daily quota exceeded', /quota is used up/],
    ['connect ECONNREFUSED', /does not answer/],
    ['something else', /See the log/],
  ])('%j has its remedy: %s', (reason, remedy) => {
    expect(remedyFor(reason)).toMatch(remedy);
  });

  it.each([
    ['at once', 0, 'full', true],
    ['just under six hours later', 6 * HOUR - 1, 'full', true],
    ['six hours later', 6 * HOUR, 'full', false],
    ['six hours earlier, by a clock set back', -6 * HOUR, 'full', false],
    ['at once, for another reason', 0, 'paused', false],
  ])('is told already %s: %d %s %s', (_, later, reason, told) => {
    expect(isPagedAlready({ at: NOON, reason: 'full' }, reason, NOON + later)).toBe(told);
  });

  it.each([
    ['Email address is not verified', true],
    ['5.1.1 unknown', false],
  ])('%j is about the account: %s', (reason, is) => {
    expect(isAccountRefusal(reason)).toBe(is);
  });
});

describe('another try without success', () => {
  const before: NoticeTrouble = { since: NOON, reason: 'old', tries: 2, told: true, others: true };
  it.each<[string, NoticeTrouble | undefined, number, boolean, Partial<NoticeTrouble>]>([
    ['the first', undefined, NOON, false, { since: NOON, tries: 1, told: false, others: false }],
    ['a further one', before, NOON + 1, true, { since: NOON, tries: 3, told: true, others: true }],
    ['one of a confirmation', before, NOON + 1, false, { others: false }],
    ['before the first, by a clock set back', before, NOON - 1, true, { since: NOON - 1 }],
  ])('is %s', (_, last, now, others, trouble) => {
    expect(addFailedRound(last, 'new', now, others)).toMatchObject({ reason: 'new', ...trouble });
  });
});

it.each([
  [4, 4, NOON, 'full.', '4 confirmations wait since 12:00: full.'],
  [1, 1, NOON, 'full', '1 confirmation waits since 12:00: full.'],
  [1, 0, NOON, 'full', '1 notice waits since 12:00: full.'],
  [3, 1, NOON, 'full', '1 confirmation and 2 other notices wait since 12:00: full.'],
  [1, 0, NOON - DAY, 'full', '1 notice waits since 2026-11-22 12:00: full.'],
  [1, 0, undefined, '', '1 notice waits: nothing delivers them.'],
  [0, 0, NOON, 'full', 'Confirmations are refused since 12:00: full.'],
])('%d waiting, %d of them confirmations, since %s: %j', (waiting, confirmations, since, reason, says) => {
  expect(describeWaitingNotices({ waiting, confirmations, since, reason }, NOON)).toBe(says);
});
