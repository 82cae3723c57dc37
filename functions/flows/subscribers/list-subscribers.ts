/** Lists subscribers page by page, exports them as CSV, and lists their remarks. */
import { CSV_COLUMNS, writeRow } from '../../domain/import/subscriber-csv.ts';
import type { Publication } from '../../domain/publication/publication.ts';
import { addressKey } from '../../domain/subscribers/address.ts';
import { suppressionHash } from '../../domain/subscribers/identity.ts';
import type {
  Remark,
  Subscriber,
  SubscriberStatus,
  Subscribers,
} from '../../domain/subscribers/subscriber.ts';
import { csvLine } from '../../domain/text/csv.ts';
import { requireNewsletter } from './known-newsletter.ts';
import type { SubscriberPorts } from './subscriber-ports.ts';

export type SubscriberFilter = { status?: SubscriberStatus; newsletter?: string; label?: string };

const PAGE_SIZE = 1000;

/** With `publication`, a newsletter is refused that neither the publication nor any row has. */
export type ListPorts = { subscribers: Subscribers; publication?(): Promise<Publication> };

/** Subscribers by ascending id. Throws `not-found` for an unknown newsletter. */
export async function* listSubscribers(
  ports: ListPorts,
  filter: SubscriberFilter = {},
): AsyncGenerator<Subscriber> {
  for await (const some of readPages(ports, filter)) yield* some;
}

/** The rows of each page that match the filter; there may be none. */
async function* readPages(
  { subscribers, publication }: ListPorts,
  { status, newsletter, label }: SubscriberFilter,
): AsyncGenerator<readonly Subscriber[]> {
  if (newsletter !== undefined && publication)
    await requireKnownNewsletter(subscribers, await publication(), newsletter);
  for (let after = ''; ; ) {
    const page = await subscribers.page({ after, limit: PAGE_SIZE, ...(status && { status }) });
    yield page.filter(
      (s) =>
        (newsletter === undefined || s.newsletters.includes(newsletter)) &&
        (label === undefined || s.labels.includes(label)),
    );
    if (page.length < PAGE_SIZE) return;
    after = page.at(-1)!.id;
  }
}

/** Throws `not-found` for an unknown newsletter. One that left publication.yaml counts as known while a subscriber has it. */
async function requireKnownNewsletter(
  subscribers: Subscribers,
  publication: Publication,
  newsletter: string,
): Promise<void> {
  if (publication.newsletters.some(({ id }) => id === newsletter)) return;
  for await (const _ of listSubscribers({ subscribers }, { newsletter })) return;
  requireNewsletter(publication, newsletter);
}

/** CSV lines that `import` reads back, the header first. Pending subscribers are left out, because they have not agreed yet. */
export async function* exportSubscribers(
  ports: ListPorts & Pick<SubscriberPorts, 'suppressions' | 'secrets'>,
  filter: SubscriberFilter = {},
): AsyncGenerator<string> {
  if (filter.newsletter !== undefined && ports.publication)
    await requireKnownNewsletter(ports.subscribers, await ports.publication(), filter.newsletter);
  yield csvLine(CSV_COLUMNS);
  const { subscribers, suppressions, secrets } = ports;
  const hashOf = ({ email }: Subscriber) => suppressionHash(secrets, addressKey(email));
  for await (const page of readPages({ subscribers }, filter)) {
    const some = page.filter((s) => s.status !== 'pending');
    const suppressed = await suppressions.find(some.map(hashOf));
    for (const s of some) yield csvLine(writeRow(s, suppressed.get(hashOf(s))));
  }
}

export type ListedRemark = Remark & { email: string };

/** The newest `limit` remarks. `newsletter`: only on leaving that one, alone or among others; `words`: only those with a text. */
export async function listRemarks(
  ports: { subscribers: Subscribers },
  { newsletter, limit, words }: { newsletter?: string; limit: number; words: boolean },
): Promise<readonly ListedRemark[]> {
  let newest: ListedRemark[] = [];
  const keepNewest = () => {
    newest = newest.sort((a, b) => b.at - a.at || (a.email < b.email ? -1 : 1)).slice(0, limit);
  };
  for await (const { email, remarks = [] } of listSubscribers(ports)) {
    for (const remark of remarks) {
      const meant = newsletter === undefined || remark.left.includes(newsletter);
      if (meant && (!words || remark.text !== '')) newest.push({ ...remark, email });
    }
    if (newest.length > 2 * limit + 1000) keepNewest();
  }
  keepNewest();
  return newest;
}
