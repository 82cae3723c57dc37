import { expect, it } from 'vitest';
import { isId } from '../../../functions/domain/publication/publication.ts';

it.each([
  ['daily', true],
  ['2026', true],
  ['week-end', true],
  ['a', true],
  ['a'.repeat(63), true],
  ['a'.repeat(64), false],
  ['', false],
  ['-daily', false],
  ['Daily', false],
  ['the daily', false],
  ['daily.', false],
  ['größe', false],
  ['daily\n', false],
])('%j is an id of a newsletter or topic: %s', (text, is) => {
  expect(isId(text)).toBe(is);
});
