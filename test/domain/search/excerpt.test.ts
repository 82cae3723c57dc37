import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerptOf, markText } from '../../../functions/domain/search/excerpt.ts';

const looksFor = (...words: string[]) => ({ matches: (word: string) => words.includes(word), dense: [] });
const show = (made: ReturnType<typeof markText> | undefined) =>
  made?.pieces.map(({ text, hit }) => (hit ? `[${text}]` : text)).join('');

describe('an excerpt', () => {
  it('marks words as they are written', () => {
    expect(show(markText('Die Möwe, die MÖWE.', looksFor('mowe')))).toBe('Die [Möwe], die [MÖWE].');
    expect(show(markText('東京都庁と大阪', { matches: () => false, dense: ['東京', '京都'] }))).toBe(
      '[東京都]庁と大阪',
    );
  });

  it('is where the most different words are near each other', () => {
    const filler = 'nothing of note here '.repeat(30);
    const made = show(
      excerptOf(`harbour harbour ${filler} the harbour tide ${filler}`, looksFor('harbour', 'tide')),
    );
    expect(made).toMatch(/^… .*\[harbour\] \[tide\].* …$/);
    expect(made!.length).toBeLessThan(300);
  });

  it('is none of a text without the words', () => {
    expect(excerptOf('Nothing here.', looksFor('tide'))).toBeUndefined();
  });

  it('repeats the text and nothing else, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        const matcher = { matches: () => true, dense: [] };
        expect(
          markText(text, matcher)
            .pieces.map((piece) => piece.text)
            .join(''),
        ).toBe(text);
        excerptOf(text, matcher);
      }),
    );
  });
});
