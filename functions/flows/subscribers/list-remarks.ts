/** Remarks: what readers who left said, newest first, for editors. */
import type { Remark, Subscribers } from '../../domain/subscribers/subscriber.ts';
import { listSubscribers } from './list-subscribers.ts';

export type ToldRemark = Remark & { email: string };

/** `newsletter`: only of who left that one, alone or among others. Reads every subscriber, keeps `limit` remarks. */
export async function listRemarks(
  ports: { subscribers: Subscribers },
  { newsletter, limit, words }: { newsletter?: string; limit: number; words: boolean },
): Promise<readonly ToldRemark[]> {
  let newest: ToldRemark[] = [];
  const trim = () => {
    newest = newest.sort((a, b) => b.at - a.at || (a.email < b.email ? -1 : 1)).slice(0, limit);
  };
  for await (const { email, remarks = [] } of listSubscribers(ports)) {
    for (const remark of remarks) {
      const meant = newsletter === undefined || remark.left.includes(newsletter);
      if (meant && (!words || remark.text !== '')) newest.push({ ...remark, email });
    }
    if (newest.length > 2 * limit + 1000) trim();
  }
  trim();
  return newest;
}
