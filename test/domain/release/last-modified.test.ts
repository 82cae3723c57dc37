import { describe, expect, it } from 'vitest';
import { lastChangeOf } from '../../../functions/domain/release/last-modified.ts';
import type { Changes, Expiry } from '../../../functions/domain/release/release.ts';
import { DAY, HOUR } from '../../../functions/domain/time/instant.ts';
import { anEntry, NOON } from '../../support/builders/small-publication.ts';

const known = (changes: Partial<Changes> = {}, leaving: Expiry[] = []) => ({
  changes: { site: NOON - 90 * DAY, articles: {}, editions: {}, removals: [], ...changes },
  leaving,
  timezone: 'Europe/London',
});
const yesterday = anEntry({ id: 'a', date: NOON - DAY });
const removal = { topic: 'world', date: NOON - 2 * DAY, at: NOON - HOUR };

describe('the last change of a resource', () => {
  it('is the publication of its newest article', () => {
    expect(lastChangeOf(known(), NOON, [yesterday, anEntry({ id: 'b', date: NOON - 9 * DAY })])).toBe(
      NOON - DAY,
    );
  });

  it('is a later edit, or a later look of the site', () => {
    expect(lastChangeOf(known({ articles: { a: NOON - HOUR } }), NOON, [yesterday])).toBe(NOON - HOUR);
    expect(lastChangeOf(known({ site: NOON - 1 }), NOON, [yesterday])).toBe(NOON - 1);
  });

  it('is never after now, also for what a preview shows early', () => {
    expect(lastChangeOf(known(), NOON, [anEntry({ date: NOON + DAY }), yesterday])).toBe(NOON - DAY);
  });

  it('is a removal for a list, and not for an article', () => {
    const seen = known({ removals: [removal] });
    expect(lastChangeOf(seen, NOON, [yesterday], {})).toBe(NOON - HOUR);
    expect(lastChangeOf(seen, NOON, [yesterday])).toBe(NOON - DAY);
  });

  it('is a removal only for lists that could have held it', () => {
    const seen = known({ removals: [removal] });
    expect(lastChangeOf(seen, NOON, [yesterday], { topic: 'business' })).toBe(NOON - DAY);
    expect(lastChangeOf(seen, NOON, [yesterday], { month: '2026-10' })).toBe(NOON - DAY);
    expect(lastChangeOf(seen, NOON, [yesterday], { complete: false })).toBe(NOON - DAY);
    expect(lastChangeOf(seen, NOON, [yesterday], { topic: 'world', month: '2026-11' })).toBe(NOON - HOUR);
  });

  it('is the instant an article leaves by its own front matter, once that has come', () => {
    const leaving = { article: 'x', topic: 'world', month: '2026-11', date: NOON - 3 * DAY, until: NOON };
    expect(lastChangeOf(known({}, [leaving]), NOON - 1, [yesterday], {})).toBe(NOON - DAY);
    expect(lastChangeOf(known({}, [leaving]), NOON, [yesterday], {})).toBe(NOON);
  });
});
