/** Who there is: a page at a time, for lists; the whole of it as CSV, for export. */

import { keyOf } from '../domain/address.ts';
import { csvLine } from '../domain/csv.ts';
import { suppressionHash } from '../domain/identity.ts';
import type { Subscriber, SubscriberStatus, Subscribers } from '../domain/subscriber.ts';
import { CSV_COLUMNS, writeRow } from '../domain/subscriber-row.ts';
import type { SubscriberPorts } from './subscriber-ports.ts';

export type SubscriberFilter = { status?: SubscriberStatus; newsletter?: string; label?: string };

const PAGE = 1000;

/** By ascending id. */
export async function* listSubscribers(
  ports: { subscribers: Subscribers },
  filter: SubscriberFilter = {},
): AsyncGenerator<Subscriber> {
  for await (const some of pagesOf(ports, filter)) yield* some;
}

/** Those of each page who are meant, of whom there may be none. */
async function* pagesOf(
  { subscribers }: { subscribers: Subscribers },
  { status, newsletter, label }: SubscriberFilter,
): AsyncGenerator<readonly Subscriber[]> {
  for (let after = ''; ; ) {
    const page = await subscribers.page({ after, limit: PAGE, ...(status && { status }) });
    yield page.filter(
      (s) =>
        (newsletter === undefined || s.newsletters.includes(newsletter)) &&
        (label === undefined || s.labels.includes(label)),
    );
    if (page.length < PAGE) return;
    after = page.at(-1)!.id;
  }
}

/** Lines of CSV, the header first, that `import` reads back; pending sign-ups, who agreed to nothing yet, are left out. */
export async function* exportSubscribers(
  { subscribers, suppressions, secrets }: Pick<SubscriberPorts, 'subscribers' | 'suppressions' | 'secrets'>,
  filter: SubscriberFilter = {},
): AsyncGenerator<string> {
  yield csvLine(CSV_COLUMNS);
  const hashOf = ({ email }: Subscriber) => suppressionHash(secrets, keyOf(email));
  for await (const page of pagesOf({ subscribers }, filter)) {
    const some = page.filter((s) => s.status !== 'pending');
    const barred = await suppressions.among(some.map(hashOf));
    for (const s of some) yield csvLine(writeRow(s, barred.get(hashOf(s))));
  }
}
