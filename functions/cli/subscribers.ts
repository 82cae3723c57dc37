/** `subscribers …`, one person at a time: show, add, unsubscribe, erase, suppress. */

import { parseAddress } from '../domain/address.ts';
import { doubtAddress } from '../domain/address-suggestion.ts';
import { BroadsheetError } from '../domain/error.ts';
import type { Instant } from '../domain/instant.ts';
import { quotedLabel, readLabels } from '../domain/row-lists.ts';
import { SOFT_BOUNCES } from '../domain/soft-bounce.ts';
import type { Subscriber } from '../domain/subscriber.ts';
import { isResting, isSetAside } from '../domain/subscription.ts';
import { addSubscriber } from '../flows/add-subscriber.ts';
import {
  eraseAddress,
  findSubscriber,
  liftSuppression,
  suppressAddress,
  unsubscribeAddress,
} from '../flows/operate-subscribers.ts';
import type { Release } from '../flows/release-at-carrier.ts';
import type { SubscriberPorts } from '../flows/subscriber-ports.ts';
import type { Local } from '../wiring/local.ts';
import { releaseAtSes, tellRelease } from './carrier-list.ts';
import type { Answer, Command, Flag } from './command.ts';
import { moment } from './numbers.ts';
import { withSubscribers } from './open.ts';

const YES: Flag = { type: 'boolean', help: 'Do not ask.' };
const UNKNOWN = 'Nobody is known at that address.';
const nobody = (ses?: Release): BroadsheetError =>
  new BroadsheetError('not-found', UNKNOWN, ses?.state === 'left' ? { remedy: tellRelease(ses).trim() } : {});
const unchanged: Answer = { text: 'Nothing was changed.', data: null };

const show: Command = {
  name: 'subscribers show',
  summary: 'Shows what is known of one address.',
  takes: ['<address>'],
  flags: {},
  run: (call) =>
    withSubscribers(call, async (ports) => {
      const found = await findSubscriber(ports, call.arguments[0]!);
      const { subscriber: s, suppression } = found;
      if (!s && !suppression) throw nobody();
      const lines = [
        ...(s
          ? [
              `${s.name ? `${s.name} ` : ''}<${s.email}>`,
              `  ${s.status} since ${moment(s.changedAt)}${s.reason ? ` (${s.reason})` : ''}`,
            ]
          : []),
        ...(s
          ? [
              `  newsletters  ${s.newsletters.join(', ') || 'none'}`,
              `  topics       ${s.topics.join(', ') || 'all'}`,
            ]
          : []),
        ...(s?.labels.length ? [`  labels       ${s.labels.map(quotedLabel).join(', ')}`] : []),
        ...(s ? [`  consent      ${moment(s.consent.at)} by ${s.consent.source}, ${confirmation(s)}`] : []),
        ...(s?.pausedUntil ? [`  paused until ${moment(s.pausedUntil)}`] : []),
        ...(s ? bounces(s, ports.clock()) : []),
        ...(s ? historyLines(s) : []),
        ...(suppression
          ? [`  suppressed   ${moment(suppression.at)} (${suppression.reason}): never mailed again`]
          : []),
      ];
      return { text: lines.join('\n'), data: found };
    }),
};

const bounces = (s: Subscriber, now: Instant): string[] => [
  ...(s.softBounces?.length
    ? [
        `  came back    ${s.softBounces.length} of ${SOFT_BOUNCES} letters, the last ${moment(s.softBounces.at(-1)!.at)}`,
      ]
    : []),
  ...(isResting(s, now) ? [`  refused      a confirmation; left alone until ${moment(s.restUntil!)}`] : []),
];

const historyLines = ({ vouched = [], remarks = [] }: Subscriber): string[] => [
  ...vouched.map(
    ({ at, source, newsletters }) => `  vouched for  ${newsletters.join(', ')} ${moment(at)} by ${source}`,
  ),
  ...remarks.map(
    ({ at, left, reason, text }) =>
      `  left         ${left.join(', ') || 'all'} ${moment(at)}: ${reason}${text && `, “${text}”`}`,
  ),
];

/** Who was imported or added agreed elsewhere: no confirmation was asked for. */
const confirmation = ({ status, consent }: Subscriber): string =>
  consent.confirmedAt !== undefined
    ? `confirmed ${moment(consent.confirmedAt)}`
    : status === 'pending'
      ? 'not confirmed yet'
      : 'not confirmed here';

const list = (text: string | boolean | undefined): string[] =>
  typeof text === 'string'
    ? text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean)
    : [];

const add: Command = {
  name: 'subscribers add',
  summary: 'Adds somebody who has agreed elsewhere; no confirmation is asked for.',
  takes: ['<address>'],
  flags: {
    newsletters: {
      type: 'string',
      value: '<ids>',
      help: 'Comma-separated. Default: those ticked on the form.',
    },
    topics: { type: 'string', value: '<ids>', help: 'Comma-separated. Default: all.' },
    labels: {
      type: 'string',
      value: '<words>',
      help: 'Comma-separated; one with a comma in quotation marks.',
    },
    name: { type: 'string', value: '<name>', help: 'Their name.' },
    yes: YES,
  },
  notes: 'Nobody who left or is suppressed comes back by this. Exit 1 if nothing was added.',
  run: (call) =>
    withSubscribers(call, async (ports) => {
      const [email] = call.arguments;
      const defaults = (await ports.publication()).newsletters
        .filter((n) => n.default && !n.retired)
        .map((n) => n.id);
      const newsletters = call.flags.newsletters === undefined ? defaults : list(call.flags.newsletters);
      const doubt = doubtAddress(parseAddress(email!).email);
      const what = `This adds one active subscriber to: ${newsletters.join(', ')}. You can show that they agreed.`;
      if (!(await call.confirm(doubt === undefined ? what : `${doubt}\n${what}`))) return unchanged;
      const fate = await addSubscriber(ports, {
        email: email!,
        newsletters,
        topics: list(call.flags.topics),
        labels: readLabels(String(call.flags.labels ?? '')),
        ...(typeof call.flags.name === 'string' ? { name: call.flags.name } : {}),
        source: 'command',
      });
      return { text: FATES[fate], data: { fate }, ok: fate === 'fresh' };
    }),
};

