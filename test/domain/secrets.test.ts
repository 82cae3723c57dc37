import { describe, expect, it } from 'vitest';
import {
  createSecrets,
  formatSecrets,
  parseSecrets,
  replaceLinkKey,
} from '../../functions/domain/secrets.ts';

let drawn = 0;
const random = (bytes: number) => new Uint8Array(bytes).fill(++drawn);
const SECRETS = createSecrets(random);
const TEXTS = formatSecrets(SECRETS);

describe('secrets', () => {
  it('are read as they were written', () => {
    expect(parseSecrets(TEXTS)).toEqual({
      identity: Buffer.from(SECRETS.identity),
      links: { ...SECRETS.links, current: { id: SECRETS.links.current.id, secret: Buffer.alloc(32, 3) } },
    });
    expect(formatSecrets(parseSecrets(TEXTS))).toEqual(TEXTS);
  });

  it('that are rotated keep the identity key, and retire the key of links', () => {
    const once = replaceLinkKey(SECRETS, random);
    const twice = replaceLinkKey(once, random);
    expect(twice.identity).toBe(SECRETS.identity);
    expect(twice.links.retired).toEqual([once.links.current, SECRETS.links.current]);
    expect(twice.links.current).not.toEqual(once.links.current);
  });

  const ring = (secret: unknown) => JSON.stringify({ current: { id: 'k1', secret }, retired: [] });
  const key = (bytes: number) => Buffer.alloc(bytes, 1).toString('base64url');
  it.each([
    ['an identity key that is too short', { ...TEXTS, identity: key(31) }],
    ['an identity key that is too long', { ...TEXTS, identity: key(33) }],
    ['no identity key', { ...TEXTS, identity: '' }],
    ['a link key that is too short', { ...TEXTS, links: ring(key(31)) }],
    ['a link key that is a number', { ...TEXTS, links: ring(7) }],
    ['no ring', { ...TEXTS, links: '' }],
    ['a ring of nothing', { ...TEXTS, links: '{}' }],
  ])('with %s are refused', (_, texts) => {
    expect(() => parseSecrets(texts)).toThrow();
  });
});
