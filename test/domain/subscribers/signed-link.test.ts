import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type LinkClaim,
  type LinkPurpose,
  readLink,
  signLink,
} from '../../../functions/domain/subscribers/signed-link.ts';
import { HOUR } from '../../../functions/domain/time/instant.ts';
import { NOON } from '../../support/builders/small-publication.ts';
import { SUBSCRIPTION_SECRETS } from '../../support/builders/subscriptions.ts';
import { changedText } from '../../support/fakes/changed-text.ts';

const ID = 'A'.repeat(22);
const claim: LinkClaim = { purpose: 'unsubscribe', subject: ID, about: 'daily', expires: undefined };
const read = (token: string, purpose = claim.purpose, now = NOON) => {
  try {
    return readLink(SUBSCRIPTION_SECRETS, token, purpose, now);
  } catch (error) {
    return (error as { code: string }).code;
  }
};
const retired = {
  ...SUBSCRIPTION_SECRETS,
  links: { current: SUBSCRIPTION_SECRETS.links.retired[0]!, retired: [] },
};
const stranger = {
  ...SUBSCRIPTION_SECRETS,
  links: { current: { id: 'k2', secret: new Uint8Array(32).fill(9) }, retired: [] },
};

describe('a signed link', () => {
  it.each<[string, Partial<LinkClaim>, RegExp]>([
    ['for ever', {}, /^k2\.A{22}\.daily\.\.[\w-]{22}$/],
    ['for all newsletters', { about: '' }, /^k2\.A{22}\.\.\.[\w-]{22}$/],
    ['for an hour', { expires: NOON + HOUR }, /^k2\.A{22}\.daily\.\w{6}\.[\w-]{22}$/],
    ['of a row', { epoch: 'e1' }, /^k2\.A{22}\.daily\.\.e1\.[\w-]{22}$/],
    ['of a request', { epoch: 'e1', ref: 'r1' }, /^k2\.A{22}\.daily\.\.e1\.r1\.[\w-]{22}$/],
    ['of a request, to a row without an epoch', { ref: 'r1' }, /^k2\.A{22}\.daily\.\.\.r1\.[\w-]{22}$/],
  ])('%s is short, names no address and says what was signed', (_, about, form) => {
    const token = signLink(SUBSCRIPTION_SECRETS, { ...claim, ...about });
    expect(token).toMatch(form);
    expect(read(token)).toEqual({ ...claim, ...about });
  });

  it.each([
    ['before its end', NOON + HOUR - 1, { ...claim, expires: NOON + HOUR }],
    ['at its end', NOON + HOUR, 'expired'],
    ['after its end', NOON + HOUR + 1, 'expired'],
  ])('%s', (_, now, answer) => {
    expect(
      read(signLink(SUBSCRIPTION_SECRETS, { ...claim, expires: NOON + HOUR }), 'unsubscribe', now),
    ).toEqual(answer);
  });

  it.each([
    ['current', 'unsubscribe', SUBSCRIPTION_SECRETS, claim],
    ['current', 'manage', SUBSCRIPTION_SECRETS, { ...claim, purpose: 'manage' }],
    ['retired', 'unsubscribe', retired, { ...claim, retired: true }],
    ['retired', 'preferences', retired, 'forged'],
    ['retired', 'manage', retired, 'forged'],
    ["stranger's", 'unsubscribe', stranger, 'forged'],
  ] as const)('by a %s key for %s', (_, purpose, secrets, answer) => {
    expect(read(signLink(secrets, { ...claim, purpose }), purpose)).toEqual(answer);
  });

  const token = signLink(SUBSCRIPTION_SECRETS, { ...claim, epoch: 'e1', ref: 'r1' });
  const [key, subject, , , , , mac] = token.split('.');
  it.each([
    ['another purpose', token, 'manage'],
    ['cut short', token.slice(0, -1), 'unsubscribe'],
    ['longer', `${token}A`, 'unsubscribe'],
    ['of another newsletter', token.replace('daily', 'brief'), 'unsubscribe'],
    ['of another row', token.replace('.e1.', '.e2.'), 'unsubscribe'],
    ['of no row', token.replace('.e1.r1', ''), 'unsubscribe'],
    ['with an end', token.replace('daily..', 'daily.zzzzzz.'), 'unsubscribe'],
    ['with empty parts', `${key}.${subject}.daily...${mac}`, 'unsubscribe'],
    ['with a part too many', token.replace('.r1.', '.r1.r2.'), 'unsubscribe'],
    ['of an unknown key', token.replace('k2.', 'k9.'), 'unsubscribe'],
    ['with a line break', `${token}\n`, 'unsubscribe'],
    ['of nothing', '', 'unsubscribe'],
    ['of dots', '......', 'unsubscribe'],
    ['without end', 'k2.'.repeat(1000), 'unsubscribe'],
  ] as const)('is forged if it is %s', (_, text, purpose) => {
    expect(read(text, purpose)).toBe('forged');
  });

  const PURPOSES: readonly LinkPurpose[] = [
    'confirm',
    'preferences',
    'unsubscribe',
    'undo',
    'manage',
    'stop',
    'release',
  ];
  const plain = signLink(SUBSCRIPTION_SECRETS, claim);

  it('never verifies when a character of it is changed, lost or added', () => {
    fc.assert(
      fc.property(changedText(plain), (other) => {
        fc.pre(other !== plain);
        expect(() => readLink(SUBSCRIPTION_SECRETS, other, 'unsubscribe', NOON)).toThrow(/not one of ours/);
      }),
      { numRuns: 1000 },
    );
  });

  it('verifies for its own purpose and no other', () => {
    for (const purpose of PURPOSES.filter((p) => p !== 'unsubscribe')) {
      expect(() => readLink(SUBSCRIPTION_SECRETS, plain, purpose, NOON)).toThrow(/not one of ours/);
    }
    expect(readLink(SUBSCRIPTION_SECRETS, plain, 'unsubscribe', NOON)).toMatchObject({ about: 'daily' });
  });
});
