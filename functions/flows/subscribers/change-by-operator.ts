/** An operator changes one subscriber, under the rules of consent: first a plan of the differences (dry run), then the change. */
import { BroadsheetError } from '../../domain/error.ts';
import { readHeader } from '../../domain/import/header-row.ts';
import { writeLabels } from '../../domain/import/row-lists.ts';
import { CSV_COLUMNS, isInvalid, readRow, vocabularyOf } from '../../domain/import/subscriber-csv.ts';
import type { Publication } from '../../domain/publication/publication.ts';
import { type Address, addressKey, parseAddress } from '../../domain/subscribers/address.ts';
import { subscriberId } from '../../domain/subscribers/identity.ts';
import {
  applySubscriberChange,
  findDifferences,
  refusalOf,
  type SubscriberChange,
} from '../../domain/subscribers/operator-change.ts';
import type { Subscriber } from '../../domain/subscribers/subscriber.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { changeSubscriber, countEvent } from './change-subscriber.ts';
import { requestMove } from './manage.ts';
import { findSubscriber } from './operate-subscribers.ts';
import type { SubscriberPorts } from './subscriber-ports.ts';
import { isSuppressed } from './suppress-subscriber.ts';

/** Values as typed; an absent field stays as it is. `pausedUntil` null ends the pause. */
export type WantedChange = {
  name?: string;
  labels?: readonly string[];
  newsletters?: readonly string[];
  topics?: readonly string[];
  pausedUntil?: Instant | null;
  address?: string;
};

export type ChangePlan = {
  id: string;
  change: SubscriberChange;
  /** Fields of the subscriber that would differ. */
  fields: readonly string[];
  /** Newsletters that the operator adds (`joined`) and takes away (`left`). */
  joined: readonly string[];
  left: readonly string[];
  /** The new address, which must be confirmed before the subscriber moves. */
  moveTo: Address | undefined;
};

/** Plans a change. Throws `invalid`, `not-found`, and `conflict` if the subscriber may not be changed or the new address is taken. */
export async function planChange(
  ports: Pick<SubscriberPorts, 'secrets' | 'clock' | 'publication' | 'subscribers' | 'suppressions'>,
  typed: string,
  wanted: WantedChange,
): Promise<ChangePlan> {
  const { id, subscriber } = await findSubscriber(ports, typed);
  if (!subscriber)
    throw new BroadsheetError('not-found', 'No subscriber is known at that address.', {
      remedy: 'Add a person who agreed elsewhere: subscribers add <address>',
    });
  await requireChangeable(ports, subscriber);
  const publication = await ports.publication();
  const change = readChange(publication, ports.clock(), subscriber, wanted);
  const { fields, joined, left } = findDifferences(subscriber, change);
  const retired = publication.newsletters.find((n) => n.retired && joined.includes(n.id));
  if (retired)
    throw new BroadsheetError('invalid', `\`${retired.id}\` is retired: no letters go by it.`, {
      remedy: 'Choose another newsletter.',
    });
  const moveTo =
    wanted.address === undefined ? undefined : await readNewAddress(ports, subscriber, wanted.address);
  return { id, change, fields, joined, left, moveTo };
}

/** Applies a plan; no mail goes but the confirmation of a new address. Throws as planChange does, and `unavailable`. */
export async function applyChange(ports: SubscriberPorts, { id, change, moveTo }: ChangePlan): Promise<void> {
  const now = ports.clock();
  const { before, after, changed } = await changeSubscriber(ports, id, (s) => {
    if (!s || refusalOf(s.status)) throw refusalError(s?.status ?? 'unsubscribed');
    return applySubscriberChange(s, change, now);
  });
  if (before && after && changed) await countDifferences(ports, before, change);
  if (after && moveTo) await requestMove(ports, after, moveTo);
}

async function countDifferences(
  ports: Pick<SubscriberPorts, 'clock' | 'publication' | 'counts'>,
  before: Subscriber,
  change: SubscriberChange,
) {
  const { joined, left } = findDifferences(before, change);
  if (joined.length > 0)
    await countEvent(ports, 'confirmed', { newsletters: joined, source: 'command', reason: 'command' });
  const { source } = before.consent;
  if (left.length > 0) await countEvent(ports, 'left', { newsletters: left, source, reason: 'command' });
}

const refusalError = (why: Parameters<typeof refusalOf>[0]): BroadsheetError => {
  const [message, remedy] = refusalOf(why)!;
  return new BroadsheetError('conflict', message, { remedy });
};

async function requireChangeable(
  ports: Pick<SubscriberPorts, 'secrets' | 'suppressions'>,
  { status, email }: Subscriber,
): Promise<void> {
  if (refusalOf(status)) throw refusalError(status);
  if (await isSuppressed(ports, email)) throw refusalError('suppressed');
}

/** Reads the wanted values by the rules of an import's row, with the same ids and limits. */
function readChange(
  publication: Publication,
  now: Instant,
  { email }: Subscriber,
  { name, labels, newsletters, topics, pausedUntil }: WantedChange,
): SubscriberChange {
  if (newsletters?.length === 0)
    throw new BroadsheetError('invalid', 'The change leaves no newsletter.', {
      remedy: 'To unsubscribe them: subscribers unsubscribe <address>',
    });
  const ids = [newsletters, topics].map((list) => (list ?? []).join(';'));
  const cells = [email, name ?? '', ...ids, writeLabels(labels ?? [])];
  const header = readHeader(CSV_COLUMNS.slice(0, cells.length));
  const row = readRow(header, { line: 1, cells }, vocabularyOf(publication, now));
  if (isInvalid(row)) throw new BroadsheetError('invalid', row.message);
  return {
    ...(name !== undefined && { name: row.name }),
    ...(labels && { labels: row.labels }),
    ...(newsletters && { newsletters: row.newsletters ?? [] }),
    ...(topics && { topics: row.topics }),
    ...(pausedUntil !== undefined && { pausedUntil: pausedUntil ?? undefined }),
  };
}

/** The new address; undefined if it is the subscriber's present one. */
async function readNewAddress(
  ports: Pick<SubscriberPorts, 'secrets' | 'subscribers' | 'suppressions'>,
  { email }: Subscriber,
  typed: string,
): Promise<Address | undefined> {
  const address = parseAddress(typed);
  if (address.key === addressKey(email)) return undefined;
  if (await isSuppressed(ports, address.email)) {
    throw new BroadsheetError('conflict', 'The new address is suppressed: it is never mailed.', {
      remedy: 'If its owner asks for mail again: subscribers suppress <address> --lift',
    });
  }
  const there = await ports.subscribers.get(subscriberId(ports.secrets, address.key));
  // A row that waits for the confirmation of such a change may get it again.
  if (!there || (there.status === 'pending' && there.asked?.source === 'moved')) return address;
  throw new BroadsheetError('conflict', `Somebody is known at the new address already (${there.status}).`, {
    remedy: 'Look at both: subscribers show <address>. Unsubscribe or erase the one that is too many.',
  });
}
