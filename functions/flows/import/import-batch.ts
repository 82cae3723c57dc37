/** Judges a few thousand imported rows against the stored subscribers and suppressions, then writes them together. */
import { type ImportStatus, isStricter } from '../../domain/import/consent-words.ts';
import type { ImportRow } from '../../domain/import/subscriber-csv.ts';
import { subscriberId, suppressionHash } from '../../domain/subscribers/identity.ts';
import type { Subscriber, Suppression } from '../../domain/subscribers/subscriber.ts';
import {
  hasHardBouncedOrComplained,
  isSetAside,
  leaveNewsletters,
} from '../../domain/subscribers/subscription-rules.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { changeSubscriber, countEvent, drawMark } from '../subscribers/change-subscriber.ts';
import type { SubscriberPorts } from '../subscribers/subscriber-ports.ts';
import { createIdBits, type IdBits } from './id-bits.ts';

/**
 * fresh: added as active · known: stored already, left as is · departed: has unsubscribed or bounced here, stays so · suppressed: on the
 * suppression list, stays so · leaving: subscribed here, but the file says they left · past: not stored, recorded as gone · unconfirmed:
 * never agreed, left out.
 */
export type ImportOutcome =
  | 'fresh'
  | 'known'
  | 'departed'
  | 'suppressed'
  | 'leaving'
  | 'past'
  | 'unconfirmed';

/** Newsletters and source for rows that have none of their own. */
export type ImportChoice = { newsletters: readonly string[]; source: string };

/** `presentId`: the id of a subscriber who moved away from the row's address, at their address of today. */
export type JudgedRow = { row: ImportRow; id: string; hash: string; fate: ImportOutcome; presentId?: string };
/** One row for each address: the first one, unless a later one has a stricter status. */
export type JudgedRows = { judged: readonly JudgedRow[]; choice: ImportChoice };

/** Statuses that suppress the address, with the reason of the suppression. */
const REASON_BY_STATUS: Readonly<Partial<Record<ImportStatus, Suppression['reason']>>> = {
  bounced: 'bounced',
  complained: 'complained',
  suppressed: 'imported',
};
/** The reason for a suppression, if any. `suppressed` = no marks a bounce without one, but `status` = suppressed is stricter and wins. */
const suppressionOf = ({ status, suppression }: ImportRow): Suppression['reason'] | undefined =>
  suppression === 'none'
    ? status === 'suppressed'
      ? 'imported'
      : undefined
    : (suppression ?? REASON_BY_STATUS[status]);

/** One address. `stored`: there is a row. `here`: the row is active, pending, or set aside for soft bounces. `suppressed`: the address is. */
export type StoredState = { stored: boolean; here: boolean; suppressed: boolean };

/** Results of earlier rows of the file, for addresses that the store does not have yet. */
export type EarlierRows = {
  /** In a dry run, the state of each id after the earlier rows; updated in place. A real import reads that state from the store. */
  states: IdBits;
  /** Ids that an earlier row calls unconfirmed; updated in place. */
  unconfirmed: IdBits;
};

const KNOWN_BIT = 1;
const encodeState = ({ stored, here, suppressed }: StoredState): number =>
  KNOWN_BIT | (stored ? 2 : 0) | (here ? 4 : 0) | (suppressed ? 8 : 0);
const decodeState = (bits: number): StoredState | undefined =>
  bits === 0 ? undefined : { stored: (bits & 2) > 0, here: (bits & 4) > 0, suppressed: (bits & 8) > 0 };

export async function judgeBatch(
  { subscribers, suppressions, secrets }: Pick<SubscriberPorts, 'subscribers' | 'suppressions' | 'secrets'>,
  rows: readonly ImportRow[],
  { newsletters, source }: ImportChoice,
  { states: places, unconfirmed }: EarlierRows = { states: createIdBits(), unconfirmed: createIdBits() },
): Promise<JudgedRows> {
  const byId = new Map<string, JudgedRow>();
  for (const row of rows) {
    const id = subscriberId(secrets, row.key);
    const earlier = byId.get(id);
    if (earlier && !isStricter(row.status, earlier.row.status)) continue;
    byId.set(id, { row, id, hash: suppressionHash(secrets, row.key), fate: 'fresh' });
  }
  const judged = [...byId.values()];
  const stored = new Map((await subscribers.getMany([...byId.keys()])).map((s) => [s.id, s]));
  const moved = await findMovedSubscribers(
    subscribers,
    [...byId.keys()].filter((id) => !stored.has(id)),
  );
  const suppressed = await suppressions.find(judged.map(({ hash }) => hash));
  for (const one of judged) {
    const now = moved.get(one.id);
    if (now) one.presentId = now.id;
    const place =
      decodeState(places.get(one.id)) ?? storedStateOf(stored.get(one.id) ?? now, suppressed.has(one.hash));
    one.fate = judgeRow(one.row, place);
    if (one.fate === 'fresh' && unconfirmed.get(one.id) !== 0) one.fate = 'unconfirmed';
    if (one.fate === 'unconfirmed') unconfirmed.set(one.id, KNOWN_BIT);
    places.set(one.id, encodeState(stateAfter(one, place)));
  }
  return { judged, choice: { newsletters, source } };
}

