import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../functions/domain/content/article.ts';
import {
  computeNextChanges,
  createFirstChanges,
  type ReleaseSide,
} from '../../../functions/domain/release/pointer-changes.ts';
import type { Changes } from '../../../functions/domain/release/release.ts';
import { DAY, HOUR } from '../../../functions/domain/time/instant.ts';
import { anEntry, NOON } from '../../support/builders/small-publication.ts';

const LAUNCH = NOON - 30 * DAY;
const PREVIOUS = createFirstChanges(LAUNCH);

const side = (entries: readonly Entry[], changes: Partial<ReleaseSide> = {}): ReleaseSide => ({
  site: 'look',
  entries,
  withdrawn: new Set(),
  editions: {},
  ...changes,
});

const flip = (before: readonly Entry[], after: readonly Entry[], previous: Changes = PREVIOUS) =>
  computeNextChanges(previous, side(before), side(after), NOON);

const published = anEntry({ id: 'a', date: NOON - DAY, hash: 'one' });

describe('a flip of the pointer', () => {
  it('changes nothing where nothing differs', () => {
    expect(flip([published], [published])).toEqual(PREVIOUS);
  });

  it('dates an edit of a published article', () => {
    expect(flip([published], [{ ...published, hash: 'two' }])).toEqual({
      ...PREVIOUS,
      articles: { a: NOON },
    });
  });

  it('does not date an edit of an article that is still to come', () => {
    const ahead = { ...published, date: NOON + HOUR };
    expect(flip([ahead], [{ ...ahead, hash: 'two' }])).toEqual(PREVIOUS);
  });

  it('does not date an edit of a draft', () => {
    const draft = { ...published, draft: true };
    expect(flip([draft], [{ ...draft, hash: 'two' }])).toEqual(PREVIOUS);
  });

  it('does not date an article that arrives before its time', () => {
    expect(flip([], [{ ...published, date: NOON + 1 }])).toEqual(PREVIOUS);
  });

  it('dates an article that arrives after its own date', () => {
    expect(flip([], [published]).articles).toEqual({ a: NOON });
  });

  it('dates a draft that becomes an article', () => {
    const draft = { ...published, draft: true, hash: 'zero' };
    expect(flip([draft], [published]).articles).toEqual({ a: NOON });
  });

  it('records what was removed, where it stood', () => {
    const removals = [{ topic: 'world', date: NOON - DAY, at: NOON }];
    expect(flip([published], [])).toEqual({ ...PREVIOUS, removals });
  });

  it('does not record the removal of what nobody could see', () => {
    const unseen = [{ ...published, draft: true }, anEntry({ id: 'b', date: NOON + 1 })];
    expect(flip(unseen, [])).toEqual(PREVIOUS);
  });

  it('records an article that became a draft, or is put off, as removed', () => {
    const removals = [{ topic: 'world', date: NOON - DAY, at: NOON }];
    expect(flip([published], [{ ...published, draft: true, hash: 'two' }])).toEqual({
      ...PREVIOUS,
      removals,
    });
    expect(flip([published], [{ ...published, date: NOON + DAY, hash: 'two' }])).toEqual({
      ...PREVIOUS,
      removals,
    });
  });

  it('dates a moved date, and the list it stood in', () => {
    const changes = flip([published], [{ ...published, date: NOON - 2 * DAY, hash: 'two' }]);
    expect(changes.articles).toEqual({ a: NOON });
    expect(changes.removals).toEqual([{ topic: 'world', date: NOON - DAY, at: NOON }]);
  });

  it('dates the topic an article leaves', () => {
    const changes = flip([published], [{ ...published, topic: 'business', hash: 'two' }]);
    expect(changes.removals).toEqual([{ topic: 'world', date: NOON - DAY, at: NOON }]);
  });

  it('dates a new look', () => {
    const changes = computeNextChanges(PREVIOUS, side([]), side([], { site: 'new' }), NOON);
    expect(changes.site).toBe(NOON);
  });

  it('records a withdrawal as a removal, and dates what is restored', () => {
    const withdrawn = new Set(['a']);
    const gone = computeNextChanges(PREVIOUS, side([published]), side([published], { withdrawn }), NOON);
    expect(gone).toEqual({ ...PREVIOUS, removals: [{ topic: 'world', date: NOON - DAY, at: NOON }] });
    const back = computeNextChanges(gone, side([published], { withdrawn }), side([published]), NOON + HOUR);
    expect(back.articles).toEqual({ a: NOON + HOUR });
  });

  it('does not date an edit of a withdrawn article', () => {
    const withdrawn = new Set(['a']);
    const edited = side([{ ...published, hash: 'two' }], { withdrawn });
    expect(computeNextChanges(PREVIOUS, side([published], { withdrawn }), edited, NOON)).toEqual(PREVIOUS);
  });

  it('dates a rollback as what it is: another change', () => {
    const edited = { ...published, hash: 'two' };
    const forth = flip([published], [edited]);
    const back = computeNextChanges(forth, side([edited]), side([published]), NOON + HOUR);
    expect(back.articles).toEqual({ a: NOON + HOUR });
  });

  it('dates a removed article anew when it comes back', () => {
    const gone = flip([published], [], { ...PREVIOUS, articles: { a: NOON - HOUR } });
    expect(gone.articles).toEqual({});
    expect(computeNextChanges(gone, side([]), side([published]), NOON + HOUR).articles).toEqual({
      a: NOON + HOUR,
    });
  });

  it('dates editions that are new or edited, and forgets those that are gone', () => {
    const previous = { ...PREVIOUS, editions: { kept: 5, gone: 6 } };
    const before = side([], { editions: { kept: 'k', gone: 'g', old: 'o' } });
    const after = side([], { editions: { kept: 'k', old: 'edited', fresh: 'f' } });
    expect(computeNextChanges(previous, before, after, NOON).editions).toEqual({
      kept: 5,
      old: NOON,
      fresh: NOON,
    });
  });

  it('keeps a bounded number of removals, and never dates anything earlier for it', () => {
    const entries = Array.from({ length: 600 }, (_, i) => anEntry({ id: `e${i}`, date: NOON - i * HOUR }));
    const first = computeNextChanges(PREVIOUS, side(entries), side([]), NOON - HOUR);
    expect(first.removals).toHaveLength(500);
    expect(first.site).toBe(NOON - HOUR);
  });
});
