/** `subscribers show|add|unsubscribe`: commands about one subscriber. */
import { BroadsheetError } from '../../domain/error.ts';
import { quoteLabel, readLabels } from '../../domain/import/row-lists.ts';
import { parseAddress } from '../../domain/subscribers/address.ts';
import { describeTypo } from '../../domain/subscribers/address-suggestion.ts';
import { MAX_SOFT_BOUNCES } from '../../domain/subscribers/soft-bounce.ts';
import type { Subscriber } from '../../domain/subscribers/subscriber.ts';
import { isResting } from '../../domain/subscribers/subscription-rules.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { addSubscriber } from '../../flows/import/add-subscriber.ts';
import {
  findPresentAddresses,
  findSubscriber,
  unsubscribeAddress,
} from '../../flows/subscribers/operate-subscribers.ts';
import type { Command } from '../command.ts';
import { formatInstant } from '../numbers.ts';
import { withSubscribers } from '../open.ts';
import { erase, suppress, UNCHANGED, unknownAddressError, YES_FLAG } from './subscriber-removal.ts';

const showCommand: Command = {
  name: 'subscribers show',
  summary: 'Shows what is known of one address.',
  takes: ['<address>'],
  flags: {},
  run: (call) =>
    withSubscribers(call, async (ports) => {
      const found = await findSubscriber(ports, call.arguments[0]!);
      const { subscriber: s, suppression } = found;
      if (!s && !suppression)
        throw unknownAddressError(await findPresentAddresses(ports, call.arguments[0]!));
      const lines = [
        ...(s
          ? [
              `${s.name ? `${s.name} ` : ''}<${s.email}>`,
              `  ${s.status} since ${formatInstant(s.changedAt)}${s.reason ? ` (${s.reason})` : ''}`,
            ]
          : []),
        ...(s
          ? [
              `  newsletters  ${s.newsletters.join(', ') || 'none'}`,
              `  topics       ${s.topics.join(', ') || 'all'}`,
            ]
          : []),
        ...(s?.labels.length ? [`  labels       ${s.labels.map(quoteLabel).join(', ')}`] : []),
        ...(s
          ? [`  consent      ${formatInstant(s.consent.at)} by ${s.consent.source}, ${confirmationText(s)}`]
          : []),
        ...(s?.pausedUntil ? [`  paused until ${formatInstant(s.pausedUntil)}`] : []),
        ...(s ? bounceLines(s, ports.clock()) : []),
        ...(s ? historyLines(s) : []),
        ...(suppression
          ? [`  suppressed   ${formatInstant(suppression.at)} (${suppression.reason}): never mailed again`]
          : []),
      ];
      return { text: lines.join('\n'), data: found };
    }),
};

const bounceLines = (s: Subscriber, now: Instant): string[] => [
  ...(s.softBounces?.length
    ? [
        `  came back    ${s.softBounces.length} of ${MAX_SOFT_BOUNCES} letters, the last ${formatInstant(s.softBounces.at(-1)!.at)}`,
      ]
    : []),
  ...(isResting(s, now)
    ? [`  refused      a confirmation; left alone until ${formatInstant(s.restUntil!)}`]
    : []),
];

const historyLines = ({ vouched = [], remarks = [] }: Subscriber): string[] => [
  ...vouched.map(
    ({ at, source, newsletters, confirmedAt }) =>
      `  ${confirmedAt === undefined ? 'vouched for' : 'also agreed'}  ${newsletters.join(', ')} ${formatInstant(at)} by ${source}`,
  ),
  ...remarks.map(
    ({ at, left, reason, text }) =>
      `  left         ${left.join(', ') || 'all'} ${formatInstant(at)}: ${reason}${text && `, “${text}”`}`,
  ),
];

/** An imported or added subscriber agreed elsewhere, so no confirmation was asked for (no double opt-in). */
const confirmationText = ({ status, consent }: Subscriber): string =>
  consent.confirmedAt !== undefined
    ? `confirmed ${formatInstant(consent.confirmedAt)}`
    : status === 'pending'
      ? 'not confirmed yet'
      : 'not confirmed here';

const splitList = (text: string | boolean | undefined): string[] =>
  typeof text === 'string'
    ? text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean)
    : [];

const addCommand: Command = {
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
    yes: YES_FLAG,
  },
  notes: 'The command brings back no one who unsubscribed or is suppressed. Exit 1 if nothing was added.',
  run: (call) =>
    withSubscribers(call, async (ports) => {
      const [email] = call.arguments;
      const defaults = (await ports.publication()).newsletters
        .filter((n) => n.default && !n.retired)
        .map((n) => n.id);
      const newsletters = call.flags.newsletters === undefined ? defaults : splitList(call.flags.newsletters);
      const doubt = describeTypo(parseAddress(email!).email);
      const what = `This adds one active subscriber to: ${newsletters.join(', ')}. You can show that they agreed.`;
      if (!(await call.confirm(doubt === undefined ? what : `${doubt}\n${what}`))) return UNCHANGED;
      const fate = await addSubscriber(ports, {
        email: email!,
        newsletters,
        topics: splitList(call.flags.topics),
        labels: readLabels(String(call.flags.labels ?? '')),
        ...(typeof call.flags.name === 'string' ? { name: call.flags.name } : {}),
        source: 'command',
      });
      return { text: OUTCOME_TEXTS[fate], data: { fate }, ok: fate === 'fresh' };
    }),
};

const OUTCOME_TEXTS = {
  fresh: 'Added.',
  known: 'The subscriber is there already, or has moved to another address; nothing was changed.',
  departed: 'The subscriber unsubscribed, and can come back only by signing up.',
  suppressed:
    'The address is suppressed. If its owner asks for mail again: subscribers suppress <address> --lift',
  leaving: 'The subscriber is there already; nothing was changed.',
  past: 'Nothing was changed.',
} as const;

const unsubscribeCommand: Command = {
  name: 'subscribers unsubscribe',
  summary: 'Unsubscribes one address from everything, or from one newsletter.',
  takes: ['<address>'],
  flags: { newsletter: { type: 'string', value: '<id>', help: 'From that one alone.' }, yes: YES_FLAG },
  run: (call) =>
    withSubscribers(call, async (ports) => {
      const [address] = call.arguments;
      const { newsletter = '' } = call.flags as { newsletter?: string };
      // An unset shell variable must not unsubscribe the address from everything.
      if (call.flags.newsletter === '')
        throw new BroadsheetError('usage', '--newsletter is empty.', {
          remedy: 'Name a newsletter, or leave the flag out.',
        });
      const from = newsletter === '' ? 'all newsletters' : `${newsletter} alone`;
      if (!(await call.confirm(`This unsubscribes the address from ${from}.`))) return UNCHANGED;
      if (!(await unsubscribeAddress(ports, address!, newsletter)))
        throw new BroadsheetError(
          'not-found',
          newsletter === ''
            ? 'Nobody is subscribed at that address.'
            : `Nobody gets ${newsletter} at that address.`,
          {
            remedy: 'See what is known of the address: npm run broadsheet -- subscribers show <address>',
          },
        );
      const { subscriber } = await findSubscriber(ports, address!);
      const rest = subscriber?.status === 'active' ? subscriber.newsletters : [];
      const text = rest.length > 0 ? `Unsubscribed. They still get: ${rest.join(', ')}.` : 'Unsubscribed.';
      return { text, data: { unsubscribed: true, newsletters: rest } };
    }),
};

export const SUBSCRIBERS: readonly Command[] = [showCommand, addCommand, unsubscribeCommand, erase, suppress];
