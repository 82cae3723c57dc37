import { expect, it } from 'vitest';
import { formatNumber } from '../../../functions/domain/source/text-limits.ts';

it.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [2001, '2,001'],
  [1_000_000, '1,000,000'],
])('%d is written %s, whatever the language of the machine', (n, text) => {
  expect(formatNumber(n)).toBe(text);
});
