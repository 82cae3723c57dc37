import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readStamp, stampForm } from '../../../functions/domain/limits/form-tokens.ts';
import { type LinkPurpose, readLink, signLink } from '../../../functions/domain/subscribers/signed-link.ts';
import { DAY, SECOND } from '../../../functions/domain/time/instant.ts';
import { NOON } from '../../support/builders/small-publication.ts';
import { idOf, SUBSCRIPTION_SECRETS } from '../../support/builders/subscriptions.ts';

describe('the stamp of a form', () => {
  const stamp = stampForm(SUBSCRIPTION_SECRETS, NOON);

  it('is fine from two seconds to a day after it was made', () => {
    expect(readStamp(SUBSCRIPTION_SECRETS, stamp, NOON + 2 * SECOND)).toBe('fine');
    expect(readStamp(SUBSCRIPTION_SECRETS, stamp, NOON + DAY)).toBe('fine');
  });

  it('is early before that, late after that', () => {
    expect(readStamp(SUBSCRIPTION_SECRETS, stamp, NOON + 2 * SECOND - 1)).toBe('early');
    expect(readStamp(SUBSCRIPTION_SECRETS, stamp, NOON + DAY + 1)).toBe('late');
  });

  it('holds in no other form: forged, changed, cut short, of another key', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), changed(stamp)), (other) => {
        fc.pre(other !== stamp);
        expect(readStamp(SUBSCRIPTION_SECRETS, other, NOON + 10 * SECOND)).toBe('none');
      }),
    );
    expect(readStamp(SUBSCRIPTION_SECRETS, `${'9'.repeat(20_000)}.${'A'.repeat(22)}`, NOON)).toBe('none');
    const links = { ...SUBSCRIPTION_SECRETS.links, current: { id: 'k3', secret: new Uint8Array(32) } };
    expect(readStamp({ ...SUBSCRIPTION_SECRETS, links }, stamp, NOON + 10 * SECOND)).toBe('none');
  });
});

/** The text with one character replaced, or cut short, or made longer. */
const changed = (text: string) =>
  fc.oneof(
    fc
      .tuple(fc.nat(text.length - 1), fc.string({ minLength: 1, maxLength: 1 }))
      .map(([at, c]) => text.slice(0, at) + c + text.slice(at + 1)),
    fc.nat(text.length - 1).map((length) => text.slice(0, length)),
    fc.string({ minLength: 1 }).map((more) => text + more),
  );

describe('a link', () => {
  const PURPOSES: readonly LinkPurpose[] = [
    'confirm',
    'preferences',
    'unsubscribe',
    'undo',
    'manage',
    'stop',
    'release',
  ];
  const token = signLink(SUBSCRIPTION_SECRETS, {
    purpose: 'unsubscribe',
    subject: idOf('ada@example.com'),
    about: 'daily',
    expires: undefined,
  });

  it('never verifies when a character of it is changed, lost or added', () => {
    fc.assert(
      fc.property(changed(token), (other) => {
        fc.pre(other !== token);
        expect(() => readLink(SUBSCRIPTION_SECRETS, other, 'unsubscribe', NOON)).toThrow(/not one of ours/);
      }),
      { numRuns: 1000 },
    );
  });

  it('verifies for its own purpose and no other', () => {
    for (const purpose of PURPOSES.filter((p) => p !== 'unsubscribe')) {
      expect(() => readLink(SUBSCRIPTION_SECRETS, token, purpose, NOON)).toThrow(/not one of ours/);
    }
    expect(readLink(SUBSCRIPTION_SECRETS, token, 'unsubscribe', NOON)).toMatchObject({ about: 'daily' });
  });

  it('of a retired key lets people leave, and nothing else', () => {
    const [old] = SUBSCRIPTION_SECRETS.links.retired;
    const before = { ...SUBSCRIPTION_SECRETS, links: { current: old!, retired: [] } };
    const sign = (purpose: LinkPurpose) =>
      signLink(before, { purpose, subject: 'x', about: '', expires: undefined });
    expect(readLink(SUBSCRIPTION_SECRETS, sign('unsubscribe'), 'unsubscribe', NOON).subject).toBe('x');
    expect(() => readLink(SUBSCRIPTION_SECRETS, sign('preferences'), 'preferences', NOON)).toThrow(
      /not one of ours/,
    );
  });
});
