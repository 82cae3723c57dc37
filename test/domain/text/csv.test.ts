import { describe, expect, it } from 'vitest';
import { csvLine, guardCell, unguardCell } from '../../../functions/domain/text/csv.ts';

describe('a cell that a spreadsheet would run', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+49 30 1', "'+49 30 1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t'=1"],
    // Behind what ends a cell in a German Excel.
    ['a;=1', "a;'=1"],
    // In full width, as Excel takes it in Japan.
    ['＝1', "'＝1"],
    // An apostrophe that was there before is told from ours.
    ["'=1", "''=1"],
    ['a=1', 'a=1'],
    ["O'Neill", "O'Neill"],
    ['', ''],
  ])('%j is written as %j, and read as it was', (cell, guarded) => {
    expect(guardCell(cell)).toBe(guarded);
    expect(unguardCell(guarded)).toBe(cell);
  });
});

it.each([
  [['ada@example.com', 'Ada'], 'ada@example.com,Ada\r\n'],
  [['a,b', 'c;d', 'e\nf'], '"a,b","c;d","e\nf"\r\n'],
  [['say "hi" to, me'], '"say ""hi"" to, me"\r\n'],
  [['=1'], '"\'=1"\r\n'],
  [['', ''], ',\r\n'],
  [[], '\r\n'],
])('%j is the line %j', (cells, line) => {
  expect(csvLine(cells)).toBe(line);
});
