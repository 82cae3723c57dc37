import { describe, expect, it } from 'vitest';
import {
  type StoryTrace,
  type StoryVersion,
  traceStories,
} from '../../../functions/domain/stories/trace-stories.ts';

const BUSES =
  'The council voted last night to keep six night routes through the winter. Four thousand people ride home on them.';
const MINE =
  'A drowned coal mine below the town now heats nine hundred homes, and the first bills came in at half of what gas cost.';

const version = (id: string, title: string, body: string, isPublished = true): StoryVersion => ({
  ...{ id, title, isPublished, hash: `${title} ${body}` },
  text: async () => body,
});
const buses = version('buses', 'Night buses stay', BUSES);

describe('a story in the next release', () => {
  it.each<[string, readonly StoryVersion[], readonly StoryVersion[], readonly StoryTrace[]]>([
    ['is where it was', [buses], [buses], []],
    ['is where it was, with another headline', [buses], [version('buses', 'Buses', BUSES)], []],
    ['is where it was, with another text', [buses], [version('buses', 'Night buses stay', MINE)], []],
    [
      'stands under another id',
      [buses],
      [version('night-buses', 'Night buses stay', BUSES)],
      [{ was: 'buses', now: 'night-buses', likeness: 'same' }],
    ],
    [
      'stands under another id and headline',
      [buses],
      [version('night-buses', 'Buses', BUSES)],
      [{ was: 'buses', now: 'night-buses', likeness: 'same' }],
    ],
    [
      'left its headline to another text',
      [buses],
      [version('mine', 'Night buses stay', MINE)],
      [{ was: 'buses', now: 'mine', likeness: 'namesake' }],
    ],
    [
      'is gone',
      [buses],
      [version('mine', 'A mine', MINE)],
      [{ was: 'buses', now: undefined, likeness: 'gone' }],
    ],
    ['is gone from an empty paper', [buses], [], [{ was: 'buses', now: undefined, likeness: 'gone' }]],
    [
      'has lost its id to another story',
      [buses],
      [version('buses', 'A mine', MINE)],
      [{ was: 'buses', now: undefined, likeness: 'replaced' }],
    ],
    [
      'has moved, and another story has its id',
      [buses],
      [version('buses', 'A mine', MINE), version('night-buses', 'Buses', BUSES)],
      [{ was: 'buses', now: 'night-buses', likeness: 'same' }],
    ],
    [
      'is the larger part of one that was cut in two',
      [version('both', 'Both', `${BUSES} ${MINE} ${MINE.replaceAll('mine', 'pit')}`)],
      [version('a', 'Both', BUSES), version('b', 'Both', `${MINE} ${MINE.replaceAll('mine', 'pit')}`)],
      [{ was: 'both', now: 'b', likeness: 'same' }],
    ],
    ['that nobody has read yet is nowhere', [{ ...buses, isPublished: false }], [], []],
  ])('%s', async (_, before, after, traces) => {
    expect(await traceStories(before, after)).toEqual(traces);
  });

  it('is not looked for in an article that was out before under its own id', async () => {
    const copy = version('copy', 'Night buses stay', BUSES);
    expect(await traceStories([buses, copy], [copy])).toEqual([
      { was: 'buses', now: undefined, likeness: 'gone' },
    ]);
  });
});
