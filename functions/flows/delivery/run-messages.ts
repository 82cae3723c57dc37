/** Makes the messages of a run's chunk: subscribers are read again, consistently, right before; their links are signed and filled in. */
import { decideEligibility } from '../../domain/delivery/audience.ts';
import { isDemoOnRealMailer } from '../../domain/delivery/demo.ts';
import type { Message } from '../../domain/delivery/mailer.ts';
import type { Batch } from '../../domain/ledger/batch.ts';
import type { Run } from '../../domain/ledger/run.ts';
import { composeLazily, type PreparedLetter, selectionFor } from '../../domain/letters/compose.ts';
import type { Recipient } from '../../domain/letters/letter.ts';
import { subjectOf } from '../../domain/letters/message.ts';
import { requireSafeAddress } from '../../domain/letters/mime.ts';
import { addressKey } from '../../domain/subscribers/address.ts';
import { suppressionHash } from '../../domain/subscribers/identity.ts';
import { signLink } from '../../domain/subscribers/signed-link.ts';
import type { Subscriber } from '../../domain/subscribers/subscriber.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { eraseAbsent } from '../ledger/erase-recipient.ts';

/**
 * The messages by position. A position is missing (skipped) if the subscriber is not eligible (audience.ts), is suppressed or erased, or
 * chose topics that leave nothing of the letter.
 */
export async function makeRunMessages(
  ports: DeliveryPorts,
  run: Run,
  batch: Batch,
  prepared: PreparedLetter,
  positions: readonly number[],
  attempt: 1 | 2,
): Promise<ReadonlyMap<number, MakeMessage>> {
  // A resend names its subscribers one by one, also those that confirmed after the cut-off of the run.
  const audience = batch.pass > 1 ? { ...run, cutoff: batch.createdAt } : run;
  const ids = positions.map((position) => batch.members[position]!);
  const found = await ports.subscribers.getMany(ids);
  const readers = await keepEligible(ports, audience, found);
  if (found.length < ids.length) await eraseAbsent(ports, batch, findAbsent(ids, found));
  const messages = new Map<number, MakeMessage>();
  for (const position of positions) {
    const reader = readers.get(batch.members[position]!);
    const recipient = reader && toRecipient(ports, reader, run.newsletter);
    const message = recipient && prepareMessage(ports, prepared, recipient, { batch, position, attempt });
    if (message) messages.set(position, message);
  }
  return messages;
}

const findAbsent = (ids: readonly string[], found: readonly Subscriber[]): string[] => {
  const there = new Set(found.map(({ id }) => id));
  return ids.filter((id) => !there.has(id));
};

export const findEligible = async (
  ports: Pick<DeliveryPorts, 'subscribers' | 'suppressions' | 'secrets' | 'clock'>,
  run: Pick<Run, 'newsletter' | 'cutoff'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Subscriber>> => keepEligible(ports, run, await ports.subscribers.getMany(ids));

async function keepEligible(
  { suppressions, secrets, clock }: Pick<DeliveryPorts, 'suppressions' | 'secrets' | 'clock'>,
  run: Pick<Run, 'newsletter' | 'cutoff'>,
  found: readonly Subscriber[],
): Promise<ReadonlyMap<string, Subscriber>> {
  const now = clock();
  const readers = found.filter((subscriber) => decideEligibility(subscriber, run, now) === 'reader');
  const hashes = readers.map(({ email }) => suppressionHash(secrets, addressKey(email)));
  const suppressed = await suppressions.find(hashes);
  const kept = readers.filter((_, i) => !suppressed.has(hashes[i]!));
  return new Map(kept.map((reader) => [reader.id, reader]));
}

export function toRecipient(
  { secrets, settings }: Pick<DeliveryPorts, 'secrets' | 'settings'>,
  { id, email, name, topics, epoch }: Subscriber,
  newsletter: string,
): Recipient {
  const link = (purpose: 'unsubscribe' | 'preferences', about: string) =>
    `${settings.base}/${purpose}/${signLink(secrets, { purpose, subject: id, about, expires: undefined, epoch })}`;
  return {
    to: { name, email },
    topics,
    unsubscribe: link('unsubscribe', newsletter),
    preferences: link('preferences', ''),
    action: '',
  };
}

/**
 * Composes a message at the moment of its hand-over, so that the mailer hashes or encodes bytes that are still in the processor's
 * cache. Throws as `composeLazily` does.
 */
export type MakeMessage = () => Message;

/** Returns undefined if the recipient's topics leave nothing of the letter, or this mailer sends no letter to the address. */
export function prepareMessage(
  { clock, mailer }: Pick<DeliveryPorts, 'clock' | 'mailer'>,
  prepared: PreparedLetter,
  recipient: Recipient,
  { batch, position, attempt }: { batch: Batch; position: number; attempt: 1 | 2 },
): MakeMessage | undefined {
  const { letter, hash } = prepared;
  const selection = selectionFor(prepared, recipient.topics);
  const { email } = recipient.to;
  if (!selection || !isSafeAddress(email) || isDemoOnRealMailer(mailer, email)) return undefined;
  const tags = { run: batch.run, batch: batch.id, pos: String(position), try: String(attempt) };
  const domain = letter.from.email.slice(letter.from.email.lastIndexOf('@') + 1);
  const messageId = `${tags.run}.${tags.batch}.${tags.pos}.${tags.try}@${domain}`;
  return () => {
    const stamp = { messageId, at: clock() };
    const made = composeLazily(prepared, recipient, stamp)!;
    let raw: Uint8Array | undefined;
    return {
      to: recipient.to.email,
      from: letter.from.email,
      get raw() {
        raw ??= made.bytes();
        return raw;
      },
      composed: made,
      subject: subjectOf(letter, selection),
      tags,
      lease: batch.lease,
      stream: batch.notice ? 'notices' : 'letters',
      feedback: letter.feedback,
      recipe: { letter: hash, recipient, stamp },
    };
  };
}

/** An unsafe address is skipped: it must not keep the rest of its batch from going. */
function isSafeAddress(email: string): boolean {
  try {
    requireSafeAddress(email);
    return true;
  } catch {
    return false;
  }
}
