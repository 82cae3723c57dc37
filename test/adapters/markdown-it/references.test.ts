import { describe, expect, it } from 'vitest';
import { brief, markdown } from '../../support/builders/content.ts';

const problemsOf = (body: string): string[] =>
  brief(
    markdown.render(body, { file: 'content/articles/a.md', line: 10, axioms: [], idPrefix: 'a-' }).problems,
  );

const A = '[a]: https://a.example';

describe('a reference', () => {
  it.each([
    ['x\nnote[^zz]', '11 warning: There is no note `[^zz]`'],
    ['- ^[a note [^zz]]', '10 warning: There is no note `[^zz]`'],
    ['the [plan][plan] is', '10 warning: There is no definition of `[plan]`'],
    ['the [Plan][]', '10 warning: There is no definition of `[Plan]`'],
    ['![A][picture]', '10 warning: There is no definition of `[picture]`'],
    [`${A}\n\n[one\\]][b] [a]`, '12 warning: There is no definition of `[b]`'],
    ['x\n\n[^n]: lost', '12 warning: Nothing refers to the note `[^n]`: it is left out.'],
    ['x[^1]\n\n[^1]: one\n\n[^1]: two', '14 warning: The note `[^1]` is defined twice: only the last'],
    [`x\n\n${A}`, '12 warning: Nothing refers to `[a]`: its address is not printed.'],
    [`${A}\n[A]: https://b.example\n\n[a]`, '11 warning: `[A]` is defined twice: only the first counts.'],
    [
      Array.from({ length: 7 }, (_, i) => `[l${i}]: /archive`).join('\n'),
      '10 warning: Nothing refers to `[l0]`, `[l1]`, `[l2]`, `[l3]`, `[l4]` and 2 more: their',
    ],
  ])('without its counterpart is said: %j', (body, expected) => {
    expect(problemsOf(body)).toEqual([expect.stringContaining(expected)]);
  });

  it.each([
    `[words][a] [a][] [a]\n\n${A}`,
    `${A}\n${A}\n\n[a]`,
    `[\`code\`][A]\n\n${A} "title"`,
    `[![x][img]][a]\n\n[img]: images/a.png\n${A}`,
    `> ${A}\n\n[a]`,
    '[a  b]\n\n[A\nB]: https://a.example',
    'x[^1]: y\n\n[^1]:\n    The note.',
    '[//]: # (a note to myself)',
    'Of [sic] and [1][2] and x[i][j] and \\[a][b] and [ ].',
    '`[^1]` `[a][b]`\n\n    [c]: https://c.example\n\n```\n[^d]: e\n```',
    '- [a]: [see this](https://b.example)\n- [a]: is too\n\n[a]: https://a.example',
    'a class such as [^ a-z] of [^]',
  ])('with it, in code or in prose passes: %j', (body) => {
    expect(problemsOf(body)).toEqual([]);
  });

  it('is said twenty times in one body at most', () => {
    const many = Array.from({ length: 50 }, (_, i) => `x[^${i}]`).join(' ');
    expect(problemsOf(many)).toHaveLength(20);
  });

  it.each(['[^a', '[a][', '[a]:', '[^a]: b\n\n', '[a]: /archive\n', '[a][b] ', '> - [', '[a]: <'])(
    'is looked for in time that grows with the length alone: %j',
    (piece) => {
      const start = process.cpuUsage();
      problemsOf(piece.repeat(100_000 / piece.length));
      expect(process.cpuUsage(start).user).toBeLessThan(6_000_000);
    },
  );
});
