import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stemmerFor } from '../../../functions/domain/search/stem.ts';
import { foldText } from '../../../functions/domain/search/words.ts';

describe('a stemmer', () => {
  it.each([
    ['en', 'harbour harbours'],
    ['en-GB', 'story stories'],
    ['en', 'make makes making'],
    ['en', 'run runs running'],
    ['en', 'elect elects elected electing'],
    ['en', 'box boxes'],
    ['en', 'house houses'],
    ['en', 'price prices priced pricing'],
    ['de', 'Hafen Häfen Hafens'],
    ['de', 'Artikel Artikels Artikeln'],
    ['de-AT', 'Kind Kinder Kindern Kindes'],
    ['de', 'Zeitung Zeitungen'],
    ['de', 'schnell schneller schnelle schnelles'],
    ['fr', 'journal journaux'],
    ['fr', 'ville villes'],
    ['es', 'ciudad ciudades'],
    ['nl', 'boek boeken'],
  ])('in %s joins %s', (language, forms) => {
    const { stem } = stemmerFor(language);
    expect(new Set(forms.split(' ').map((word) => stem(foldText(word)))).size).toBe(1);
  });

  it.each([
    ['en', 'news new'],
    ['en', 'bus bu'],
    ['en', 'gas ga'],
    ['en', 'sing s'],
    ['en', 'election elect'],
    ['en', 'red r'],
    ['de', 'See Se'],
    ['ja', 'cats cat'],
  ])('in %s keeps %s apart', (language, words) => {
    const [one, other] = words.split(' ').map((word) => stemmerFor(language).stem(word));
    expect(one).not.toBe(other);
  });

  it('gives a root with which the word itself begins, whatever the word', () => {
    const languages = fc.constantFrom('en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'pl');
    const ends = fc.constantFrom('', 's', 'es', 'ies', 'ing', 'ed', 'ern', 'en', 'aux', 'al', 'y', 'e', 'st');
    fc.assert(
      fc.property(languages, fc.stringMatching(/^[a-z]{1,9}$/), ends, (language, start, end) => {
        const { stem, rootOf } = stemmerFor(language);
        expect(`${start}${end}`.startsWith(rootOf(stem(`${start}${end}`)))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
