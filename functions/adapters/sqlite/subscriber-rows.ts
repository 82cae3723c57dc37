/** Converts a subscriber to a row of SQLite, and back. */
import type { Subscriber, SubscriberStatus } from '../../domain/subscribers/subscriber.ts';

export const COLUMNS = [
  'id',
  'email',
  'name',
  'status',
  'newsletters',
  'topics',
  'labels',
  'consent_at',
  'consent_source',
  'consent_form',
  'confirmed_at',
  'paused_until',
  'changed_at',
  'reason',
  'asked',
  'version',
  'soft_bounces',
  'rest_until',
  'remarks',
  'vouched',
  'epoch',
  'requests',
  'forwards',
] as const;

export type SubscriberRow = Record<(typeof COLUMNS)[number], string | number | null>;

const listOrNull = (list: readonly unknown[] | undefined): string | null =>
  list === undefined || list.length === 0 ? null : JSON.stringify(list);

/** The values in the order of COLUMNS. */
export const toRow = (s: Subscriber, version: number) => [
  s.id,
  s.email,
  s.name,
  s.status,
  JSON.stringify(s.newsletters),
  JSON.stringify(s.topics),
  JSON.stringify(s.labels),
  s.consent.at,
  s.consent.source,
  s.consent.form,
  s.consent.confirmedAt ?? null,
  s.pausedUntil ?? null,
  s.changedAt,
  s.reason,
  s.asked === undefined ? null : JSON.stringify(s.asked),
  version,
  s.softBounces === undefined ? null : JSON.stringify(s.softBounces),
  s.restUntil ?? null,
  listOrNull(s.remarks),
  listOrNull(s.vouched),
  s.epoch ?? null,
  listOrNull(s.requests),
  listOrNull(s.forwards),
];

export const fromRow = (row: SubscriberRow): Subscriber => ({
  id: String(row.id),
  email: String(row.email),
  name: String(row.name),
  status: row.status as SubscriberStatus,
  newsletters: JSON.parse(String(row.newsletters)),
  topics: JSON.parse(String(row.topics)),
  labels: JSON.parse(String(row.labels)),
  consent: {
    at: Number(row.consent_at),
    source: String(row.consent_source),
    form: String(row.consent_form),
    confirmedAt: row.confirmed_at === null ? undefined : Number(row.confirmed_at),
  },
  pausedUntil: row.paused_until === null ? undefined : Number(row.paused_until),
  changedAt: Number(row.changed_at),
  reason: String(row.reason),
  asked: row.asked === null ? undefined : JSON.parse(String(row.asked)),
  version: Number(row.version),
  softBounces: row.soft_bounces === null ? undefined : JSON.parse(String(row.soft_bounces)),
  restUntil: row.rest_until === null ? undefined : Number(row.rest_until),
  ...(row.remarks !== null && { remarks: JSON.parse(String(row.remarks)) }),
  ...(row.vouched !== null && { vouched: JSON.parse(String(row.vouched)) }),
  ...(row.epoch !== null && { epoch: String(row.epoch) }),
  ...(row.requests !== null && { requests: JSON.parse(String(row.requests)) }),
  ...(row.forwards !== null && { forwards: JSON.parse(String(row.forwards)) }),
});
