import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limitKey, subscriberId, suppressionHash } from '../../../functions/domain/subscribers/identity.ts';
import { SECRETS } from '../../support/builders/subscriptions.ts';

const key = fc.uint8Array({ minLength: 0, maxLength: 64 });
const text = fc.string({ unit: 'binary', maxLength: 120 }).map((s) => s.toWellFormed());

describe('identities', () => {
  it('are HMAC-SHA256 as node:crypto computes it, for any key and text', () => {
    fc.assert(
      fc.property(key, text, (identity, address) => {
        const expected = createHmac('sha256', identity).update(address).digest('base64url').slice(0, 22);
        expect(subscriberId({ ...SECRETS, identity }, address)).toBe(expected);
      }),
    );
  });

  it('tell nothing of one another: id, suppression and limits differ for one address', () => {
    const address = 'ada@example.com';
    const id = subscriberId(SECRETS, address);
    expect(id).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(suppressionHash(SECRETS, address)).not.toContain(id);
    expect(limitKey(SECRETS, 'address', address)).not.toContain(id);
    expect(limitKey(SECRETS, 'a', address)).not.toBe(limitKey(SECRETS, 'b', address).replace('b:', 'a:'));
  });

  it('refuse what is too long to be told apart', () => {
    expect(() => subscriberId(SECRETS, 'x'.repeat(600))).toThrow(RangeError);
  });

  it('spread evenly over the 64 spans that runs are planned in', () => {
    const firsts = Array.from(
      { length: 6400 },
      (_, i) => subscriberId(SECRETS, `reader${i}@example.com`)[0]!,
    );
    const counts = [...Map.groupBy(firsts, (c) => c).values()].map((all) => all.length);
    expect(counts).toHaveLength(64);
    expect(Math.min(...counts)).toBeGreaterThan(60);
  });
});
