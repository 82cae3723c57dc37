/** How many active subscribers a newsletter has: for those who decide whether a letter goes. */
import type { Subscribers } from '../domain/subscriber.ts';

const PAGE = 5000;

export async function countReaders(
  { subscribers }: { subscribers: Pick<Subscribers, 'candidates'> },
  newsletter: string,
): Promise<number> {
  let [count, after] = [0, ''];
  for (;;) {
    const ids = await subscribers.candidates({ newsletter, after, below: undefined, limit: PAGE });
    count += ids.length;
    if (ids.length < PAGE) return count;
    after = ids.at(-1)!;
  }
}
