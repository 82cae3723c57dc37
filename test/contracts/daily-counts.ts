/** What every store of daily counts holds. */
import { expect, it } from 'vitest';
import type { DailyCount, DailyCounts } from '../../functions/domain/subscribers/subscriber.ts';
import type { Open } from './open.ts';

const JOINED: DailyCount = {
  day: '2026-11-23',
  event: 'joined',
  reason: '',
  newsletter: 'daily',
  source: 'form',
  count: 1,
};

export function dailyCountsContract(open: Open<{ counts: DailyCounts }>): void {
  const holds = (title: string, work: (counts: DailyCounts) => Promise<void>) =>
    it(title, async () => {
      const { counts, close } = await open();
      try {
        await work(counts);
      } finally {
        await close();
      }
    });

  holds('adds up what is of one kind, and nothing else', async (counts) => {
    await counts.add(JOINED);
    await counts.add({ ...JOINED, count: 4 });
    await counts.add({ ...JOINED, newsletter: 'brief' });
    const read = await counts.read({ from: '2026-11-23', to: '2026-11-23' });
    expect(read.map((c) => [c.newsletter, c.count])).toEqual([
      ['brief', 1],
      ['daily', 5],
    ]);
    expect(read[1]).toEqual({ ...JOINED, count: 5 });
  });

  holds('reads the days asked for, both ends included, in order', async (counts) => {
    for (const day of ['2026-11-25', '2026-11-22', '2026-11-23']) await counts.add({ ...JOINED, day });
    const read = await counts.read({ from: '2026-11-22', to: '2026-11-23' });
    expect(read.map((c) => c.day)).toEqual(['2026-11-22', '2026-11-23']);
    expect(await counts.read({ from: '2026-11-24', to: '2026-11-23' })).toEqual([]);
  });
}
