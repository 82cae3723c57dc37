import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flowPieces, flowText } from '../../../functions/domain/letters/flowed-text.ts';
import { columnsOf } from '../../../functions/domain/text/columns.ts';

/** Reads format=flowed as RFC 3676 §4 tells a program to. */
function unflow(text: string, delSp = false): string {
  const read: { depth: number; text: string; open: boolean }[] = [];
  for (const raw of text.split('\n')) {
    const marks = /^>*/.exec(raw)![0];
    const line = raw.slice(marks.length).replace(/^ /, '');
    const open = line.endsWith(' ') && line !== '-- ';
    const last = read.at(-1);
    const said = open && delSp ? line.slice(0, -1) : line;
    if (last?.open && last.depth === marks.length) Object.assign(last, { text: last.text + said, open });
    else read.push({ depth: marks.length, text: said, open });
  }
  return read.map(({ depth, text: said }) => '> '.repeat(depth) + said).join('\n');
}

const words = (n: number, word = 'ferry'): string => Array.from({ length: n }, () => word).join(' ');

describe('the text part', () => {
  it.each([
    ['a short line', 'Good morning.', 'Good morning.'],
    ['a space at the end, which would join two lines', 'One  \nTwo', 'One\nTwo'],
    ['the line above a signature', '-- \nMara', '-- \nMara'],
    ['code, with a space of its own', '    a = 1', '     a = 1'],
    ['the word From, with a space of its own', 'From here on', ' From here on'],
    ['a quotation', '> Said.', '> Said.'],
    ['a quotation in a quotation', '> > Said.\n>\n> So.', '>> Said.\n>\n> So.'],
    [
      'a word longer than the line',
      `https://a.example/${'x'.repeat(90)}`,
      `https://a.example/${'x'.repeat(90)}`,
    ],
  ])('keeps %s', (_, text, flowed) => {
    expect(flowText(text)).toBe(flowed);
  });

  it('goes on after a space at the end of the line', () => {
    expect(flowText(words(14))).toBe(`${words(12)} \n${words(2)}`);
    expect(unflow(flowText(words(40)))).toBe(words(40));
  });

  it.each(['- ', '12. ', '[3] ', '  - '])('hangs what goes on under an item of a list: %j', (sign) => {
    const [first, second] = flowText(sign + words(20)).split('\n');
    expect(first).toMatch(/ferry$/);
    expect(first!.trimStart().startsWith(sign.trimStart())).toBe(true);
    // One more space than the item has, which programs for flowed text take away again.
    expect(second).toMatch(new RegExp(`^ {${sign.length + 1}}ferry`));
  });

  it('gives back a long line of code as it was', () => {
    const code = `    ${words(30)}`;
    expect(unflow(flowText(code))).toBe(code);
  });

  it('marks every line of a long quotation', () => {
    for (const line of flowText(`> ${words(40)}`).split('\n')) expect(line).toMatch(/^> ferry/);
    expect(unflow(flowText(`> > ${words(40)}`))).toBe(`> > ${words(40)}`);
  });

  it('ends a line between ideographs, before none that may not begin one', () => {
    const text = `${'港'.repeat(35)}が開いた。${'船'.repeat(40)}`;
    const lines = flowText(text).split('\n');
    for (const line of lines) {
      expect(columnsOf(line)).toBeLessThanOrEqual(74);
      expect(line).not.toMatch(/^。/);
    }
    expect(unflow(lines.join('\n'), true)).toBe(text);
  });

  it('never exceeds 78 columns, but for one word, and loses nothing, whatever the text', () => {
    const word = fc.stringMatching(/^[!-=?-~äß]{1,20}$/);
    fc.assert(
      fc.property(fc.array(fc.array(word, { maxLength: 40 }), { maxLength: 8 }), (lines) => {
        const text = lines.map((line) => line.join(' ')).join('\n');
        const flowed = flowText(text);
        for (const line of flowed.split('\n')) expect(columnsOf(line)).toBeLessThanOrEqual(78);
        expect(unflow(flowed).replace(/ +/g, ' ')).toBe(text);
      }),
    );
  });
});

describe('a text with values to come', () => {
  it('gives a link a line of its own, and an address its place', () => {
    const { pieces, delSp } = flowPieces([
      { literal: 'Leave: ' },
      { slot: 'unsubscribe' },
      { literal: `\nIt was sent to ` },
      { slot: 'address' },
      { literal: '.\n' },
    ]);
    expect(pieces).toEqual([
      { literal: 'Leave: \n' },
      { slot: 'unsubscribe' },
      { literal: '\nIt was sent to ' },
      { slot: 'address' },
      { literal: '.\n' },
    ]);
    expect(delSp).toBe(false);
  });

  it('says that spaces of soft breaks go where scripts have none', () => {
    expect(flowPieces([{ literal: '港が開いた。' }]).delSp).toBe(true);
  });
});
