import { expect, it } from 'vitest';
import { FOLD_MARK, pictureMark, styleMark } from '../../../functions/domain/content/fragment.ts';
import { firstWordsOf, shortenSummary, stopAfter } from '../../../functions/domain/letters/preview-text.ts';

it.each([
  ['a paragraph', '<p>Ferries are back.</p>', 'Ferries are back.'],
  ['two paragraphs', '<p>One.</p><p>Two.</p>', 'One. Two.'],
  ['a word set off', '<p>In<em>ter</em>city.</p>', 'Intercity.'],
  ['a list', '<ul><li>One</li><li>Two</li></ul>', 'One Two'],
  ['a link', '<p>See <a href="https://a.example">there</a>.</p>', 'See there.'],
  ['what is escaped', '<p>1 &lt; 2 &amp;amp; &quot;3&quot;</p>', '1 < 2 &amp; "3"'],
  ['styles and pictures', `<p${styleMark('p')}>${pictureMark(0)}Ferries.</p>`, 'Ferries.'],
  ['a fold', `<p>Above.</p>${FOLD_MARK}<p>Below.</p>`, 'Above.'],
  ['a footnote', '<p>So<sup class="footnote-ref"><a>1</a></sup>.</p>', 'So.'],
  ['a power', '<p>m<sup>2</sup></p>', 'm2'],
  ['notes below', '<p>So.</p><section class="footnotes"><p>Why.</p></section>', 'So.'],
  ['nothing', '', ''],
  ['nothing but a picture', pictureMark(0), ''],
])('the first words of %s', (_, html, words) => {
  expect(firstWordsOf({ html })).toBe(words);
});

it.each([
  ['of 140 characters', 'x'.repeat(140), 'x'.repeat(140)],
  ['of 141 characters', 'x'.repeat(141), `${'x'.repeat(140)}…`],
  ['of many words', 'ferry '.repeat(30), `${'ferry '.repeat(23).trimEnd()}…`],
])('a summary %s is cut as inboxes cut it', (_, summary, line) => {
  expect(shortenSummary(summary)).toBe(line);
  expect(firstWordsOf({ html: `<p>${summary}</p>` })).toBe(line);
});

it.each([
  ['The harbour opens', '. '],
  ['Is it open?', ' '],
  ['“Open at last!”', ' '],
  ['And so on…', ' '],
  ['港が開いた', '。'],
  ['港が開いた（写真）', '。'],
  ['港が開いた。', ' '],
  ['افتتح الميناء؟', ' '],
  ['Vitamin (D)', '. '],
])('a headline ends as a sentence of the preview line: %s', (headline, stop) => {
  expect(stopAfter(headline)).toBe(stop);
});
