/** Who there is: a page at a time, for lists; the whole of it as CSV, for export. */
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

const PAGE = 1000;

/** With a publication, a newsletter that is none of its own and that nobody has is refused. */
export type ListPorts = { subscribers: Subscribers; publication?(): Promise<Publication> };

/** By ascending id. Throws `not-found`. */
export async function* listSubscribers(
  ports: ListPorts,
  filter: SubscriberFilter = {},
): AsyncGenerator<Subscriber> {
  for await (const some of pagesOf(ports, filter)) yield* some;
}

/** Those of each page who are meant, of whom there may be none. */
async function* pagesOf(
  { subscribers, publication }: ListPorts,
  { status, newsletter, label }: SubscriberFilter,
): AsyncGenerator<readonly Subscriber[]> {
  if (newsletter !== undefined && publication)
    await mustBeThere(subscribers, await publication(), newsletter);
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

/** One that left publication.yaml may have readers still, who are found by its id. */
async function mustBeThere(
  subscribers: Subscribers,
  publication: Publication,
  newsletter: string,
): Promise<void> {
  if (publication.newsletters.some(({ id }) => id === newsletter)) return;
  for await (const _ of listSubscribers({ subscribers }, { newsletter })) return;
  requireNewsletter(publication, newsletter);
}

/** Lines of CSV, the header first, that `import` reads back; pending sign-ups, who agreed to nothing yet, are left out. */
export async function* exportSubscribers(
  ports: ListPorts & Pick<SubscriberPorts, 'suppressions' | 'secrets'>,
  filter: SubscriberFilter = {},
): AsyncGenerator<string> {
  if (filter.newsletter !== undefined && ports.publication)
    await mustBeThere(ports.subscribers, await ports.publication(), filter.newsletter);
  yield csvLine(CSV_COLUMNS);
  const { subscribers, suppressions, secrets } = ports;
  const hashOf = ({ email }: Subscriber) => suppressionHash(secrets, addressKey(email));
  for await (const page of pagesOf({ subscribers }, filter)) {
    const some = page.filter((s) => s.status !== 'pending');
    const barred = await suppressions.among(some.map(hashOf));
    for (const s of some) yield csvLine(writeRow(s, barred.get(hashOf(s))));
  }
}

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
