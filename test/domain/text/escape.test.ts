import { expect, it } from 'vitest';
import { escapeHtml, stripForbidden } from '../../../functions/domain/text/escape.ts';

it.each([
  ['Cat & mouse', 'Cat &amp; mouse'],
  ['1 < 2 > 0', '1 &lt; 2 &gt; 0'],
  ['" onload="x', '&quot; onload=&quot;x'],
  ["' onload='x", '&#39; onload=&#39;x'],
  ['&amp;', '&amp;amp;'],
  ['', ''],
])('%j in HTML is %j', (text, html) => {
  expect(escapeHtml(text)).toBe(html);
});

it.each([
  ['a line break', 'a\nb\r\n', 'a\nb\r\n'],
  ['a tab', 'a\tb', 'a\tb'],
  ['NUL', 'a\u0000b', 'ab'],
  ['the marks of a fragment', '\u0001b\u0002', 'b'],
  ['escape sequences of a terminal', '\u001b[31m', '[31m'],
  ['the next line of EBCDIC', 'a\u0085b', 'a\u0085b'],
  ['a C1 control', 'a\u0084b\u0086', 'ab'],
  ['half of an emoji', 'a\ud83d', 'a\ufffd'],
  ['a whole emoji', '🚌', '🚌'],
  ['what is no character', 'a\ufffe\uffff', 'a'],
])('of content with %s stays what XML allows', (_, text, stays) => {
  expect(stripForbidden(text)).toBe(stays);
});
