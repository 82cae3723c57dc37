import { describe, expect, it } from 'vitest';
import {
  type FollowedLinks,
  type Forwarded,
  isSameRow,
  mergeForwards,
  refOf,
} from '../../../functions/domain/subscribers/forward.ts';

const row = (id: string, forwards?: readonly Forwarded[]) => ({ id, epoch: '1', forwards });
const led = (id: string, links: FollowedLinks = 'all') => ({ id, epoch: '1', links });

describe('what leads to the new address after a move', () => {
  it.each([
    ['a first move', row('new'), row('old'), 'all', [led('old')]],
    ['a second move', row('new'), row('old', [led('older')]), 'all', [led('older'), led('old')]],
    ['a move back', row('a'), row('b', [led('a')]), 'all', [led('b')]],
    ['joining a reader', row('new'), row('old'), 'unsubscribe', [led('old', 'unsubscribe')]],
    [
      'joining a reader after a move',
      row('new'),
      row('old', [led('older')]),
      'unsubscribe',
      [led('older', 'unsubscribe'), led('old', 'unsubscribe')],
    ],
    [
      'a move onto a row that others joined',
      row('new', [led('other', 'unsubscribe')]),
      row('old'),
      'all',
      [led('other', 'unsubscribe'), led('old')],
    ],
    ['the same move, said again', row('new', [led('old')]), row('old'), 'all', [led('old')]],
  ] as const)('of %s', (_, to, from, links, forwards) => {
    expect(mergeForwards(to, from, links)).toEqual({ forwards, dropped: [] });
  });

  it.each([
    [62, 63, 0],
    [63, 64, 0],
    [64, 64, 1],
    [70, 64, 7],
  ])('of %d moves before it is %d rows, the oldest %d dropped', (before, kept, dropped) => {
    const moves = Array.from({ length: before }, (_, n) => led(`old-${n}`));
    const after = mergeForwards(row('new'), row('last', moves), 'all');
    expect([after.forwards.length, after.dropped.length]).toEqual([kept, dropped]);
    expect(after.forwards.at(-1)).toEqual(led('last'));
    expect(after.dropped).toEqual(moves.slice(0, dropped));
  });
});

it.each([
  ['one row', { id: 'a', epoch: '1' }, { id: 'a', epoch: '1' }, true],
  ['an address that was erased and signed up again', { id: 'a', epoch: '1' }, { id: 'a', epoch: '2' }, false],
  ['two addresses', { id: 'a', epoch: '1' }, { id: 'b', epoch: '1' }, false],
  ['a row from before there were epochs', { id: 'a' }, { id: 'a', epoch: '' }, true],
])('rows of %s (%j, %j) are the same: %s', (_, a, b, same) => {
  expect(isSameRow(refOf(a), refOf(b))).toBe(same);
});
