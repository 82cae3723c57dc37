import { Ajv } from 'ajv';
import { expect, it } from 'vitest';
import {
  choiceOf,
  fileSchema,
  flagKey,
  freeText,
  type KeySchema,
  listOf,
  mapOf,
  neededText,
  numberFrom,
  pairsSchema,
  textList,
  withHints,
} from '../../../functions/domain/source/key-schema.ts';

const item = mapOf(['a', 'b'], { a: neededText, b: freeText }, ['a']);

it.each<[string, KeySchema, unknown, boolean]>([
  ['a text', neededText, 'x', true],
  // YAML reads `2026` as a number, and the parser takes it for a text.
  ['a year as a text', neededText, 2026, true],
  ['nothing for a needed text', neededText, null, false],
  ['nothing for a free text', freeText, null, true],
  ['a flag', flagKey, true, true],
  ['a word for a flag', flagKey, 'yes', false],
  ['one text for a list', textList, 'x', true],
  ['a list of texts', textList, ['x', null], true],
  ['a list of lists', textList, [['x']], false],
  ['a choice', choiceOf('edited', 'digest'), 'edited', true],
  ['another choice', choiceOf('edited', 'digest'), 'film', false],
  ['the least number', numberFrom(1, 10), 1, true],
  ['less than that', numberFrom(1, 10), 0.9, false],
  ['more than the most', numberFrom(1, 10), 11, false],
  ['pairs of any keys', pairsSchema(), { '/a': '/b' }, true],
  ['a list of maps', listOf(item), [{ a: 'x' }], true],
  ['a map without its needed key', listOf(item), [{ b: 'x' }], false],
  ['a map with a strange key', listOf(item), [{ a: 'x', c: 'y' }], false],
  ['a file of nothing', fileSchema('File', item), null, false],
])('%s: the schema %j takes %j: %s', (_, schema, value, takes) => {
  expect(new Ajv({ allowUnionTypes: true }).validate({ ...schema }, value)).toBe(takes);
});

it('hints stand at their keys, also within lists of maps', () => {
  const schema = mapOf(['items'], { items: listOf(item) });
  const hinted = withHints(
    schema,
    new Map([
      ['items', 'All.'],
      ['items.a', 'The first.'],
    ]),
  );
  expect(hinted).toMatchObject({
    properties: {
      items: {
        description: 'All.',
        items: { properties: { a: { description: 'The first.' }, b: freeText } },
      },
    },
  });
});
