import { expect, it } from 'vitest';
import { isPersonalPath, PERSONAL_PARTS } from '../../../functions/domain/site/public-paths.ts';

it.each([
  ['/subscribe', true],
  ['/unsubscribe/k1.AAAA.daily..BBBB', true],
  ['/preferences', true],
  ['/preview/unsubscribe/x', true],
  // However it is written.
  ['/Unsubscribe/x', true],
  ['//unsubscribe//x', true],
  ['/%75nsubscribe/x', true],
  ['/%2funsubscribe/x', true],
  ['/a\\unsubscribe\\x', true],
  ['/unsubscribe.html', true],
  ['/unsubscribe;v=1/x', true],
  ['/unsubscribed', false],
  ['/articles/how-to-unsubscribe', false],
  ['/', false],
  ['', false],
  // Broken encoding is read as it stands.
  ['/%E0%A4/x', false],
  ['/unsubscribe/%E0%A4', true],
])('%s is a page of one reader: %s', (path, is) => {
  expect(isPersonalPath(path)).toBe(is);
});

it('every part is one that a reader has a page at', () => {
  expect(PERSONAL_PARTS).toEqual(expect.arrayContaining(['subscribe', 'unsubscribe', 'manage']));
  expect(PERSONAL_PARTS.filter((part) => !isPersonalPath(`/${part}`))).toEqual([]);
});
