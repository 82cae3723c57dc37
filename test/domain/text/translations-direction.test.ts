import { describe, expect, it } from 'vitest';
import { directLines, directTitle, turnArrows } from '../../../functions/domain/text/translations.ts';

describe('a title', () => {
  it.each([
    ['ar', 'حافلات Night Line (24 ساعة)', false],
    ['ar', 'Night Line: 12 خطًا', true],
    ['ar', '«حافلات»', false],
    ['ar', '24 ساعة', false],
    ['ar', '100 %', true],
    ['he', 'Tel Aviv תל אביב', true],
    ['he', '(שלום) Shalom', false],
    ['ar', '\u20661 big thing:\u2069 حافلات', false],
    ['en', 'Night Line', false],
    ['ar', '', false],
  ])('in %s, %j, needs a mark: %s', (language, title, marked) => {
    expect(directTitle(title, language)).toBe(marked ? `\u200f${title}` : title);
  });
});

it('lines are directed one by one, and addresses are left alone', () => {
  const text = 'London: خبر\n\nhttps://a.example/x\n1  4,000\nخبر';
  expect(directLines(text, 'ar')).toBe('\u200fLondon: خبر\n\nhttps://a.example/x\n\u200f1  4,000\nخبر');
  expect(directLines(text, 'en')).toBe(text);
});

it('the arrow of a note’s way back turns round with the text', () => {
  expect(turnArrows('<a>\u21a9\ufe0e</a> \u21a9', 'he')).toBe('<a>\u21aa\ufe0e</a> \u21a9');
  expect(turnArrows('<a>\u21a9\ufe0e</a>', 'de')).toBe('<a>\u21a9\ufe0e</a>');
});
