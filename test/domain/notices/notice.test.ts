import { describe, expect, it } from 'vitest';
import {
  type NoticeRequest,
  noticePathOf,
  signReleaseToken,
  signStopToken,
} from '../../../functions/domain/notices/notice.ts';
import { type LinkPurpose, readLink } from '../../../functions/domain/subscribers/signed-link.ts';
import { DAY, HOUR } from '../../../functions/domain/time/instant.ts';
import { NOON } from '../../support/builders/small-publication.ts';
import { SUBSCRIPTION_SECRETS } from '../../support/builders/subscriptions.ts';

const isOpen = (token: string, purpose: LinkPurpose, now: number) => {
  try {
    return readLink(SUBSCRIPTION_SECRETS, token, purpose, now).subject;
  } catch {
    return 'closed';
  }
};

describe('the button of a notice', () => {
  it.each<[string, NoticeRequest['kind'], Record<string, string>, LinkPurpose, number | undefined]>([
    ['a confirmation is good for a week', 'confirm', {}, 'confirm', 7 * DAY],
    ['a link to manage is good for an hour', 'link', { purpose: 'manage' }, 'manage', HOUR],
    ['a link to preferences is good for ever', 'link', { purpose: 'preferences' }, 'preferences', undefined],
    ['a welcome leads to preferences, for ever', 'welcome', {}, 'preferences', undefined],
  ])('of %s', (_, kind, about, purpose, within) => {
    const path = noticePathOf(SUBSCRIPTION_SECRETS, { kind, subscriber: 'ada', about }, NOON);
    const [, root, token] = path.split('/');
    expect(root).toBe(purpose);
    const end = NOON + (within ?? 1000 * 365 * DAY);
    const after = within === undefined ? 'ada' : 'closed';
    expect([end - 1, end].map((now) => isOpen(token!, purpose, now))).toEqual(['ada', after]);
  });

  it('of a confirmation names its request, its row and where a move comes from', () => {
    const about = { ref: 'r1', epoch: 'e1', from: 'old', newsletters: 'daily' };
    const token = noticePathOf(SUBSCRIPTION_SECRETS, { kind: 'confirm', subscriber: 'ada', about }, NOON)
      .split('/')
      .at(-1)!;
    expect(readLink(SUBSCRIPTION_SECRETS, token, 'confirm', NOON)).toMatchObject({
      about: 'old',
      epoch: 'e1',
      ref: 'r1',
    });
  });
});

it.each([
  ['stops for ever', signStopToken(SUBSCRIPTION_SECRETS, 'e_monday'), 'stop', 1000 * DAY, 'e_monday'],
  [
    'releases for a week',
    signReleaseToken(SUBSCRIPTION_SECRETS, 'e_monday', NOON),
    'release',
    7 * DAY - 1,
    'e_monday',
  ],
  [
    'releases no later',
    signReleaseToken(SUBSCRIPTION_SECRETS, 'e_monday', NOON),
    'release',
    7 * DAY,
    'closed',
  ],
  ['that stops releases nothing', signStopToken(SUBSCRIPTION_SECRETS, 'e_monday'), 'release', 0, 'closed'],
] as const)("an editor's link %s", (_, token, purpose, later, run) => {
  expect(isOpen(token, purpose, NOON + later)).toBe(run);
});
