import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareFingerprints, fingerprintStory } from '../../../functions/domain/stories/fingerprint.ts';

const BUSES =
  'The council voted last night to keep six night routes through the winter. Four thousand people ride home on them from a shift.';
const MINE =
  'A drowned coal mine below the town now heats nine hundred homes, and the first bills came in at half of what gas had cost.';
const compare = (a: [string, string], b: [string, string]) =>
  compareFingerprints(
    fingerprintStory({ title: a[0], text: a[1] }),
    fingerprintStory({ title: b[0], text: b[1] }),
  );

/** A linear congruential generator (Numerical Recipes). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('the prints of two stories', () => {
  it.each<[string, [string, string], [string, string], string]>([
    ['a copy', ['Buses', BUSES], ['Buses', BUSES], 'copy'],
    ['a copy but for case and signs', ['Buses!', BUSES], ['BUSES', BUSES.toUpperCase()], 'copy'],
    ['one text under two headlines', ['Buses', BUSES], ['Night routes', BUSES], 'same'],
    ['a word mended', ['Buses', BUSES], ['Routes', BUSES.replace('six', 'seven')], 'same'],
    ['a text as long again behind it', ['Buses', BUSES], ['Buses', `${BUSES} ${MINE}`], 'same'],
    ['the headline of a column', ['Letters', BUSES], ['Letters', MINE], 'namesake'],
    ['nothing', ['Buses', BUSES], ['Mine', MINE], 'other'],
    ['the headline, and too few words', ['Buses', 'More soon.'], ['Buses', 'More soon.'], 'namesake'],
    ['too few words', ['Buses', 'More soon.'], ['Mine', 'More soon.'], 'other'],
  ])('tell %s', (_, a, b, likeness) => {
    expect(compare(a, b)).toBe(likeness);
    expect(compare(b, a)).toBe(likeness);
  });

  it('tell a long text from the same with one figure in it changed, and from the same under another picture', () => {
    const random = seeded(20261124);
    const words = Array.from({ length: 500 }, () => `w${Math.floor(3000 * random() ** 3)}`);
    for (let i = 0; i < 200; i++) {
      const other = words.with(Math.floor(500 * random()), `figure${i}`);
      expect(compare(['Water levels', words.join(' ')], ['Water levels', other.join(' ')])).toBe('same');
    }
    const cartoon = (picture: string) => fingerprintStory({ title: 'Cartoon', text: BUSES }, [picture]);
    expect(compareFingerprints(cartoon('media/a.jpg'), cartoon('media/a.jpg'))).toBe('copy');
    expect(compareFingerprints(cartoon('media/a.jpg'), cartoon('media/b.jpg'))).toBe('same');
  });

  it('are short, whatever the story', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.lorem({ maxCount: 400 }), (title, text) => {
        expect(fingerprintStory({ title, text })).toMatch(/^[\w-]{6}\.([\w-]{43})?$/);
      }),
      { seed: 20261123, numRuns: 50 },
    );
  });

  it('of texts that have nothing in common but a headline are seldom mistaken for one', () => {
    const random = seeded(20261123);
    // As frequent as words are: a few very, most seldom.
    const word = () => `w${Math.floor(3000 * random() ** 3)}`;
    const words = () => Array.from({ length: 200 }, word).join(' ');
    const all = Array.from({ length: 60 }, () => fingerprintStory({ title: 'Letters', text: words() }));
    const pairs = all.flatMap((a, i) => all.slice(i + 1).map((b) => compareFingerprints(a, b)));
    expect(pairs.filter((likeness) => likeness !== 'namesake').length / pairs.length).toBeLessThan(0.005);
  });
});
