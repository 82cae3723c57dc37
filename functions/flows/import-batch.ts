/** What becomes of a few thousand imported rows: judged against what is stored, then written in one go. */
import { subscriberId, suppressionHash } from '../domain/identity.ts';
import type { Instant } from '../domain/instant.ts';
import type { Subscriber, Suppression } from '../domain/subscriber.ts';
import type { ImportRow } from '../domain/subscriber-row.ts';
import { isBarred, left } from '../domain/subscription.ts';
import { changeSubscriber, countEvent } from './change-subscriber.ts';
import type { SubscriberPorts } from './subscriber-ports.ts';

/**
 * fresh: added, active · known: there already, left as they are · departed: left or barred here, and stay so · suppressed: never
 * to be mailed, and stay so · leaving: here, and the file says they left · past: not here, recorded as gone.
 */
export type Fate = 'fresh' | 'known' | 'departed' | 'suppressed' | 'leaving' | 'past';

/** For rows that name no newsletters of their own; `source` where the row has none. */
export type ImportChoice = { newsletters: readonly string[]; source: string };

export type Judged = { row: ImportRow; id: string; hash: string; fate: Fate };
/** One per person: of rows about the same one the first, unless a later one says they left. */
export type Batch = { judged: readonly Judged[]; choice: ImportChoice };

export async function judgeBatch(
  { subscribers, suppressions, secrets }: Pick<SubscriberPorts, 'subscribers' | 'suppressions' | 'secrets'>,
  rows: readonly ImportRow[],
  { newsletters, source }: ImportChoice,
): Promise<Batch> {
  const byId = new Map<string, Judged>();
  for (const row of rows) {
    const id = subscriberId(secrets, row.key);
    const earlier = byId.get(id);
    if (earlier && (earlier.row.status !== 'active' || row.status === 'active')) continue;
    byId.set(id, { row, id, hash: suppressionHash(secrets, row.key), fate: 'fresh' });
  }
  const judged = [...byId.values()];
  const stored = new Map((await subscribers.getMany([...byId.keys()])).map((s) => [s.id, s]));
  const barred = await suppressions.among(judged.map(({ hash }) => hash));
  for (const one of judged) one.fate = fateOf(one.row, stored.get(one.id), barred.get(one.hash));
  return { judged, choice: { newsletters, source } };
}

function fateOf(row: ImportRow, stored: Subscriber | undefined, barred: Suppression | undefined): Fate {
  const here = stored?.status === 'active' || stored?.status === 'pending';
  if (row.status !== 'active')
    return here ? 'leaving' : stored || (barred && row.status === 'suppressed') ? 'known' : 'past';
  if (barred) return 'suppressed';
  return here ? 'known' : stored ? 'departed' : 'fresh';
}

/** Suppressions first: a failure in between mails nobody too many. `form`: fingerprint of the file. */
export async function importBatch(
  ports: SubscriberPorts,
  { judged, choice }: Batch,
  form: string,
): Promise<void> {
  const now = ports.clock();
  for (const one of judged) await suppress(ports, one, now);
  const added = judged.filter(
    ({ fate, row }) => fate === 'fresh' || (fate === 'past' && row.status !== 'suppressed'),
  );
  await ports.subscribers.insertMany(added.map(({ row, id }) => imported(row, id, choice, form, now)));
  await countFresh(ports, added, choice);
  for (const one of judged) if (one.fate === 'leaving') await depart(ports, one, now);
}

const REASONS = { bounced: 'bounced', complained: 'complained', suppressed: 'imported' } as const;

async function suppress(
  { suppressions }: SubscriberPorts,
  { row, hash }: Judged,
  at: Instant,
): Promise<void> {
  if (row.status === 'active' || row.status === 'unsubscribed') return;
  await suppressions.add({ hash, reason: REASONS[row.status], at });
}

const imported = (
  row: ImportRow,
  id: string,
  choice: ImportChoice,
  form: string,
  now: Instant,
): Subscriber => ({
  id,
  email: row.email,
  name: row.name,
  status: row.status === 'suppressed' ? 'unsubscribed' : row.status,
  newsletters: row.newsletters ?? choice.newsletters,
  topics: row.topics,
  labels: row.labels,
  consent: { at: row.subscribedAt ?? now, source: row.source || choice.source, form, confirmedAt: undefined },
  pausedUntil: undefined,
  changedAt: now,
  reason: row.status === 'active' ? '' : 'import',
  asked: undefined,
  version: 0,
});

async function countFresh(
  ports: SubscriberPorts,
  added: readonly Judged[],
  choice: ImportChoice,
): Promise<void> {
  const per = new Map<string, number>();
  for (const { row, fate } of added) {
    if (fate !== 'fresh') continue;
    for (const id of row.newsletters ?? choice.newsletters) per.set(id, (per.get(id) ?? 0) + 1);
  }
  for (const [newsletter, count] of per) {
    await countEvent(ports, 'confirmed', { newsletters: [newsletter], source: choice.source, count });
  }
}

/** They left elsewhere: respected here, too. */
async function depart(ports: SubscriberPorts, { row, id }: Judged, now: Instant): Promise<void> {
  const status = row.status === 'bounced' || row.status === 'complained' ? row.status : 'unsubscribed';
  const { before, changed } = await changeSubscriber(ports, id, (s) => {
    if (!s || isBarred(s)) return undefined;
    const gone = left(s, '', 'import', now)?.subscriber;
    return gone && { ...gone, status };
  });
  if (!before || !changed) return;
  await countEvent(ports, 'left', {
    newsletters: before.newsletters,
    source: before.consent.source,
    reason: 'import',
  });
}
