import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../functions/domain/content/article.ts';
import { DAY } from '../../../functions/domain/time/instant.ts';
import { findDatesAhead } from '../../../functions/flows/release/find-dates-ahead.ts';
import { openRelease } from '../../../functions/flows/release/open-release.ts';
import { anEntry, NOON } from '../../support/builders/small-publication.ts';
import { putRelease } from '../../support/builders/small-release.ts';
import { memoryBlobs } from '../../support/fakes/memory-blobs.ts';

async function keysOf(changes: Partial<Entry>): Promise<string[]> {
  const blobs = memoryBlobs();
  const hash = await putRelease(blobs, { entries: [anEntry({ date: NOON - DAY, ...changes })] });
  const found = await findDatesAhead(await openRelease(blobs, hash), NOON);
  return found.map(({ key, message }) => `${key}: ${/\((.*)\)/.exec(message)?.[1]}`);
}
const correctionAt = (date: number) => [{ date, text: 'x' }];

describe('findDatesAhead', () => {
  it.each([
    ['an update', { updated: NOON + 1 }, ['updated: 2026-11-23 12:00']],
    [
      'a correction',
      { updated: NOON + DAY, corrections: correctionAt(NOON + DAY) },
      ['corrections: 2026-11-24 12:00'],
    ],
    ['a year that slipped', { date: Date.parse('2206-11-02T07:00:00Z') }, ['date: 2206-11-02 07:00']],
    ['an update before an article', { date: NOON + DAY, updated: NOON + DAY }, []],
    ['what is planned for a year', { date: NOON + 365 * DAY }, []],
    ['what is past', { updated: NOON, corrections: correctionAt(NOON) }, []],
  ])('says of %s what lies ahead', async (_, changes, said) => {
    expect(await keysOf(changes)).toEqual(said);
  });
});
