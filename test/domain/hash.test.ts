import { expect, it } from 'vitest';
import { entityTagOf, hashOf, opaqueTagOf, sha256 } from '../../functions/domain/hash.ts';

it.each([
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
])('the SHA-256 of %j is that of FIPS 180-4', (text, hash) => {
  expect(sha256(text)).toBe(hash);
  expect(sha256(new TextEncoder().encode(text))).toBe(hash);
});

it.each([
  [['a', 'b'], ['ab']],
  [['a,b'], ['a', 'b']],
  [['a', ''], ['a']],
  [
    ['a', 'b'],
    ['b', 'a'],
  ],
])('the texts %j and %j do not run into one another', (a, b) => {
  expect(hashOf(...a)).not.toBe(hashOf(...b));
  expect(hashOf(...a)).toBe(hashOf(...a));
});

it.each([
  ['W/"abc"', '"abc"'],
  ['"abc"', '"abc"'],
  ['w/"abc"', 'w/"abc"'],
])('the entity tag %s is compared as %s', (tag, opaque) => {
  expect(opaqueTagOf(tag)).toBe(opaque);
});

it('an entity tag stands in quotes (RFC 9110 §8.8.3)', () => {
  expect(entityTagOf('body')).toMatch(/^"[\w-]{22}"$/);
  expect(entityTagOf('body')).not.toBe(entityTagOf('bodies'));
});