const FATES = {
  fresh: 'Added.',
  known: 'They are there already; nothing was changed.',
  departed: 'They left, and only they can come back: by signing up.',
  suppressed: 'The address is suppressed. If they ask for mail again: subscribers suppress <address> --lift',
  leaving: 'They are there already; nothing was changed.',
  past: 'Nothing was changed.',
} as const;

const unsubscribe: Command = {
  name: 'subscribers unsubscribe',
  summary: 'Unsubscribes one address from everything, or from one newsletter.',
  takes: ['<address>'],
  flags: { newsletter: { type: 'string', value: '<id>', help: 'From that one alone.' }, yes: YES },
  run: (call) =>
    withSubscribers(call, async (ports) => {
      const [address] = call.arguments;
      const { newsletter = '' } = call.flags as { newsletter?: string };
      // An unset variable of a shell must not take them off everything.
      if (call.flags.newsletter === '')
        throw new BroadsheetError('usage', '--newsletter is empty.', {
          remedy: 'Name one, or leave it out.',
        });
      const from = newsletter === '' ? 'all newsletters' : `${newsletter} alone`;
      if (!(await call.confirm(`This unsubscribes the address from ${from}.`))) return unchanged;
      if (!(await unsubscribeAddress(ports, address!, newsletter)))
        throw new BroadsheetError(
          'not-found',
          newsletter === ''
            ? 'Nobody is subscribed at that address.'
            : `Nobody gets ${newsletter} at that address.`,
          {
            remedy: 'See what is known of it: npm run broadsheet -- subscribers show <address>',
          },
        );
      const { subscriber } = await findSubscriber(ports, address!);
      const rest = subscriber?.status === 'active' ? subscriber.newsletters : [];
      const text = rest.length > 0 ? `Unsubscribed. They still get: ${rest.join(', ')}.` : 'Unsubscribed.';
      return { text, data: { unsubscribed: true, newsletters: rest } };
    }),
};

const erase: Command = {
  name: 'subscribers erase',
  summary: 'Erases all that is known of one address; counts that name nobody stay.',
  takes: ['<address>'],
  flags: {
    never: { type: 'boolean', help: 'Keep a keyed hash, so that it is never mailed again.' },
    yes: YES,
  },
  run: (call) =>
    withSubscribers(call, async (ports, local) => {
      if (!(await call.confirm('This erases the subscriber for good; it cannot be undone.')))
        return unchanged;
      const [typed] = call.arguments as [string];
      const never = call.flags.never === true;
      const { subscriber } = await findSubscriber(ports, typed);
      const erased = await eraseAddress(ports, typed, { never });
      // SES keeps addresses in clear. Whom we must not mail is kept by our own hash.
      const ses = await releaseAtSes(local, { typed, stored: subscriber?.email });
      if (!erased && !never && ses?.state !== 'removed') throw nobody(ses);
      const said = erased
        ? 'Erased.'
        : never
          ? 'Nobody was known; the address will never be mailed.'
          : UNKNOWN;
      return { text: said + tellRelease(ses), data: { erased, ...(ses && { ses }) } };
    }),
};

const suppress: Command = {
  name: 'subscribers suppress',
  summary: 'Never mails an address again, known or not; an import does not bring it back.',
  takes: ['<address>'],
  flags: { lift: { type: 'boolean', help: 'Take it back: they may sign up again.' }, yes: YES },
  run: (call) =>
    withSubscribers(call, async (ports, local) => {
      const [typed] = call.arguments as [string];
      const what = call.flags.lift
        ? 'This lifts the suppression of the address.'
        : 'This suppresses the address for good.';
      if (!(await call.confirm(what))) return unchanged;
      if (call.flags.lift) return lift(ports, local, typed);
      await suppressAddress(ports, typed);
      return { text: 'Suppressed.', data: { suppressed: true } };
    }),
};

/** SES may have learned of a bounce that we never heard of: its list is looked at also where ours does not hold the address. */
async function lift(ports: SubscriberPorts, local: Local, typed: string): Promise<Answer> {
  const { subscriber } = await findSubscriber(ports, typed);
  const lifted = await liftSuppression(ports, typed);
  const ses = await releaseAtSes(local, { typed, stored: subscriber?.email });
  if (!lifted && ses?.state !== 'removed') {
    throw new BroadsheetError('not-found', 'The address is not suppressed.', remedyFor(subscriber, ses));
  }
  const said = lifted
    ? 'Lifted. They may sign up again; nothing is sent until they confirm.'
    : 'The address is not suppressed here.';
  return { text: said + tellRelease(ses), data: { suppressed: false, ...(ses && { ses }) } };
}

const remedyFor = (s: Subscriber | undefined, ses: Release | undefined): { remedy?: string } => {
  if (s && isSetAside(s))
    return { remedy: 'Their letters came back. If the mailbox takes mail again: subscribers add <address>' };
  return ses?.state === 'left' ? { remedy: tellRelease(ses).trim() } : {};
};

export const SUBSCRIBERS: readonly Command[] = [show, add, unsubscribe, erase, suppress];
