/** Content that a naive parser reads in quadratic time or worse: up to 100 KB with BROADSHEET_LONG=1, else a tenth. */
import { LONG } from './rounds.ts';

type Bomb = readonly [name: string, text: string];

const some = (most: number): number => (LONG ? most : Math.ceil(most / 10));
const list = (most: number, one: (n: number) => string, between = '\n'): string =>
  Array.from({ length: some(most) }, (_, n) => one(n)).join(between);

/** Openings of Markdown constructs that are never closed. */
const OPENING =
  '>_ -_ [ ![ *a_ **a ` ``a < <a_ <!-- | [^ ^[ [a]( [a][ & \\ (( __a ~~~ ![a]( [^a]: #_ 1._ &# <a@ ***'.split(
    ' ',
  );

export const BODY_BOMBS: readonly Bomb[] = [
  ...OPENING.map((piece) => piece.replaceAll('_', ' ')).map(
    (piece): Bomb => [piece, piece.repeat(some(60_000) / piece.length)],
  ),
  ['many columns', ['|a', '|-', '|b'].map((cell) => `${cell.repeat(some(5000))}|\n`).join('')],
  ['many rows', `|a|b|\n|-|-|\n${'|c|d|\n'.repeat(some(8000))}`],
  ['many definitions', list(4000, (n) => `[${n}]: /a${n}\n\n[${n}]\n`)],
  ['many notes', list(4000, (n) => `a[^${n}]\n\n[^${n}]: b\n`)],
  ['one note, named often', `${'[^1] '.repeat(some(20_000))}\n\n[^1]: a`],
  [
    'one address, named often',
    `[a]: https://a.example/${'u'.repeat(some(1900))}\n\n${'[a] '.repeat(some(15_000))}`,
  ],
  ['one long address, named often', `[a]: /${'u'.repeat(some(40_000))}\n\n${'[a] '.repeat(some(3000))}`],
  ['one title, named often', `[a]: /a "${'t'.repeat(some(40_000))}"\n\n${'[a] '.repeat(some(3000))}`],
  [
    'one caption, named often',
    `[a]: images/a.png "${'t'.repeat(some(40_000))}"\n\n${'![b][a]\n\n'.repeat(some(1000))}`,
  ],
  ['one place, linked often', `# a\n\n${'[b](#a) '.repeat(some(10_000))}`],
  ['lazy lines', `${'> '.repeat(some(90))}a\n${'b\n'.repeat(some(20_000))}`],
  ['one heading for many rows', `|${'h'.repeat(some(10_000))}|b|\n|-|-|\n${'|c|d|\n'.repeat(some(5000))}`],
  ['notes within notes', `a[^0]\n\n${list(2000, (n) => `[^${n}]: b[^${n + 1}]\n`)}`],
  ['deep lists', list(300, (n) => `${' '.repeat(2 * n)}- a`)],
  ['a line without end', 'word '.repeat(some(20_000))],
  ['a word without end', 'x'.repeat(some(100_000))],
  ['marks of every height', '\u0301'.repeat(some(50_000))],
];

export const YAML_BOMBS: readonly Bomb[] = [
  ['aliases', `tags: [&a x, ${'*a, '.repeat(some(5000))}]`],
  ['brackets', `tags: ${'['.repeat(some(20_000))}`],
  ['maps in maps', `tags: ${'{a: '.repeat(some(20_000))}`],
  ['deep lists', `tags:\n${list(2000, (n) => `${' '.repeat(n + 1)}-`)}`],
  ['many keys', list(5000, (n) => `key${n}: ${n}`)],
  ['many tags', `tags: [${list(10_000, (n) => `t${n}`, ', ')}]`],
  ['many aliases', `aliases: [${list(5000, (n) => `old-${n}`, ', ')}]`],
  ['a long summary', `summary: "${'<b>'.repeat(some(20_000))}"`],
  ['a long title', `title: "${'t'.repeat(some(100_000))}"`],
  ['a long tag', `tags: ["${'t'.repeat(some(100_000))}"]`],
  ['a long caption', `image: {src: images/a.png, alt: a, caption: "${'t'.repeat(some(100_000))}"}`],
  ['many corrections', `corrections:\n${list(3000, () => '  - {date: 2026-11-21, text: x}')}`],
  ['question marks', '? '.repeat(some(20_000))],
  ['a block without end', `summary: >\n${'  a\n'.repeat(some(20_000))}`],
];
