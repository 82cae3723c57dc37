import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hmac } from '../../functions/domain/subscribers/identity.ts';

describe('hmac', () => {
  it('is HMAC-SHA-256 as node makes it, for any key and text', () => {
    const key = fc.uint8Array({ maxLength: 64 });
    const message = fc.string({ unit: 'binary', maxLength: 128 });
    fc.assert(
      fc.property(key, message, (secret, text) => {
        expect(hmac(secret, text)).toBe(createHmac('sha256', secret).update(text).digest('base64url'));
      }),
    );
  });

  it('refuses what it has no room for rather than sign a part of it', () => {
    expect(() => hmac(new Uint8Array(32), 'x'.repeat(513))).toThrow(RangeError);
  });
});
