import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../functions/domain/problem.ts';
import { MAX_VALUE } from '../../../functions/domain/source/text-limits.ts';
import {
  joinLines,
  lineOf,
  linesOf,
  parseFields,
  readBlock,
  readText,
  requireText,
} from '../../../functions/domain/source/yaml-fields.ts';
import { yaml } from '../../support/builders/content.ts';

/** The keys of `text`, two lines below the start of a file, and what was said of them. */
function read(text: string) {
  const problems: Problem[] = [];
  const site = { file: 'a.md', offset: 2, problems };
  const fields = parseFields(yaml, text, ['title', 'topic'], site);
  return { fields: fields!, told: () => problems.map(({ line, message }) => `${line}: ${message}`) };
}

describe('a text in front matter', () => {
  it.each([
    ['title: Buses', 'Buses'],
    ['title: "Buses"', 'Buses'],
    ['title: 2026', '2026'],
    ['title: |\n  Two\n  lines', 'Two lines'],
    ['title: "a\\0b\\tc"', 'ab c'],
    ['title:', undefined],
    ['title: ~', undefined],
    ['title: null', undefined],
    ['title: "null"', 'null'],
    ['title: ""', undefined],
    ['topic: world', undefined],
    [`title: ${'x'.repeat(MAX_VALUE)}`, 'x'.repeat(MAX_VALUE)],
  ])('%j is %j', (text, value) => {
    const { fields, told } = read(text);
    expect([readText(fields, 'title'), told()]).toEqual([value, []]);
  });

  it.each([
    ['title: [a, b]', '3: `title` is a list.'],
    ['title: { a: b }', '3: `title` is a map.'],
    [`title: ${'x'.repeat(MAX_VALUE + 1)}`, '3: `title` has 10,001 characters.'],
  ])('is not %j', (text, message) => {
    const { fields, told } = read(text);
    expect([readText(fields, 'title'), told()]).toEqual([undefined, [message]]);
  });

  it.each([
    ['topic: world', ['3: `title` is missing.']],
    ['topic: world\ntitle: ""', ['4: `title` is missing.']],
    ['title: [a]', ['3: `title` is a list.']],
    ['title: Buses', []],
  ])('that is needed is told of once: %j', (text, messages) => {
    const { fields, told } = read(text);
    requireText(fields, 'title', 'Buses');
    expect(told()).toEqual(messages);
  });
});

it.each([
  ['a key twice', 'title: a\ntitle: b', ['4: `title` is written twice.']],
  ['a strange key', 'titel: a', ['3: `titel` is not a known key.']],
  ['no keys', 'just words', ['3: There are no keys here.']],
  ['a list', '- a', ['3: There are no keys here.']],
  ['nothing', '', []],
])('%s is told of with its line: %j', (_, text, messages) => {
  expect(read(text).told()).toEqual(messages);
});

it('a key stands on the line of the file it was written on', () => {
  const { fields } = read('title: a\n\ntopic: |\n  b\n  c');
  expect([lineOf(fields, 'title'), lineOf(fields, 'topic'), lineOf(fields, 'id')]).toEqual([3, 5, 3]);
  expect(linesOf(fields)).toEqual({ title: 3, topic: 5 });
  expect(readBlock(fields, 'topic')?.text).toBe('b\nc\n');
});

it.each([
  ['plain words', 'plain words'],
  ['  two \n lines ', 'two lines'],
  ['a\u0000b', 'ab'],
])('%j on one line is %j', (text, line) => {
  expect(joinLines(text)).toBe(line);
});

it.each([
  ['title: We are #1', ['3: The value of `title` is cut off at `#1`: behind a space, `#` begins a comment.']],
  ['title: a\ntopic: See # 5 for more', ['4: The value of `topic` is cut off at `# 5 for more`: behind']],
  ['title: #metoo', ['3: The value of `title` is cut off at `#metoo`: behind']],
  ['title: Why #ИмяРек matters', ['3: The value of `title` is cut off at `#ИмяРек matters`: behind']],
  ['title: a # a note to the desk', []],
  ['title: true #note', []],
  ['title: 2026-11-20 07:00 #note', []],
  ['title: "We are #1" #note', []],
  ['title: We are#1', []],
  ['title: |\n  We are #1', []],
  ['title: a ##', []],
  ['# note\ntitle: a\n#1\n', []],
])('the rest of %j is missed where it was meant', (text, messages) => {
  expect(read(text).told()).toEqual(messages.map((message) => expect.stringContaining(message)));
});
