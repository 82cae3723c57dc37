/** What every store of suppressions holds. */
import { expect, it } from 'vitest';
import type { Suppressions } from '../../functions/domain/subscribers/subscriber.ts';
import type { Open } from './open.ts';

export function suppressionsContract(open: Open<{ suppressions: Suppressions }>): void {
  const holds = (title: string, work: (suppressions: Suppressions) => Promise<void>) =>
    it(title, async () => {
      const { suppressions, close } = await open();
      try {
        await work(suppressions);
      } finally {
        await close();
      }
    });

  holds('tells those that are suppressed among many, with why and since when', async (suppressions) => {
    await suppressions.add({ hash: 'a', reason: 'bounced', at: 1 });
    const found = await suppressions.find(['b', 'a']);
    expect([...found]).toEqual([['a', { hash: 'a', reason: 'bounced', at: 1 }]]);
    expect((await suppressions.find([])).size).toBe(0);
  });

  holds('keeps the first reason', async (suppressions) => {
    await suppressions.add({ hash: 'a', reason: 'complained', at: 1 });
    await suppressions.add({ hash: 'a', reason: 'imported', at: 2 });
    expect((await suppressions.find(['a'])).get('a')).toMatchObject({ reason: 'complained', at: 1 });
    expect(await suppressions.count()).toBe(1);
  });

  holds('forgets one that is lifted, and only that', async (suppressions) => {
    await suppressions.add({ hash: 'a', reason: 'asked', at: 1 });
    await suppressions.add({ hash: 'b', reason: 'asked', at: 1 });
    await suppressions.lift('a');
    expect([...(await suppressions.find(['a', 'b'])).keys()]).toEqual(['b']);
  });
}
