import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { YamlNode } from '../../../functions/domain/text/yaml.ts';
import { yaml } from '../../support/builders/content.ts';

/** Values alone, to compare with. */
function plain(node: YamlNode | undefined): unknown {
  if (!node) return undefined;
  if (node.kind === 'scalar') return node.text;
  if (node.kind === 'list') return node.items.map(plain);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]));
}

const parse = (text: string) => {
  const parsed = yaml.parse(text);
  return 'fault' in parsed ? parsed.fault : plain(parsed.node);
};

describe('folded lines of a value', () => {
  const foldedValue = (text: string) => {
    const parsed = yaml.parse(text);
    const node = 'node' in parsed ? parsed.node : undefined;
    const value = node?.kind === 'map' ? node.entries[0]!.value : undefined;
    return value?.kind === 'scalar' ? value.text : undefined;
  };
  it.each([
    ['summary: 日本語の\n  文章', '日本語の文章'],
    ['summary: >-\n  日本語の\n  文章 です\n  か', '日本語の文章 ですか'],
    ['summary: "第一行，\n  第二行"', '第一行，第二行'],
    ['summary: 東京\n  Tokyo\n  한국\n  어', '東京 Tokyo 한국 어'],
    ['summary: one\n  two', 'one two'],
  ])('%j is %j', (text, value) => {
    expect(foldedValue(text)).toBe(value);
  });
});

describe('YAML', () => {
  it('keeps every value as the text it is written as', () => {
    expect(parse('a: 2026-11-20\nb: 007\nc: yes\nd: "q"\ne: [x, {y: z}]\nf:')).toEqual({
      a: '2026-11-20',
      b: '007',
      c: 'yes',
      d: 'q',
      e: ['x', { y: 'z' }],
      f: '',
    });
  });

  it.each([
    'no',
    'Yes',
    'on',
    '1.10',
    '08',
    '0o17',
    '1e3',
    '12:30',
    'Null',
    'NaN',
    '.5',
    '0x1f',
    '1_000',
    '+49',
  ])('reads %s as its words, not as what YAML makes of them', (value) => {
    expect(parse(`a: ${value}`)).toEqual({ a: value });
  });

  it.each([
    ['a: We are #1', '#1'],
    ['a: x #y # z', '#y # z'],
    ['a: #0b5c6b', '#0b5c6b'],
    ['b: 1\na:\t# note', '# note'],
    ['a: "x" #1', undefined],
    ['a: x#1', undefined],
    ['a:\n  # note\n  b: 1', undefined],
    ['a: |\n  x #1', undefined],
  ])('keeps the comment behind an unquoted value: %j', (text, comment) => {
    const parsed = yaml.parse(text);
    const entries = 'node' in parsed && parsed.node?.kind === 'map' ? parsed.node.entries : [];
    expect(entries.at(-1)?.value).toEqual(
      comment === undefined
        ? expect.not.objectContaining({ comment: expect.anything() })
        : expect.objectContaining({ comment }),
    );
  });

  it('keeps the comment of an item in a list, with its line', () => {
    const parsed = yaml.parse('a: b\nl:\n  - x #1\n  # note\n  - #2\n  - "q" #3\n');
    const list = 'node' in parsed && parsed.node?.kind === 'map' ? parsed.node.entries[1]?.value : undefined;
    expect(list?.kind === 'list' && list.items).toMatchObject([
      { text: 'x', comment: '#1', line: 3 },
      { text: '', comment: '#2', line: 5 },
      { text: 'q', line: 6 },
    ]);
  });

  it('knows the line of each key and of a block’s first line', () => {
    const parsed = yaml.parse('# note\na: 1\n\nb:\n  c: |\n    one\n    two\n');
    const root = 'node' in parsed ? parsed.node : undefined;
    const [a, b] = root?.kind === 'map' ? root.entries : [];
    const [c] = b?.value.kind === 'map' ? b.value.entries : [];
    expect([a?.line, b?.line, c?.line, c?.value.line]).toEqual([2, 4, 5, 6]);
  });

  it('hands on keys that are written twice, so that the reader can name both lines', () => {
    const parsed = yaml.parse('a: 1\na: 2');
    expect('node' in parsed && parsed.node?.kind === 'map' && parsed.node.entries.map((e) => e.line)).toEqual(
      [1, 2],
    );
  });

  it.each([
    ['a: Yes, but: no', 1, 'Put the value in quotes if it holds a colon'],
    ['a: 1\nb: *x', 2, 'Put the value in quotes.'],
    ['a: &x 1', 1, 'Put the value in quotes.'],
    ['a: !!js/function x', 1, 'Put the value in quotes.'],
    ['a:\n\t- b', 2, 'Indent with spaces.'],
    ['a: [1, 2', 1, 'Close the bracket'],
    ['a: "x', 1, 'Close it with `"` at the end of the value.'],
    ['a: 1\n---\nb: 2', 3, 'Keep everything in one document.'],
    ['? [a]\n: b', 1, 'Write a plain word before the colon.'],
    ['['.repeat(100_000), 1, 'write it flat'],
  ])('answers %j with a fault on its line and a remedy', (text, line, remedy) => {
    expect(parse(text)).toMatchObject({ line, remedy: expect.stringContaining(remedy) });
  });

  it('never throws, whatever the text is', () => {
    const pieces = fc.constantFrom(
      'a',
      ': ',
      '- ',
      '\n',
      '  ',
      '\t',
      '"',
      "'",
      '[',
      '{',
      '}',
      ']',
      '|',
      '>',
      '&',
      '*',
      '!',
      '#',
      '---',
      '%',
      '\\',
      '\0',
      '😀',
      ',',
      '?',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = yaml.parse(text);
        if ('fault' in parsed) expect(parsed.fault.remedy).not.toBe('');
      }),
      { numRuns: 300 },
    );
  });
});
