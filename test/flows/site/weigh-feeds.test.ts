import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../functions/domain/content/article.ts';
import { openRelease } from '../../../functions/flows/release/open-release.ts';
import { weighFeeds } from '../../../functions/flows/site/weigh-feeds.ts';
import { aFragment, anEntry, NOON } from '../../support/builders/small-publication.ts';
import { putRelease } from '../../support/builders/small-release.ts';
import { memoryBlobs } from '../../support/fakes/memory-blobs.ts';

const KB = 1024;

/** Articles of the given sizes, the newest first. */
async function warningsOf(kilobytes: readonly number[], changes: Partial<Entry> = {}) {
  const entries = kilobytes.map((_, i) => anEntry({ id: `a${i}`, date: NOON - i * 1000, ...changes }));
  const fragments = Object.fromEntries(
    kilobytes.map((size, i) => [`a${i}`, aFragment(`<p>${'x'.repeat(size * KB)}</p>`)]),
  );
  const blobs = memoryBlobs();
  const hash = await putRelease(blobs, { entries, fragments });
  return weighFeeds(await openRelease(blobs, hash), 'https://paper.example');
}

describe('weighFeeds', () => {
  it('is silent about feeds that every service takes', async () => {
    expect(await warningsOf([100, 200, 200])).toEqual([]);
    expect(await warningsOf([])).toEqual([]);
  });

  it('names the feeds that are too heavy, the heaviest articles, and what to do', async () => {
    const [warning, ...more] = await warningsOf([10, 300, 20, 250, 30]);
    expect(more).toEqual([]);
    expect(warning).toMatchObject({ of: { article: 'a1' }, level: 'warning' });
    expect(warning!.message).toMatch(
      /more than 512.0 KB.*: \/feed\.xml: 61\d\.\d KB, \/topics\/world\/feed\.xml: 61/,
    );
    expect(warning!.remedy).toBe(
      'Shorten or split the heaviest articles: a1 (300.0 KB), a3 (250.0 KB), a4 (30.0 KB).',
    );
  });

  it('counts what is to come, and neither drafts nor what the feed has no room for', async () => {
    expect(await warningsOf([600], { date: NOON + 9e9 })).toHaveLength(1);
    expect(await warningsOf([600], { draft: true })).toEqual([]);
    expect(await warningsOf([...Array.from({ length: 25 }, () => 1), 600])).toEqual([]);
  });

  it('weighs what quotes are in JSON', async () => {
    const blobs = memoryBlobs();
    const html = `<p>${'"'.repeat(300 * KB)}</p>`;
    const hash = await putRelease(blobs, { entries: [anEntry()], fragments: { harbour: aFragment(html) } });
    expect(await weighFeeds(await openRelease(blobs, hash), 'https://paper.example')).toHaveLength(1);
  });
});
