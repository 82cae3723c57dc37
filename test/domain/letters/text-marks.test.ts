import { expect, it } from 'vitest';
import { numberReferences } from '../../../functions/domain/letters/text-marks.ts';

it.each([
  ['no link', 'Plain (as it is).', 'Plain (as it is).'],
  ['a link', 'See the map (https://a.example/x).', 'See the map [1].\n\n[1] https://a.example/x'],
  [
    'two links, one of them twice',
    'A (https://a.example), b (https://b.example), a (https://a.example).',
    'A [1], b [2], a [1].\n\n[1] https://a.example\n[2] https://b.example',
  ],
  ['parentheses in an address', 'A (https://a.example/x_(y)) b.', 'A [1] b.\n\n[1] https://a.example/x_(y)'],
  ['an address as its own label', 'https://a.example', 'https://a.example'],
  ['a mailbox', 'Mara (mara@a.example)', 'Mara (mara@a.example)'],
  [
    'footnotes before',
    'So[1] it (https://a.example).\n\n[1] A note.',
    'So[1] it [2].\n\n[1] A note.\n\n[2] https://a.example',
  ],
  ['code', '    f (https://a.example)', '    f (https://a.example)'],
  ['a list in a list in a list', '    - f (https://a.example)', '    - f [1]\n\n[1] https://a.example'],
  [
    'a cell, whose column stays',
    'A (https://a.example)  b\nCCCCCCCCCCCCCCCCCCCCC  d',
    'A [1]                  b\nCCCCCCCCCCCCCCCCCCCCC  d\n\n[1] https://a.example',
  ],
])('the addresses of a text are listed at its end: %s', (_, text, numbered) => {
  expect(numberReferences(text)).toBe(numbered);
});
