import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limitKey, subscriberId, suppressionHash } from '../../../functions/domain/subscribers/identity.ts';
import { SUBSCRIPTION_SECRETS } from '../../support/builders/subscriptions.ts';

const key = fc.uint8Array({ minLength: 0, maxLength: 64 });
const text = fc.string({ unit: 'binary', maxLength: 120 }).map((s) => s.toWellFormed());

describe('identities', () => {
  it('are HMAC-SHA256 as node:crypto computes it, for any key and text', () => {
    fc.assert(
      fc.property(key, text, (identity, address) => {
        const expected = createHmac('sha256', identity).update(address).digest('base64url').slice(0, 22);
        expect(subscriberId({ ...SUBSCRIPTION_SECRETS, identity }, address)).toBe(expected);
      }),
    );
  });

  it('tell nothing of one another: id, suppression and limits differ for one address', () => {
    const address = 'ada@example.com';
    const id = subscriberId(SUBSCRIPTION_SECRETS, address);
    expect(id).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(suppressionHash(SUBSCRIPTION_SECRETS, address)).not.toContain(id);
    expect(limitKey(SUBSCRIPTION_SECRETS, 'address', address)).not.toContain(id);
    expect(limitKey(SUBSCRIPTION_SECRETS, 'a', address)).not.toBe(
      limitKey(SUBSCRIPTION_SECRETS, 'b', address).replace('b:', 'a:'),
    );
  });

  it('refuse what is too long to be told apart', () => {
    expect(() => subscriberId(SUBSCRIPTION_SECRETS, 'x'.repeat(600))).toThrow(RangeError);
  });

  it('spread evenly over the 64 spans that runs are planned in', () => {
    const firsts = Array.from(
      { length: 6400 },
      (_, i) => subscriberId(SUBSCRIPTION_SECRETS, `reader${i}@example.com`)[0]!,
    );
    const counts = [...Map.groupBy(firsts, (c) => c).values()].map((all) => all.length);
    expect(counts).toHaveLength(64);
    expect(Math.min(...counts)).toBeGreaterThan(60);
  });
});
