import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../../functions/adapters/csv-parse/read-csv.ts';
import { type CsvRow, csvLine, guardCell, unguardCell } from '../../../functions/domain/text/csv.ts';
import { collect } from '../../support/probes/collect.ts';

async function* chunked(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function read(text: string | Uint8Array, size = 7): Promise<CsvRow[]> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return (await collect(readCsv(chunked(bytes, size)))).flat();
}
const cells = async (text: string | Uint8Array, size?: number) =>
  (await read(text, size)).map((row) => row.cells);

describe('reading CSV', () => {
  it('takes comma, semicolon or tab, as the header has it', async () => {
    expect(await cells('email,name\na@b.c,"A;B"\n')).toEqual([
      ['email', 'name'],
      ['a@b.c', 'A;B'],
    ]);
    expect(await cells('email;name\r\na@b.c;A,B\r\n')).toEqual([
      ['email', 'name'],
      ['a@b.c', 'A,B'],
    ]);
    expect(await cells('email\tname\na@b.c\tA,B;C')).toEqual([
      ['email', 'name'],
      ['a@b.c', 'A,B;C'],
    ]);
  });

  it('knows the marks of UTF-8 and UTF-16', async () => {
    expect(await cells('\ufeffemail\nä@b.c\n')).toEqual([['email'], ['ä@b.c']]);
    const utf16 = Buffer.from('\ufeffemail,name\nä,b\n', 'utf16le');
    expect(await cells(utf16, 64)).toEqual([
      ['email', 'name'],
      ['ä', 'b'],
    ]);
  });

  it('ends a row at every line end, whichever came first: no row is swallowed by another', async () => {
    const mixed = 'email,name\r\na@b.c,"A"\nd@e.f,D\r\ng@h.i,"G"\rj@k.l,J';
    for (const size of [1, 2, 64]) {
      const rows = await read(mixed, size);
      expect(rows.map(({ cells }) => cells[0])).toEqual(['email', 'a@b.c', 'd@e.f', 'g@h.i', 'j@k.l']);
      expect(rows.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5]);
    }
  });

  it('says on which line a row ends, blank lines and line breaks in cells counted', async () => {
    const rows = await read('email,name\n\na@b.c,"two\nlines"\nd@e.f,x\n');
    expect(rows.map((row) => row.line)).toEqual([1, 4, 5]);
  });

  it('keeps rows of any length, and goes on after one that is broken', async () => {
    const rows = await read('email,name\na@b.c\n"x"y,z\nd@e.f,x,y,z\n');
    expect(rows.map((row) => row.cells.length)).toEqual([2, 1, 0, 4]);
    expect(rows[2]).toMatchObject({ line: 3, problem: expect.stringContaining('quotation marks') });
  });

  it('gives up the one line in which a quotation mark stands astray, wherever it is', async () => {
    for (const astray of [
      'a@b.c,"A"B',
      'a@b.c,A "the" B',
      'a@b.c,"A',
      'a@b.c,A"',
      '"a@b.c,A',
      'a@b.c,"A""',
    ]) {
      for (const size of [1, 7, 4096]) {
        const rows = await read(`email,name\n${astray}\nd@e.f,"D, E"\n\n"g@h.i",G\n`, size);
        expect(rows.map(({ line, cells }) => [line, ...cells])).toEqual([
          ...[[1, 'email', 'name'], [2], [3, 'd@e.f', 'D, E'], [5, 'g@h.i', 'G']],
        ]);
      }
    }
  });

  it('takes blanks outside of quotation marks for no part of the cell', async () => {
    expect(await cells('email, name ,labels\na@b.c, "A, B" ,"c"  \n')).toEqual([
      ['email', ' name ', 'labels'],
      ['a@b.c', 'A, B', 'c'],
    ]);
  });

  it('leaves out rows without a word, and counts their lines, whatever ends them', async () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const lines = ['', 'email,name', ',', '" ",\t', 'a@b.c,A', ',,,', '', '\ufeff,', 'd@e.f,'];
      for (const size of [1, 2, 64]) {
        const rows = await read(lines.join(end), size);
        expect(rows.map(({ line, cells }) => [line, cells[0]])).toEqual([
          [2, 'email'],
          [5, 'a@b.c'],
          [9, 'd@e.f'],
        ]);
      }
    }
  });

  it('obeys the first line that Excel puts in front, which is a line and no row', async () => {
    for (const first of ['sep=;\r\n', 'SEP=;\n', '\ufeffsep=;\r', '"sep=;"\r\n']) {
      const rows = await read(`${first}email;name,given\na@b.c;A,B\n`, 1);
      expect(rows).toEqual([
        { line: 2, cells: ['email', 'name,given'] },
        { line: 3, cells: ['a@b.c', 'A,B'] },
      ]);
    }
    expect(await cells('sep=|\nemail|name\na@b.c|A,B;C\n')).toEqual([
      ['email', 'name'],
      ['a@b.c', 'A,B;C'],
    ]);
  });

  it('reads UTF-16 of both orders with its mark, and names the encoding of what has none', async () => {
    const text = '\ufeffemail\tname\r\nada@example.com\tJürgen\r\n';
    const [little, big] = [Buffer.from(text, 'utf16le'), Buffer.from(text, 'utf16le').swap16()];
    for (const bytes of [little, big])
      for (const size of [1, 3, 64])
        expect(await cells(bytes, size)).toEqual([
          ['email', 'name'],
          ['ada@example.com', 'Jürgen'],
        ]);
    for (const bytes of [little, big])
      await expect(read(bytes.subarray(2))).rejects.toMatchObject({
        code: 'invalid',
        message: expect.stringContaining('UTF-16'),
      });
    await expect(read('PK\u0003\u0004…')).rejects.toMatchObject({
      message: expect.stringContaining('workbook'),
    });
    const wide = Buffer.from([0xff, 0xfe, 0, 0, 0x65, 0, 0, 0]);
    await expect(read(wide)).rejects.toMatchObject({ message: expect.stringContaining('UTF-32') });
  });

  it('minds no byte order mark, at the start or where two files meet', async () => {
    expect(await cells('\ufeff\ufeff"EMAIL","name"\n"a@b.c",A\n\ufeff"d@e.f",D\n', 1)).toEqual([
      ...[
        ['EMAIL', 'name'],
        ['a@b.c', 'A'],
        ['d@e.f', 'D'],
      ],
    ]);
  });

  it('finds the delimiter outside of quotation marks', async () => {
    expect(await cells('"email;the;one",name\na@b.c,A\n')).toEqual([
      ['email;the;one', 'name'],
      ['a@b.c', 'A'],
    ]);
  });

  it('refuses a file whose quotation mark never closes, without reading it into memory', async () => {
    const bytes = new TextEncoder().encode(`email,name\na@b.c,"${'x'.repeat(200_000)}`);
    await expect(read(bytes, 4096)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(/^Line \d/),
    });
    expect((await read('email\n"a')).at(-1)).toMatchObject({
      line: 2,
      problem: expect.stringContaining('quotation marks'),
    });
  });

  it('of nothing is nothing', async () => expect(await read('')).toEqual([]));

  it('reads back whatever is written, wherever the chunks fall', async () => {
    const cell = fc.string({ unit: 'binary', maxLength: 20 }).map((s) => s.toWellFormed());
    const row = fc.array(cell, { minLength: 2, maxLength: 4 }).filter((r) => r[0] !== '');
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 5 }),
        fc.integer({ min: 1, max: 40 }),
        async (rows, size) => {
          const text = csvLine(['email', 'name', 'labels']) + rows.map(csvLine).join('');
          const back = (await cells(text, size)).slice(1);
          expect(back.map((r) => r.map(unguardCell))).toEqual(rows);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('ends in rows or in `invalid`, whatever the bytes', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .string({ unit: fc.constantFrom('"', ',', ';', '\n', '\r', 'a', '@', '\u0000', '\ufeff') })
        .map((s) => Buffer.from(s)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (given) => {
        await read(given).catch((error) => expect(error).toMatchObject({ code: 'invalid' }));
      }),
      { numRuns: 500 },
    );
  });
});

