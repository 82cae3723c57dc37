/** Whom a link of a letter is about by now: the row it was made for, or where its person moved since. */
import { BroadsheetError } from '../../domain/error.ts';
import { type Followed, isSameRow, type RowRef, refOf } from '../../domain/subscribers/forward.ts';
import type { LinkClaim } from '../../domain/subscribers/signed-link.ts';
import type { Subscriber } from '../../domain/subscribers/subscriber.ts';
import type { SubscriberPorts } from './subscriber-ports.ts';

/**
 * `id` and `epoch` are the link's own where nobody is behind it. `links`: what other links its pages may hand out. `taken`: the
 * link's row is gone, and somebody who signed up since reads at its address.
 */
export type Holder = RowRef & {
  subscriber: Subscriber | undefined;
  links: Followed;
  taken: boolean;
};

/** A move makes all that led to the old row lead to the new one, so that one step is the rule; more come of moves at one moment. */
const MAX_STEPS = 8;

const claimed = ({ subject, epoch = '' }: Pick<LinkClaim, 'subject' | 'epoch'>): RowRef => ({
  id: subject,
  epoch,
});

/** `purpose`: unsubscribe links are followed onto a row that was joined, others are not. */
export async function followLink(
  { subscribers }: Pick<SubscriberPorts, 'subscribers'>,
  claim: Pick<LinkClaim, 'subject' | 'epoch'>,
  purpose: 'unsubscribe' | 'preferences' | 'undo',
): Promise<Holder> {
  const own = claimed(claim);
  const first = await subscribers.get(own.id);
  const nobody = { ...own, subscriber: undefined, links: 'all' as const };
  let at = own;
  let links: Followed = 'all';
  for (let step = 0; step <= MAX_STEPS; step++) {
    const found = step === 0 ? first : await subscribers.get(at.id);
    if (found && isSameRow(refOf(found), at)) return { ...at, subscriber: found, links, taken: false };
    const forward = await subscribers.forwardOf(at);
    if (!forward) break;
    if (forward.links === 'unsubscribe') links = 'unsubscribe';
    if (links === 'unsubscribe' && purpose !== 'unsubscribe') break;
    at = forward.to;
  }
  return { ...nobody, taken: first?.status === 'active' && !isSameRow(refOf(first), own) };
}

/** Whom a link is about that does not follow anybody: confirmation and one-hour links. undefined: that row is gone. */
export async function rowOfLink(
  { subscribers }: Pick<SubscriberPorts, 'subscribers'>,
  claim: Pick<LinkClaim, 'subject' | 'epoch'>,
): Promise<Subscriber | undefined> {
  const found = await subscribers.get(claim.subject);
  return found && isSameRow(refOf(found), claimed(claim)) ? found : undefined;
}

/** Leaving by a link of before an erasure would take off whoever signed up since: it does not, and says so. */
export const outlived = (): BroadsheetError =>
  new BroadsheetError(
    'gone',
    'This link is of a subscription that was erased. Nobody was unsubscribed by it.',
    {
      remedy: 'Somebody has signed up this address since: use the link in a letter that came after that.',
    },
  );
