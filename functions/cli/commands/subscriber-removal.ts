/** `subscribers erase` and `suppress`: remove an address for good, here and from SES's own suppression list. */
import { BroadsheetError } from '../../domain/error.ts';
import type { Subscriber } from '../../domain/subscribers/subscriber.ts';
import { isSetAside } from '../../domain/subscribers/subscription-rules.ts';
import {
  eraseAddress,
  findPresentAddresses,
  findSubscriber,
  liftSuppression,
  suppressAddress,
} from '../../flows/subscribers/operate-subscribers.ts';
import type { ProviderRelease } from '../../flows/subscribers/release-at-provider.ts';
import type { SubscriberPorts } from '../../flows/subscribers/subscriber-ports.ts';
import type { LocalParts } from '../../wiring/local/local.ts';
import type { Command, CommandAnswer, Flag } from '../command.ts';
import { withSubscribers } from '../open.ts';
import { describeRelease, releaseAtSes } from '../provider-suppressions.ts';

export const YES_FLAG: Flag = { type: 'boolean', help: 'Do not ask.' };
export const UNKNOWN_ADDRESS = 'No subscriber is known at that address.';
/** The error for an unknown address. `moved`: addresses to which its former subscriber has moved. */
export function unknownAddressError(moved: readonly string[], ses?: ProviderRelease): BroadsheetError {
  const remedies = [
    ...(moved.length > 0 ? [`The subscriber has moved to another address: ${moved.join(', ')}.`] : []),
    ...(ses?.state === 'left' ? [describeRelease(ses).trim()] : []),
  ];
  return new BroadsheetError(
    'not-found',
    UNKNOWN_ADDRESS,
    remedies.length > 0 ? { remedy: remedies.join(' ') } : {},
  );
}
export const UNCHANGED: CommandAnswer = { text: 'Nothing was changed.', data: null };

export const erase: Command = {
  name: 'subscribers erase',
  summary: 'Erases all that is known of one address; counts that name nobody stay.',
  takes: ['<address>'],
  flags: {
    never: { type: 'boolean', help: 'Keep a keyed hash, so that the address is never mailed again.' },
    yes: YES_FLAG,
  },
  run: (call) =>
    withSubscribers(call, async (ports, local) => {
      if (!(await call.confirm('This erases the subscriber for good; it cannot be undone.')))
        return UNCHANGED;
      const [typed] = call.arguments as [string];
      const never = call.flags.never === true;
      const { subscriber } = await findSubscriber(ports, typed);
      const erased = await eraseAddress(ports, typed, { never });
      // SES stores plain addresses, so an erased one is removed there. With --never, our own keyed hash suppresses the address.
      const ses = await releaseAtSes(local, { typed, stored: subscriber?.email });
      if (!erased && !never && ses?.state !== 'removed')
        throw unknownAddressError(await findPresentAddresses(ports, typed), ses);
      const said = erased
        ? 'Erased.'
        : never
          ? 'No subscriber was known; the address will never be mailed.'
          : UNKNOWN_ADDRESS;
      return { text: said + describeRelease(ses), data: { erased, ...(ses && { ses }) } };
    }),
};

export const suppress: Command = {
  name: 'subscribers suppress',
  summary: 'Never mails an address again, known or not; an import does not bring it back.',
  takes: ['<address>'],
  flags: {
    lift: { type: 'boolean', help: 'Lift the suppression: the address may sign up again.' },
    yes: YES_FLAG,
  },
  run: (call) =>
    withSubscribers(call, async (ports, local) => {
      const [typed] = call.arguments as [string];
      const what = call.flags.lift
        ? 'This lifts the suppression of the address.'
        : 'This suppresses the address for good.';
      if (!(await call.confirm(what))) return UNCHANGED;
      if (call.flags.lift) return liftAddress(ports, local, typed);
      await suppressAddress(ports, typed);
      return { text: 'Suppressed.', data: { suppressed: true } };
    }),
};

/** Lifts a suppression. SES may know of a bounce that we never heard of, so its list is checked even if ours lacks the address. */
async function liftAddress(ports: SubscriberPorts, local: LocalParts, typed: string): Promise<CommandAnswer> {
  const { subscriber } = await findSubscriber(ports, typed);
  const lifted = await liftSuppression(ports, typed);
  const ses = await releaseAtSes(local, { typed, stored: subscriber?.email });
  if (!lifted && ses?.state !== 'removed') {
    throw new BroadsheetError('not-found', 'The address is not suppressed.', remedyFor(subscriber, ses));
  }
  const said = lifted
    ? 'The suppression is lifted. The subscriber may sign up again; nothing is sent before the confirmation.'
    : 'The address is not suppressed here.';
  return { text: said + describeRelease(ses), data: { suppressed: false, ...(ses && { ses }) } };
}

const remedyFor = (s: Subscriber | undefined, ses: ProviderRelease | undefined): { remedy?: string } => {
  if (s && isSetAside(s))
    return {
      remedy: 'Letters to the address bounced. If the mailbox takes mail again: subscribers add <address>',
    };
  return ses?.state === 'left' ? { remedy: describeRelease(ses).trim() } : {};
};
