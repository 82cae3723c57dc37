/** Follows a letter's link to the subscriber: to the row it was made for, or by forwards to the row that the person moved to since. */
import { BroadsheetError } from '../../domain/error.ts';
import { type FollowedLinks, isSameRow, type RowRef, refOf } from '../../domain/subscribers/forward.ts';
import type { LinkClaim } from '../../domain/subscribers/signed-link.ts';
import type { Subscriber } from '../../domain/subscribers/subscriber.ts';
import type { SubscriberPorts } from './subscriber-ports.ts';

/**
 * `id` and `epoch` are the link's own if it leads to no row. `links`: the kinds of link that its pages may hand out. `taken`: the link's
 * row is gone, and another active row has its address.
 */
export type LinkHolder = RowRef & {
  subscriber: Subscriber | undefined;
  links: FollowedLinks;
  taken: boolean;
};

/** Forwards followed at most. A move redirects all earlier forwards to the new row, so only concurrent moves need more than one step. */
const MAX_FORWARDS_FOLLOWED = 8;

const claimedRow = ({ subject, epoch = '' }: Pick<LinkClaim, 'subject' | 'epoch'>): RowRef => ({
  id: subject,
  epoch,
});

/** Finds the row of a link. Of links to a row that was joined, only those of purpose `unsubscribe` are followed. */
export async function followLink(
  { subscribers }: Pick<SubscriberPorts, 'subscribers'>,
  claim: Pick<LinkClaim, 'subject' | 'epoch'>,
  purpose: 'unsubscribe' | 'preferences' | 'undo',
): Promise<LinkHolder> {
  const own = claimedRow(claim);
  const first = await subscribers.get(own.id);
  const nobody = { ...own, subscriber: undefined, links: 'all' as const };
  let at = own;
  let links: FollowedLinks = 'all';
  for (let step = 0; step <= MAX_FORWARDS_FOLLOWED; step++) {
    const found = step === 0 ? first : await subscribers.get(at.id);
    if (found && isSameRow(refOf(found), at)) return { ...at, subscriber: found, links, taken: false };
    const forward = await subscribers.findForward(at);
    if (!forward) break;
    if (forward.links === 'unsubscribe') links = 'unsubscribe';
    if (links === 'unsubscribe' && purpose !== 'unsubscribe') break;
    at = forward.to;
  }
  return { ...nobody, taken: first?.status === 'active' && !isSameRow(refOf(first), own) };
}

/** The row of a link that follows no forwards (confirmation and one-hour links); undefined if the row is gone. */
export async function findLinkRow(
  { subscribers }: Pick<SubscriberPorts, 'subscribers'>,
  claim: Pick<LinkClaim, 'subject' | 'epoch'>,
): Promise<Subscriber | undefined> {
  const found = await subscribers.get(claim.subject);
  return found && isSameRow(refOf(found), claimedRow(claim)) ? found : undefined;
}

/** The error for a link older than an erasure: it must not unsubscribe the person who has signed up at the address since. */
export const createOutlivedError = (): BroadsheetError =>
  new BroadsheetError(
    'gone',
    'This link is of a subscription that was erased. Nobody was unsubscribed by it.',
    {
      remedy: 'Somebody has signed up this address since: use the link in a letter that came after that.',
    },
  );