/** The present rows of subscribers who moved away from an address: a list with the old address must not add them a second time. */
async function findMovedSubscribers(
  subscribers: SubscriberPorts['subscribers'],
  ids: readonly string[],
): Promise<ReadonlyMap<string, Subscriber>> {
  const moved = ids.length === 0 ? undefined : await subscribers.findMoves(ids);
  if (!moved || moved.size === 0) return new Map();
  const found = new Map((await subscribers.getMany([...moved.values()].flat())).map((s) => [s.id, s]));
  const pairs = [...moved].map(([id, all]) => {
    const known = all.flatMap((to) => found.get(to) ?? []);
    return [id, known.find(({ status }) => status === 'active') ?? known[0]] as const;
  });
  return new Map(pairs.flatMap(([id, s]) => (s ? [[id, s] as const] : [])));
}

const storedStateOf = (stored: Subscriber | undefined, suppressed: boolean): StoredState => ({
  stored: stored !== undefined,
  here:
    stored?.status === 'active' ||
    stored?.status === 'pending' ||
    (stored !== undefined && isSetAside(stored)),
  suppressed,
});

function judgeRow({ status }: ImportRow, { stored, here, suppressed }: StoredState): ImportOutcome {
  if (status === 'pending') return stored || suppressed ? 'known' : 'unconfirmed';
  if (status !== 'active')
    return here ? 'leaving' : stored || (suppressed && status === 'suppressed') ? 'known' : 'past';
  if (suppressed) return 'suppressed';
  return here ? 'known' : stored ? 'departed' : 'fresh';
}

const stateAfter = ({ row, fate }: JudgedRow, { stored, here, suppressed }: StoredState): StoredState => ({
  stored: stored || isAdded({ row, fate }),
  here: fate === 'fresh' || (here && fate !== 'leaving'),
  suppressed: suppressed || suppressionOf(row) !== undefined,
});

/** A suppressed address that was never a subscriber gets a suppression and no subscriber row. */
const isAdded = ({ row, fate }: Pick<JudgedRow, 'row' | 'fate'>): boolean =>
  fate === 'fresh' || (fate === 'past' && row.status !== 'suppressed');

/** Writes judged rows. Suppressions go first, so that a failure in between loses none. `form`: the file's fingerprint. */
export async function importBatch(
  ports: Pick<SubscriberPorts, 'clock' | 'publication' | 'subscribers' | 'suppressions' | 'counts'>,
  { judged, choice }: JudgedRows,
  form: string,
): Promise<void> {
  const now = ports.clock();
  for (const one of judged) await suppressIfStated(ports, one, now);
  const added = judged.filter(isAdded);
  await ports.subscribers.insertMany(added.map(({ row, id }) => toSubscriber(row, id, choice, form, now)));
  await countFresh(ports, added, choice);
  for (const one of judged) if (one.fate === 'leaving') await unsubscribeLeaver(ports, one, now);
}

async function suppressIfStated(
  { suppressions }: Pick<SubscriberPorts, 'suppressions'>,
  { row, hash }: JudgedRow,
  at: Instant,
): Promise<void> {
  const reason = suppressionOf(row);
  if (reason) await suppressions.add({ hash, reason, at });
}

/** The row to insert. A subscriber who left elsewhere gets no default newsletters. */
const toSubscriber = (
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
  newsletters: row.newsletters ?? (row.status === 'active' ? choice.newsletters : []),
  topics: row.topics,
  labels: row.labels,
  ...(row.links ?? { epoch: drawMark() }),
  consent: {
    at: row.subscribedAt ?? row.confirmedAt ?? now,
    source: row.source || choice.source,
    form: row.form ?? form,
    confirmedAt: row.confirmedAt,
  },
  pausedUntil: row.pausedUntil,
  changedAt: row.changedAt ?? now,
  reason: row.reason ?? (row.status === 'active' ? '' : 'import'),
  asked: undefined,
  ...(row.vouched && row.vouched.length > 0 && { vouched: row.vouched }),
  ...(row.leaving && row.leaving.length > 0 && { remarks: row.leaving }),
  version: 0,
});

async function countFresh(
  ports: Pick<SubscriberPorts, 'clock' | 'publication' | 'counts'>,
  added: readonly JudgedRow[],
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

/** Unsubscribes a subscriber who has left elsewhere, as the file says. */
async function unsubscribeLeaver(
  ports: Pick<SubscriberPorts, 'clock' | 'publication' | 'subscribers' | 'counts'>,
  judged: JudgedRow,
  at: Instant,
): Promise<void> {
  const { row, presentId: id = judged.id } = judged;
  // A bounce of the address that the subscriber moved away from says nothing of the present one.
  if (judged.presentId !== undefined && row.status === 'bounced') return;
  const status = row.status === 'bounced' || row.status === 'complained' ? row.status : 'unsubscribed';
  const { before, changed } = await changeSubscriber(ports, id, (s) => {
    if (!s || hasHardBouncedOrComplained(s)) return undefined;
    const gone = leaveNewsletters(s, '', row.reason || 'import', at)?.subscriber;
    return gone && { ...gone, status };
  });
  if (!before || !changed) return;
  await countEvent(ports, 'left', {
    newsletters: before.newsletters,
    source: before.consent.source,
    reason: 'import',
  });
}
