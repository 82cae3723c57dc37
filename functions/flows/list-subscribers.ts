/** Who there is: a page at a time, for lists; the whole of it as CSV, for export. */
import { csvLine } from '../domain/csv.ts';
import type { Subscriber, SubscriberStatus, Subscribers } from '../domain/subscriber.ts';
import { CSV_COLUMNS, writeRow } from '../domain/subscriber-row.ts';

export type SubscriberFilter = { status?: SubscriberStatus; newsletter?: string; label?: string };

const PAGE = 1000;

/** By ascending id, `after` exclusive. */
export async function* listSubscribers(
  { subscribers }: { subscribers: Subscribers },
  { status, newsletter, label }: SubscriberFilter = {},
): AsyncGenerator<Subscriber> {
  for (let after = ''; ; ) {
    const page = await subscribers.page({ after, limit: PAGE, ...(status && { status }) });
    for (const s of page) {
      const meant = newsletter === undefined || s.newsletters.includes(newsletter);
      if (meant && (label === undefined || s.labels.includes(label))) yield s;
    }
    if (page.length < PAGE) return;
    after = page.at(-1)!.id;
  }
}

/** Lines of CSV, the header first, that `import` reads back; pending sign-ups, who agreed to nothing yet, are left out. */
export async function* exportSubscribers(
  ports: { subscribers: Subscribers },
  filter: SubscriberFilter = {},
): AsyncGenerator<string> {
  yield csvLine(CSV_COLUMNS);
  for await (const s of listSubscribers(ports, filter))
    if (s.status !== 'pending') yield csvLine(writeRow(s));
}
