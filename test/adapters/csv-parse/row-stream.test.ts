import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRowStream } from '../../../functions/adapters/csv-parse/row-stream.ts';
import type { CsvRow } from '../../../functions/domain/text/csv.ts';

function read(text: string, size = text.length): CsvRow[] {
  const stream = createRowStream(',');
  const rows: CsvRow[] = [];
  for (let at = 0; at < text.length; at += size) rows.push(...stream.push(text.slice(at, at + size)));
  return rows.concat(stream.end());
}
const told = (text: string, size?: number) =>
  read(text, size).map(({ line, cells, problem }) => [line, ...(problem ? ['refused'] : cells)]);

/** Text, and what it is read as: the cells of a row, or `refused`, and the lines it takes. */
const KINDS: readonly [string, string[], number][] = [
  ['a@b.c,A', ['a@b.c', 'A'], 1],
  ['"a@b.c","A, ""B"""', ['a@b.c', 'A, "B"'], 1],
  ['é,"one\r\ntwo\nthree\rfour"', ['é', 'one\r\ntwo\nthree\rfour'], 4],
  [`x,"${'long '.repeat(9000)}"`, ['x', 'long '.repeat(9000)], 1],
  ['only', ['only'], 1],
  ['a@b.c,A "the" B', ['refused'], 1],
  ['a@b.c,"A"B', ['refused'], 1],
];

describe('rows of a long file', () => {
  it('are the same wherever its pieces end, each with its line, and refused ones cost no other', () => {
    const kind = fc.constantFrom(...KINDS);
    const end = fc.constantFrom('\n', '\r\n', '\r');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(kind, end), { minLength: 20, maxLength: 30 }),
        fc.integer({ min: 1, max: 9 }),
        (some, step) => {
          const all = Array.from({ length: 4 }, () => some).flat();
          let line = 0;
          const expected = all.map(([[, cells, lines]]) => {
            line += lines;
            return [line, ...cells];
          });
          const text = all.map(([[row], after]) => row + after).join('');
          for (const size of [step * 7001, text.length]) expect(told(text, size)).toEqual(expected);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('are given up at the line where a quotation mark opens that does not close within 64 KB', () => {
    const after = Array.from({ length: 9000 }, (_, i) => `reader.${i}@example.com,Reader`);
    const rows = told(['a@b.c,A', 'd@e.f,"D', ...after].join('\n'), 1000);
    expect(rows.slice(0, 3)).toEqual([
      [1, 'a@b.c', 'A'],
      [2, 'refused'],
      [3, 'reader.0@example.com', 'Reader'],
    ]);
    expect(rows).toHaveLength(9002);
    expect(rows.at(-1)).toEqual([9002, 'reader.8999@example.com', 'Reader']);
  });

  it('end at a line of more than 64 KB, which is named, wherever it stands', () => {
    for (const before of [0, 10, 9000])
      for (const long of ['x'.repeat(70_000), `"${'x'.repeat(70_000)}"`, ','.repeat(200_000)])
        expect(() => told(`${'a@b.c,A\n'.repeat(before)}${long}\nd@e.f,D\n`, 4096)).toThrow(
          `Line ${before + 1}: `,
        );
  });
});

describe('blanks around quotation marks', () => {
  it('hide no mark astray: a cell behind an empty one is refused, and the next row read afresh', () => {
    for (const row of ['a@b.c,"" "A"', 'a@b.c, "" "A"', '"" "",A', 'a@b.c,"" ",x', ' "a"b ,A', '"a" "b",A'])
      expect(told(`e@f.g, "E"\n${row}\nd@e.f,"D"\n`), row).toEqual([
        [1, 'e@f.g', 'E'],
        [2, 'refused'],
        [3, 'd@e.f', 'D'],
      ]);
  });

  it('are no part of a cell, and what is inside stays as it is', () => {
    for (const inside of [' ', ',"" ""', '"" ""', 'a , b', ' \r\n '])
      expect(told(`e@f.g, "${inside}" ,\ufeff"x"\n`).map(([, ...cells]) => cells)).toEqual([
        ['e@f.g', inside.replaceAll('""', '"'), 'x'],
      ]);
  });
});