describe('a cell', () => {
  it('that a spreadsheet would run is guarded, and comes back as it was', () => {
    for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', "'=1", "''-x", '\uff1d1', '\uff0b1', '\uff201']) {
      expect(guardCell(text)).toBe(`'${text}`);
      expect(unguardCell(guardCell(text))).toBe(text);
    }
  });

  it('that would run where another character ends a cell is guarded there', () => {
    expect(guardCell("Ada;=cmd|'/C calc'!A0;Bob")).toBe("Ada;'=cmd|'/C calc'!A0;Bob");
    expect(guardCell('Ada\n=1\t@x')).toBe("Ada\n'=1\t'@x");
    const piece = fc.constantFrom(
      '=',
      '+',
      '-',
      '@',
      "'",
      ';',
      '\t',
      '\r',
      '\n',
      ',',
      '"',
      'a',
      ' ',
      '\uff1d',
    );
    fc.assert(
      fc.property(fc.string({ unit: piece, maxLength: 12 }), (text) => {
        const guarded = guardCell(text);
        expect(guarded).not.toMatch(/(^|[;\t\r\n])[=+\-@\uff1d]/);
        expect(unguardCell(guarded)).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  it('of no such kind is left alone', () => {
    for (const text of ['', 'Ada', "O'Hara", "'tis", '1-2', ' =1', 'brief;weekly', '2025-03-01T00:00:00Z'])
      expect(guardCell(text)).toBe(text);
  });
});
