import { expect, it } from 'vitest';
import { billOf } from '../../../functions/domain/account/prices.ts';

it.each([
  ['nothing', [], 0],
  ['one line', [1.25], 1.25],
  ['several lines', [1.25, 0, 0.75], 2],
])('a bill of %s (%j) is the sum, %d dollars', (_, amounts, dollars) => {
  const lines = amounts.map((amount, n) => ({ what: `line ${n}`, dollars: amount }));
  expect(billOf(lines)).toEqual({ lines, dollars });
});
