import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../functions/domain/content/article.ts';
import {
  byNewest,
  formatOf,
  indexKey,
  isBlobKey,
  isMediaKey,
  isVisible,
  isWithdrawn,
  objectKey,
  RELEASE_FORMAT,
  SUPPORTED_FORMATS,
  wholeMarkKey,
  withdrawnIds,
} from '../../../functions/domain/release/release.ts';
import { anEntry, NOON } from '../../support/builders/small-publication.ts';

const NONE: ReadonlySet<string> = new Set();
const withdrawn = (date: number) => ({ withdrawn: { date, note: '' } });

describe('an article at noon', () => {
  it.each<[string, Partial<Entry>, ReadonlySet<string>, boolean, boolean]>([
    ['of a minute ago', { date: NOON - 60_000 }, NONE, true, false],
    ['of noon', { date: NOON }, NONE, true, false],
    ['of a millisecond later', { date: NOON + 1 }, NONE, false, false],
    ['that is a draft', { draft: true }, NONE, false, false],
    ['withdrawn by its own front matter a millisecond later', withdrawn(NOON + 1), NONE, true, false],
    ['withdrawn by its own front matter now', withdrawn(NOON), NONE, false, true],
    ['withdrawn by a command', {}, new Set(['harbour']), false, true],
    ['beside one withdrawn by a command', {}, new Set(['rail']), true, false],
    ['of later, withdrawn by a command', { date: NOON + 1 }, new Set(['harbour']), false, true],
  ])('%s', (_, about, ids, visible, gone) => {
    const entry = anEntry(about);
    expect([isVisible(entry, ids, NOON), isWithdrawn(entry, ids, NOON)]).toEqual([visible, gone]);
  });

  it.each([
    ['a later one', { id: 'a', date: 1 }, { id: 'b', date: 2 }, ['b', 'a']],
    ['one of the same instant with a later id', { id: 'a', date: 1 }, { id: 'b', date: 1 }, ['b', 'a']],
    ['a later one with an earlier id', { id: 'a', date: 2 }, { id: 'b', date: 1 }, ['a', 'b']],
  ])('stands in lists behind %s', (_, one, other, order) => {
    expect([anEntry(one), anEntry(other)].toSorted(byNewest).map(({ id }) => id)).toEqual(order);
    expect([anEntry(other), anEntry(one)].toSorted(byNewest).map(({ id }) => id)).toEqual(order);
    expect(byNewest(anEntry(one), anEntry(one))).toBe(0);
  });
});

it.each([
  ['media/bus-640.jpg', true, true],
  ['objects/0a1b', true, false],
  [objectKey('0a1b'), true, false],
  [indexKey('0a1b'), true, false],
  [wholeMarkKey('0a1b'), true, false],
  ['-', true, false],
  ['', false, false],
  ['/objects/0a1b', false, false],
  ['objects/', false, false],
  ['objects//0a1b', false, false],
  ['../secrets', false, false],
  ['objects/../secrets', false, false],
  ['objects/.hidden', false, false],
  ['media/a b.jpg', false, true],
  ['media\\x', false, false],
  ['objects/0a1b\n', false, false],
])('%j is the key of a blob: %s, of a picture: %s', (key, blob, media) => {
  expect([isBlobKey(key), isMediaKey(key)]).toEqual([blob, media]);
});

it('a release from before there were formats is of format 1, which is read', () => {
  expect(formatOf({})).toBe(1);
  expect(formatOf({ format: 7 })).toBe(7);
  expect(SUPPORTED_FORMATS).toEqual(expect.arrayContaining([1, RELEASE_FORMAT]));
});

it('a pointer names what was withdrawn by commands', () => {
  expect(withdrawnIds({ withdrawn: [{ article: 'harbour', at: NOON }] })).toEqual(new Set(['harbour']));
});
