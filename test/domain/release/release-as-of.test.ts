import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asOf, revisionsOf } from '../../../functions/domain/release/release.ts';
import { HOUR } from '../../../functions/domain/time/instant.ts';
import { anEntry, NOON } from '../../support/builders/small-publication.ts';

const correctionAt = (date: number) => ({ date, text: `At ${date}.` });

describe('asOf', () => {
  it('is the entry itself where nothing is to come', () => {
    const entry = anEntry({ updated: NOON + HOUR, corrections: [correctionAt(NOON + HOUR)] });
    expect(asOf(entry, NOON + HOUR)).toBe(entry);
  });

  it.each([
    ['an update to come', { updated: NOON + HOUR }, undefined, 0],
    [
      'one of two corrections',
      { updated: NOON + HOUR, corrections: [NOON - 1, NOON + HOUR].map(correctionAt) },
      NOON - 1,
      1,
    ],
    [
      'a correction beside an update of before',
      { updated: NOON + HOUR, edited: NOON - 5, corrections: [correctionAt(NOON + HOUR)] },
      NOON - 5,
      0,
    ],
    [
      'an update beside a correction of before',
      { updated: NOON + HOUR, corrections: [correctionAt(NOON - 9)] },
      NOON - 9,
      1,
    ],
  ])('leaves out %s', (_, changes, updated, corrections) => {
    const shown = asOf(anEntry({ date: NOON - HOUR, ...changes }), NOON);
    expect([shown.updated, shown.corrections.length]).toEqual([updated, corrections]);
  });

  it('shows an article that is to come as it will appear', () => {
    const entry = anEntry({
      date: NOON + HOUR,
      updated: NOON + HOUR,
      corrections: [correctionAt(NOON + HOUR)],
    });
    expect(asOf(entry, NOON)).toBe(entry);
  });

  it('never shows an instant to come, and all when all are past', () => {
    const instants = fc.array(fc.integer({ min: NOON - 9, max: NOON + 9 }), { maxLength: 4 });
    fc.assert(
      fc.property(instants, fc.integer({ min: NOON - 10, max: NOON + 10 }), (dates, now) => {
        const newest = dates.length > 0 ? Math.max(...dates) : undefined;
        const entry = anEntry({ date: NOON - 20, updated: newest, corrections: dates.map(correctionAt) });
        const past = dates.filter((date) => date <= now);
        const shown = asOf(entry, now);
        expect(shown.corrections.map(({ date }) => date)).toEqual(past);
        expect(Math.max(0, ...revisionsOf(shown))).toBe(Math.max(0, ...past));
      }),
    );
  });
});
