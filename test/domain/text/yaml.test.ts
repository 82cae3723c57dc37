import { expect, it } from 'vitest';
import { yamlText } from '../../../functions/domain/text/yaml.ts';

it.each([
  ['night-buses', 'night-buses'],
  ['/articles/x', '/articles/x'],
  // Quoted: something else without quotes.
  ['null', '"null"'],
  ['True', '"True"'],
  ['nullable', 'nullable'],
  ['a: b', '"a: b"'],
  ['# note', '"# note"'],
  ['- item', '"- item"'],
  ['@me', '"@me"'],
  ['two words', '"two words"'],
  ['say "hi"', '"say \\"hi\\""'],
  ['', '""'],
  ['a\nb', '"a\\nb"'],
])('%j in YAML is %s', (text, yaml) => {
  expect(yamlText(text)).toBe(yaml);
});
