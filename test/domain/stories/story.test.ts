import { describe, expect, it } from 'vitest';
import { compareStories, type Likeness, wordsOf } from '../../../functions/domain/stories/story.ts';

const BUSES =
  'The council voted last night to keep six night routes through the winter. Four thousand people ride home on them from a shift.';
const MINE =
  'A drowned coal mine below the town now heats nine hundred homes, and the first bills came in at half of what gas had cost.';
const LETTERS = 'Write to us. We print what is short and true, and shorten what is not.';

describe('two texts', () => {
  it.each<[string, string, string, string, string, Likeness]>([
    ['a copy', 'Buses', BUSES, 'Buses', BUSES, 'same'],
    ['another headline', 'Buses', BUSES, 'The night buses stay', BUSES, 'same'],
    [
      'a headline in other case and signs',
      'Night buses: they stay',
      BUSES,
      'NIGHT BUSES — they stay!',
      `${MINE} ${BUSES}`,
      'same',
    ],
    ['a word mended, another headline', 'Buses', BUSES, 'Routes', BUSES.replace('six', 'seven'), 'same'],
    [
      'a paragraph more, the same headline',
      'Buses',
      BUSES,
      'Buses',
      `${BUSES} ${MINE} ${MINE} ${MINE}`,
      'same',
    ],
    [
      'half of it rewritten, the same headline',
      'Buses',
      BUSES,
      'Buses',
      `${BUSES.slice(0, 70)} ${MINE.slice(0, 60)}`,
      'same',
    ],
    ['only the headline', 'Letters to the editor', BUSES, 'Letters to the editor', MINE, 'namesake'],
    [
      'a column with a standing first line',
      'Letters',
      `${LETTERS} ${BUSES} ${BUSES.toUpperCase()}`,
      'Letters',
      `${LETTERS.slice(0, 12)} ${MINE}`,
      'namesake',
    ],
    ['nothing', 'Buses', BUSES, 'Mine', MINE, 'other'],
    ['a few words, nothing else in either', 'One', 'More soon.', 'Two', 'More soon.', 'other'],
    ['pictures without a word, one headline', 'Photos', '', 'Photos', '', 'same'],
    ['pictures without a word, two headlines', 'Photos', '', 'More photos', '', 'other'],
    ['headlines of signs alone', '???', BUSES, '!!!', MINE, 'other'],
    [
      'Japanese, a word changed',
      '議会',
      '議会は昨夜、冬の間も六つの夜行路線を残すことを決めた。',
      '路線',
      '議会は昨夜、冬の間も七つの夜行路線を残すことを決めた。',
      'same',
    ],
    ['accents written in two ways', 'Café', BUSES, 'Cafe\u0301', MINE, 'namesake'],
  ])('that share %s are what readers take them for', (_, oneTitle, one, twoTitle, two, likeness) => {
    expect(compareStories({ title: oneTitle, text: one }, { title: twoTitle, text: two })).toBe(likeness);
    expect(compareStories({ title: twoTitle, text: two }, { title: oneTitle, text: one })).toBe(likeness);
  });

  it('are read by words, each character of Chinese being one', () => {
    expect(wordsOf('It’s 5 o’clock: ABC日本 xyz')).toEqual([
      'it',
      's',
      '5',
      'o',
      'clock',
      'abc',
      '日',
      '本',
      'xyz',
    ]);
  });
});
