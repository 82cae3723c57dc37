/** The ports of the subscribers' flows on SQLite in memory, with a clock that a test sets. */
import { createDailyCounts } from '../../../functions/adapters/sqlite/daily-counts.ts';
import { openDatabase } from '../../../functions/adapters/sqlite/database.ts';
import { createLimits } from '../../../functions/adapters/sqlite/limits.ts';
import { createSubscribers } from '../../../functions/adapters/sqlite/subscribers.ts';
import { createSuppressions } from '../../../functions/adapters/sqlite/suppressions.ts';
import {
  type NoticeRequest,
  noticePathOf,
  type RemarkNotice,
} from '../../../functions/domain/notices/notice.ts';
import type { Publication } from '../../../functions/domain/publication/publication.ts';
import type { Secrets } from '../../../functions/domain/secrets.ts';
import { parseAddress } from '../../../functions/domain/subscribers/address.ts';
import { subscriberId, suppressionHash } from '../../../functions/domain/subscribers/identity.ts';
import { type LinkPurpose, signLink } from '../../../functions/domain/subscribers/signed-link.ts';
import type { SignUpRequest, Subscriber } from '../../../functions/domain/subscribers/subscriber.ts';
import type { SubscriberPorts } from '../../../functions/flows/subscribers/subscriber-ports.ts';
import { aPublication, NOON } from './small-publication.ts';

export const SUBSCRIPTION_SECRETS: Secrets = {
  identity: new Uint8Array(32).fill(7),
  links: {
    current: { id: 'k2', secret: new Uint8Array(32).fill(2) },
    retired: [{ id: 'k1', secret: new Uint8Array(32).fill(1) }],
  },
};

export const idOf = (email: string): string => subscriberId(SUBSCRIPTION_SECRETS, parseAddress(email).key);
export const hashOf = (email: string): string =>
  suppressionHash(SUBSCRIPTION_SECRETS, parseAddress(email).key);

export const aSubscriber = (email: string, changes: Partial<Subscriber> = {}): Subscriber => ({
  id: idOf(email),
  email,
  name: '',
  status: 'active',
  newsletters: ['daily'],
  topics: [],
  labels: [],
  consent: { at: NOON - 1000, source: 'form', form: 'words', confirmedAt: NOON - 500 },
  pausedUntil: undefined,
  changedAt: NOON - 500,
  reason: '',
  asked: undefined,
  version: 0,
  ...changes,
});

/** `notices` and `remarks` collect the queued notices. With `failing` set, queueing throws. */
export function openSubscriptions(publication: Publication = aPublication()) {
  const database = openDatabase(':memory:', { durable: false });
  const desk = { now: NOON, notices: [] as NoticeRequest[], remarks: [] as RemarkNotice[], failing: false };
  const ports: SubscriberPorts = {
    subscribers: createSubscribers(database),
    suppressions: createSuppressions(database),
    counts: createDailyCounts(database),
    limits: createLimits(database),
    secrets: SUBSCRIPTION_SECRETS,
    clock: () => desk.now,
    notify: async (notice) => {
      if (desk.failing) throw new Error('the queue is away');
      if (notice.kind === 'remark') desk.remarks.push(notice);
      else desk.notices.push(notice);
    },
    publication: async () => publication,
  };
  const marks = database.db.prepare('SELECT epoch, requests FROM subscribers WHERE id = ?');
  /** The token that a letter or notice of this moment would carry. */
  const token = (purpose: LinkPurpose, email: string, about = '', expires?: number) => {
    const row = marks.get(idOf(email)) as Record<'epoch' | 'requests', string | null> | undefined;
    const newest = (JSON.parse(row?.requests ?? '[]') as SignUpRequest[]).at(-1);
    const ref = purpose === 'confirm' ? newest?.ref : undefined;
    return signLink(SUBSCRIPTION_SECRETS, {
      purpose,
      subject: idOf(email),
      about,
      expires,
      epoch: row?.epoch ?? undefined,
      ref,
    });
  };
  return Object.assign(desk, {
    ports,
    close: () => database.close(),
    token,
    /** The token in the newest notice's button. */
    link: () => noticePathOf(SUBSCRIPTION_SECRETS, desk.notices.at(-1)!, desk.now).split('/').at(-1)!,
    find: (email: string) => ports.subscribers.get(idOf(email)),
    counted: async () => {
      const rows = await ports.counts.read({ from: '2000-01-01', to: '2100-01-01' });
      return rows.map((r) => [r.event, r.newsletter, r.reason, r.count].filter((v) => v !== '').join(' '));
    },
  });
}
export type SubscriptionsFixture = ReturnType<typeof openSubscriptions>;
