import { expect, it } from 'vitest';
import {
  escapeBytes,
  escapeInvisible,
  escapeInvisibleJson,
  isPrintable,
} from '../../functions/domain/printable-text.ts';

it.each([
  ['plain words', 'Größe 🚌', 'Größe 🚌'],
  // GitHub's runners take a line that begins so for a command.
  ['a line break', 'a\n::error::b', 'a\\n::error::b'],
  ['a tab and a return', 'a\tb\r', 'a\\tb\\r'],
  ['an escape sequence', '\u001b[31m', '\\u001b[31m'],
  ['a turn of direction', 'a\u202egpj.exe', 'a\\u202egpj.exe'],
  ['a BOM', '\ufeffa', '\\ufeffa'],
  ['a separator of lines', 'a\u2028b', 'a\\u2028b'],
])('%s: %j is shown as %s', (_, text, seen) => {
  expect(escapeInvisible(text)).toBe(seen);
  expect(isPrintable(text)).toBe(seen === text);
});

it.each([
  ['{\n"a":"b"}', '{\n"a":"b"}'],
  ['"a\u202eb"', '"a\\u202eb"'],
])('JSON %j stays JSON: %j', (json, seen) => {
  expect(escapeInvisibleJson(json)).toBe(seen);
  expect(JSON.parse(escapeInvisibleJson(json))).toEqual(JSON.parse(json));
});

it.each([
  ['ASCII', [0x61, 0x2e, 0x6d, 0x64], 'a.md'],
  ['UTF-8', [0xc3, 0xb6], 'ö'],
  ['what is none', [0x61, 0xff, 0x62], 'a\\xffb'],
  ['half a character', [0xf0, 0x9f, 0x9a], '\\xf0\\x9f\\x9a'],
  ['a line break', [0x0a], '\\n'],
  ['nothing', [], ''],
])('bytes of %s are shown as %s', (_, bytes, seen) => {
  expect(escapeBytes(Uint8Array.from(bytes as number[]))).toBe(seen);
});
