import { expect, it } from 'vitest';
import type { Problem } from '../../../functions/domain/problem.ts';
import { MAX_ENTRIES } from '../../../functions/domain/source/text-limits.ts';
import { type Fields, parseFields } from '../../../functions/domain/source/yaml-fields.ts';
import {
  readFlag,
  readInstant,
  readMapField,
  readMapList,
  readNumber,
  readOneOf,
  readPairs,
  readTextList,
} from '../../../functions/domain/source/yaml-values.ts';
import { yaml } from '../../support/builders/content.ts';

/** The value that `reader` finds at the key `k`, and what it said. */
function read<T>(value: string, reader: (fields: Fields) => T): [T, string[]] {
  const problems: Problem[] = [];
  const fields = parseFields(yaml, `k: ${value}`, ['k'], { file: 'a.yaml', offset: 0, problems })!;
  const found = reader(fields);
  return [found, problems.map(({ message }) => message)];
}

it.each([
  ['true', true, []],
  ['False', false, []],
  ['', true, []],
  ['yes', true, ['`k` is `yes`.']],
  ['1', true, ['`k` is `1`.']],
])('the flag %j is %s: %j', (value, found, said) => {
  expect(read(value, (fields) => readFlag(fields, 'k', true))).toEqual([found, said]);
});

it.each([
  ['edited', 'edited', []],
  ['', 'digest', []],
  ['Edited', 'digest', ['`k` is `Edited`.']],
])('the choice %j is %s: %j', (value, found, said) => {
  expect(read(value, (fields) => readOneOf(fields, 'k', ['digest', 'edited'], 'digest'))).toEqual([
    found,
    said,
  ]);
});

it.each([
  ['1', 1, []],
  ['10', 10, []],
  ['2.5', 2.5, []],
  ['', undefined, []],
  ['0', undefined, ['`k` is `0`.']],
  ['11', undefined, ['`k` is `11`.']],
  ['many', undefined, ['`k` is `many`.']],
  ['NaN', undefined, ['`k` is `NaN`.']],
])('the number %j, from 1 to 10, is %s: %j', (value, found, said) => {
  expect(read(value, (fields) => readNumber(fields, 'k', 1, 10))).toEqual([found, said]);
});

it.each([
  ['2026-11-23T07:00', '2026-11-23T07:00:00.000Z', 0],
  ['2026-07-23T07:00', '2026-07-23T06:00:00.000Z', 0],
  ['2026-11-23T07:00+01:00', '2026-11-23T06:00:00.000Z', 0],
  ['tomorrow', undefined, 1],
])('the instant %j in London is %s, with %d faults', (value, iso, faults) => {
  const [found, said] = read(value, (fields) => readInstant(fields, 'k', 'Europe/London'));
  expect([found, said.length]).toEqual([iso && Date.parse(iso), faults]);
});

it.each([
  ['[a, b]', ['a', 'b'], []],
  ['a', ['a'], []],
  ['', [], []],
  ['[a, ~, ""]', ['a', ''], []],
  ['{ a: b }', [], ['`k` is a map.']],
  ['[a, [b], { c: d }]', ['a'], ['`k` holds a list.', '`k` holds a map.']],
])('the texts %j are %j: %j', (value, found, said) => {
  const [texts, messages] = read(value, (fields) => readTextList(fields, 'k'));
  expect([texts.map(({ text }) => text), messages]).toEqual([found, said]);
});

it.each([
  [MAX_ENTRIES, MAX_ENTRIES, []],
  [MAX_ENTRIES + 1, MAX_ENTRIES, ['`k` has 1,001 entries.']],
])('of a list of %d entries %d are read: %j', (count, kept, said) => {
  const list = `[${Array.from({ length: count }, (_, n) => `a${n}`).join(', ')}]`;
  const [texts, messages] = read(list, (fields) => readTextList(fields, 'k'));
  expect([texts.length, messages]).toEqual([kept, said]);
});

it.each([
  ['{ a: b }', true, []],
  ['', false, []],
  ['{ x: y }', true, ['`x` is not a known key.']],
  ['word', false, ['`k` is a text.']],
  ['[a]', false, ['`k` is a list.']],
])('the map %j is read: %s %j', (value, is, said) => {
  const [found, messages] = read(value, (fields) => readMapField(fields, 'k', ['a']));
  expect([found !== undefined, messages]).toEqual([is, said]);
});

it.each([
  ['[{ a: 1 }, { a: 2 }]', 2, []],
  ['', 0, []],
  ['{ a: 1 }', 0, ['`k` is a map.']],
  ['[{ a: 1 }, word]', 1, ['`k` holds a text.']],
])('of the maps %j are %d: %j', (value, count, said) => {
  const [found, messages] = read(value, (fields) => readMapList(fields, 'k', ['a']));
  expect([found.length, messages]).toEqual([count, said]);
});

it('pairs have keys of anybody', () => {
  const [found] = read('{ "/old": /new, /none: }', (fields) => readPairs(fields, 'k'));
  expect(found).toEqual([{ key: '/old', value: '/new', line: 1 }]);
});
