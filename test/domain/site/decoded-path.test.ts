import { expect, it } from 'vitest';
import { decodePath } from '../../../functions/domain/site/decoded-path.ts';

it.each([
  ['/articles/night-buses', '/articles/night-buses'],
  ['/gr%C3%B6%C3%9Fe', '/größe'],
  ['/a%2Fb', '/a/b'],
  // Once only: what is encoded twice stays encoded.
  ['/a%252Fb', '/a%2Fb'],
  ['/a+b', '/a+b'],
  ['/100%', '/100%'],
  ['/%E0%A4', '/%E0%A4'],
  ['/%C3%B6%ZZ', '/%C3%B6%ZZ'],
  ['', ''],
])('%s is %s', (path, decoded) => {
  expect(decodePath(path)).toBe(decoded);
});
