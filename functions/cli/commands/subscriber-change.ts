/** `subscribers change`: an operator changes a subscriber's details or choices. */

import { BroadsheetError } from '../../domain/error.ts';
import { quoteLabel, readLabels } from '../../domain/import/row-lists.ts';
import { describeTypo } from '../../domain/subscribers/address-suggestion.ts';
import { DAY, type Instant } from '../../domain/time/instant.ts';
import {
  applyChange,
  type ChangePlan,
  planChange,
  type WantedChange,
} from '../../flows/subscribers/change-by-operator.ts';
import type { Command, CommandCall } from '../command.ts';
import { formatInstant } from '../numbers.ts';
import { withSubscribers } from '../open.ts';

const MAX_PAUSE_DAYS = 365;

const changeCommand: Command = {
  name: 'subscribers change',
  summary:
    'Changes a reader’s name, labels, newsletters, topics, pause or address; says first what it would do.',
  takes: ['<address>'],
  flags: {
    name: { type: 'string', value: '<name>', help: 'Empty: none.' },
    labels: {
      type: 'string',
      value: '<words>',
      help: 'All of them, comma-separated; one with a comma in quotation marks. Empty: none.',
    },
    newsletters: {
      type: 'string',
      value: '<ids>',
      help: 'All they get, comma-separated. For one that is new to them, you can show that they agreed.',
    },
    topics: { type: 'string', value: '<ids>', help: 'All they want, comma-separated. Empty: all there are.' },
    pause: {
      type: 'string',
      value: '<days>',
      help: `No letters for so many days, ${MAX_PAUSE_DAYS} at most.`,
    },
    resume: { type: 'boolean', help: 'Ends a pause.' },
    address: {
      type: 'string',
      value: '<new>',
      help: 'A confirmation goes to the new address; until it is confirmed, letters go to the old one.',
    },
    yes: { type: 'boolean', help: 'Do not ask.' },
  },
  notes:
    'A reader who left, bounced, complained, is suppressed or has not confirmed is not changed: the answer says what to do instead.',
  run: (call) =>
    withSubscribers(call, async (ports) => {
      const wanted = wantedOf(call, ports.clock());
      const plan = await planChange(ports, call.arguments[0]!, wanted);
      const { fields, joined, left, moveTo } = plan;
      const data = { fields, joined, left, confirmation: moveTo !== undefined };
      if (fields.length === 0 && !moveTo)
        return {
          text: 'The subscriber has these values already: nothing was changed.',
          data: { changed: false, ...data },
        };
      if (!(await call.confirm(planText(plan, ports.clock()))))
        return { text: 'Nothing was changed.', data: { changed: false, ...data } };
      await applyChange(ports, plan);
      const texts = [...(fields.length > 0 ? ['Changed.'] : []), ...(moveTo ? [CONFIRMATION_SENT] : [])];
      return { text: texts.join('\n'), data: { changed: true, ...data } };
    }),
};

const CONFIRMATION_SENT =
  'A confirmation goes to the new address. Letters go to the old one until it is confirmed there, within seven days.';

const splitList = (text: string | boolean | undefined): { is: readonly string[] } | undefined =>
  typeof text === 'string'
    ? {
        is: text
          .split(',')
          .map((part) => part.trim())
          .filter(Boolean),
      }
    : undefined;

function wantedOf({ flags }: CommandCall, now: Instant): WantedChange {
  const [newsletters, topics] = [flags.newsletters, flags.topics].map(splitList);
  const { name, address, labels } = flags;
  const wanted: WantedChange = {
    ...(typeof name === 'string' && { name }),
    ...(typeof labels === 'string' && { labels: readLabels(labels) }),
    ...(newsletters && { newsletters: newsletters.is }),
    ...(topics && { topics: topics.is }),
    ...pauseOf(flags, now),
    ...(typeof address === 'string' && { address }),
  };
  if (Object.keys(wanted).length > 0) return wanted;
  throw new BroadsheetError('usage', 'The command names nothing to change.', {
    remedy: 'See: npm run broadsheet -- subscribers change --help',
  });
}

function pauseOf({ pause, resume }: CommandCall['flags'], now: Instant): Pick<WantedChange, 'pausedUntil'> {
  if (pause === undefined) return resume ? { pausedUntil: null } : {};
  if (resume)
    throw new BroadsheetError('usage', '--pause and --resume do not go together.', { remedy: 'Choose one.' });
  const days = Number(pause);
  if (/^\d+$/.test(String(pause)) && days >= 1 && days <= MAX_PAUSE_DAYS)
    return { pausedUntil: now + days * DAY };
  throw new BroadsheetError('usage', `--pause is "${pause}".`, {
    remedy: `Give a whole number of days, 1 to ${MAX_PAUSE_DAYS}.`,
  });
}

const SIMPLE_FIELDS = { name: 'name', labels: 'labels', topics: 'topics' } as const;

function planText({ change: next, fields, joined, left, moveTo }: ChangePlan, now: Instant): string {
  const shown = (value: string | readonly string[], none: string) =>
    (typeof value === 'string' ? value : value.map(quoteLabel).join(', ')) || none;
  const others = (Object.keys(SIMPLE_FIELDS) as (keyof typeof SIMPLE_FIELDS)[]).filter((field) =>
    fields.includes(field),
  );
  const doubt = moveTo && describeTypo(moveTo.email);
  return [
    'This changes one reader.',
    ...(joined.length > 0
      ? [
          `  adds: ${joined.join(', ')}. You can show that they agreed; kept as consent of ${formatInstant(now)}, source command.`,
        ]
      : []),
    ...(left.length > 0 ? [`  takes off: ${left.join(', ')}.`] : []),
    ...others.map((field) => `  ${field}: ${shown(next[field]!, field === 'topics' ? 'all' : 'none')}`),
    ...(fields.includes('pausedUntil')
      ? [next.pausedUntil ? `  no letters until ${formatInstant(next.pausedUntil)}` : '  ends the pause']
      : []),
    ...(moveTo ? [`  asks at ${moveTo.email}, by mail, whether letters shall go there.`] : []),
    ...(doubt ? [`  ${doubt}`] : []),
  ].join('\n');
}

export const SUBSCRIBER_CHANGE: readonly Command[] = [changeCommand];
