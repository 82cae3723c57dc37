/** `subscribers list|import|export`: many at a time, streaming. */
import { createReadStream, createWriteStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { BroadsheetError } from '../domain/error.ts';
import type { Subscriber, SubscriberStatus } from '../domain/subscriber.ts';
import { applyImport, type ImportPlan, planImport } from '../flows/import.ts';
import { exportSubscribers, listSubscribers, type SubscriberFilter } from '../flows/list-subscribers.ts';
import { readCsv } from '../wiring/csv.ts';
import { type Answer, type Call, type Command, type Flag, limitOf } from './command.ts';
import { count, table } from './numbers.ts';
import { withSubscribers } from './open.ts';

const STATUSES: readonly SubscriberStatus[] = ['pending', 'active', 'unsubscribed', 'bounced', 'complained'];

const FILTER: Readonly<Record<string, Flag>> = {
  status: { type: 'string', value: '<status>', help: STATUSES.join(', ') },
  newsletter: { type: 'string', value: '<id>', help: 'Only those who chose it.' },
  label: { type: 'string', value: '<word>', help: 'Only those who carry it.' },
};

function filterOf({ flags }: Call): SubscriberFilter {
  const { status, newsletter, label } = flags as Readonly<Record<string, string | undefined>>;
  const known = STATUSES.find((s) => s === status);
  if (status !== undefined && known === undefined) {
    throw new BroadsheetError('usage', `There is no status "${status}".`, {
      remedy: `One of: ${STATUSES.join(', ')}.`,
    });
  }
  return {
    ...(known ? { status: known } : {}),
    ...(newsletter === undefined ? {} : { newsletter }),
    ...(label === undefined ? {} : { label }),
  };
}

const list: Command = {
  name: 'subscribers list',
  summary: 'Lists subscribers.',
  takes: [],
  flags: {
    ...FILTER,
    limit: { type: 'string', value: '<n>', help: 'How many. Default 100; `export` gives all.' },
  },
  run: (call) =>
    withSubscribers(call, async (ports) => {
      const filter = filterOf(call);
      const limit = limitOf(call, 100);
      const some: Subscriber[] = [];
      for await (const subscriber of listSubscribers(ports, filter))
        if (some.push(subscriber) >= limit) break;
      const tally = await ports.subscribers.tally();
      const rows = some.map((s) => [s.email, s.status, s.newsletters.join(' '), s.labels.join(' ')]);
      const totals = STATUSES.map((status) => `${count(tally[status])} ${status}`).join(', ');
      return {
        text: `${table(['address', 'status', 'newsletters', 'labels'], rows)}\n\nIn all: ${totals}.`,
        data: { subscribers: some, tally },
      };
    }),
};

const exportCommand: Command = {
  name: 'subscribers export',
  summary: 'Writes subscribers as CSV, safe to open in a spreadsheet, to a file or the terminal.',
  takes: ['[file]'],
  flags: FILTER,
  notes: 'Pending sign-ups, who agreed to nothing yet, are left out. An existing file is not written over.',
  run: (call) =>
    withSubscribers(call, async (ports): Promise<Answer> => {
      const [file] = call.arguments;
      const lines = Readable.from(exportSubscribers(ports, filterOf(call)));
      if (file === undefined) {
        if (call.flags.json)
          throw new BroadsheetError('usage', 'CSV and --json do not go together.', {
            remedy: 'Name a file for the CSV.',
          });
        await pipeline(lines, process.stdout, { end: false });
        return { text: '', data: null };
      }
      await pipeline(lines, createWriteStream(file, { flags: 'wx', mode: 0o600 })).catch(
        refuseToReplace(file),
      );
      return { text: `Written to ${file}.`, data: { file } };
    }),
};

const refuseToReplace = (file: string) => (error: unknown) => {
  if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  throw new BroadsheetError('conflict', `${file} is there already.`, { remedy: 'Name another file.' });
};

const importCommand: Command = {
  name: 'subscribers import',
  summary: 'Brings a CSV list along: shows a plan first, never revives anybody who left or is suppressed.',
  takes: ['<file>'],
  flags: {
    newsletters: {
      type: 'string',
      value: '<ids>',
      help: 'For rows without any of their own. Default: those ticked on the form.',
    },
    source: {
      type: 'string',
      value: '<word>',
      help: 'Where the list comes from, kept as evidence. Default import.',
    },
    plan: { type: 'boolean', help: 'Only show the plan.' },
    yes: { type: 'boolean', help: 'Do not ask.' },
  },
  notes: 'docs/subscribe.md names the columns. The same file twice adds nobody twice.',
  run: (call) =>
    withSubscribers(call, async (subscriberPorts): Promise<Answer> => {
      const [file] = call.arguments;
      await access(file!).catch(() => {
        throw new BroadsheetError('not-found', `There is no file ${file}.`);
      });
      const ports = { ...subscriberPorts, readCsv };
      const defaults = (await ports.publication()).newsletters
        .filter((n) => n.default && !n.retired)
        .map((n) => n.id);
      const newsletters =
        typeof call.flags.newsletters === 'string'
          ? call.flags.newsletters.split(',').map((s) => s.trim())
          : defaults;
      const source = {
        bytes: () => createReadStream(file!),
        newsletters,
        source: String(call.flags.source ?? 'import'),
      };
      const plan = await planImport(ports, source);
      if (call.flags.plan) return { text: planText(plan), data: plan };
      if (!(await call.confirm(`${planText(plan)}\nThis does it.`)))
        return { text: 'Nothing was imported.', data: plan };
      const done = await applyImport(ports, source, plan.fingerprint);
      return {
        text: `${count(done.fates.fresh)} ${done.fates.fresh === 1 ? 'subscriber was' : 'subscribers were'} added.`,
        data: done,
      };
    }),
};

const FATES = {
  fresh: 'new, become active',
  known: 'there already, left as they are',
  departed: 'left here before, stay away',
  suppressed: 'suppressed, stay away',
  leaving: 'active here, the file says they left: are unsubscribed',
  past: 'not here, recorded as gone',
} as const;

function planText({ rows, fates, invalid, ignored }: ImportPlan): string {
  const known = (Object.keys(FATES) as (keyof typeof FATES)[]).filter((fate) => fates[fate] > 0);
  return [
    `${count(rows)} ${rows === 1 ? 'row' : 'rows'}`,
    ...known.map((fate) => `  ${count(fates[fate]).padStart(8)}  ${FATES[fate]}`),
    ...(invalid.count ? [`  ${count(invalid.count).padStart(8)}  cannot be read:`] : []),
    ...invalid.first.map(({ line, message }) => `            line ${line}: ${message}`),
    ...(invalid.count > invalid.first.length
      ? [`            and ${count(invalid.count - invalid.first.length)} more`]
      : []),
    ...(ignored.length ? [`  Columns that are ignored: ${ignored.join(', ')}.`] : []),
  ].join('\n');
}

export const SUBSCRIBER_LISTS: readonly Command[] = [list, importCommand, exportCommand];
