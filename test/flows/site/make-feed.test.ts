import { describe, expect, it } from 'vitest';
import { FEED_FORMATS, feedPath } from '../../../functions/domain/site/paths.ts';
import { HOUR } from '../../../functions/domain/time/instant.ts';
import { anEntry, NOON } from '../../support/builders/small-publication.ts';
import { aSite, aStore, type SmallStore } from '../../support/builders/small-site.ts';

const NOTHING: [string, Partial<SmallStore>][] = [
  ['a publication without articles', {}],
  ['one whose articles are all to come', { entries: [anEntry({ date: NOON + HOUR })] }],
  ['one whose articles are drafts', { entries: [anEntry({ draft: true })] }],
  ['one that withdrew everything', { entries: [anEntry()], withdrawn: new Set(['harbour']) }],
  [
    'one whose articles say that they are withdrawn',
    {
      entries: [anEntry({ date: NOON - HOUR, withdrawn: { date: NOON - 1, note: 'x' } })],
    },
  ],
  ['a topic without articles', { entries: [anEntry({ topic: 'business' })] }],
];

describe('a feed of nothing', () => {
  it.each(NOTHING)('is 200 and dated by its release, not of 1970: %s', async (_, changes) => {
    const { app } = aSite(aStore(changes));
    for (const format of FEED_FORMATS) {
      const answer = await app.request(feedPath(format, 'world'));
      expect(answer.status).toBe(200);
      expect(answer.headers.get('last-modified')).toBe(new Date(NOON).toUTCString());
      const text = await answer.text();
      expect(text).not.toContain('1970');
      if (format === 'atom') expect(text).toContain(`<updated>${new Date(NOON).toISOString()}</updated>`);
    }
  });
});
