import { expect, it } from 'vitest';
import { columnsOf } from '../../../functions/domain/text/columns.ts';

it.each([
  ['ferry', 5],
  ['Größe', 5],
  ['Gro\u0308ße', 5],
  ['港が', 4],
  ['한국', 4],
  ['（a）', 5],
  ['⏰', 2],
  ['', 0],
])('%s takes %d columns', (text, columns) => {
  expect(columnsOf(text)).toBe(columns);
});
