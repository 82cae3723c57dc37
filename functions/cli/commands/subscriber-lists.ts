/** `subscribers list|export` (and `import`): many subscribers at a time, as a stream. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { BroadsheetError } from '../../domain/error.ts';
import type { Subscriber, SubscriberStatus } from '../../domain/subscribers/subscriber.ts';
import {
  exportSubscribers,
  listSubscribers,
  type SubscriberFilter,
} from '../../flows/subscribers/list-subscribers.ts';
import { type Command, type CommandAnswer, type CommandCall, type Flag, limitOf } from '../command.ts';
import { formatCount, formatTable } from '../numbers.ts';
import { withSubscribers } from '../open.ts';
import { importCommand } from './import.ts';

const STATUSES: readonly SubscriberStatus[] = ['pending', 'active', 'unsubscribed', 'bounced', 'complained'];

const FILTER_FLAGS: Readonly<Record<string, Flag>> = {
  status: { type: 'string', value: '<status>', help: STATUSES.join(', ') },
  newsletter: { type: 'string', value: '<id>', help: 'Only those who chose it.' },
  label: { type: 'string', value: '<word>', help: 'Only those who carry it.' },
};

function filterOf({ flags }: CommandCall): SubscriberFilter {
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

const listCommand: Command = {
  name: 'subscribers list',
  summary: 'Lists subscribers.',
  takes: [],
  flags: {
    ...FILTER_FLAGS,
    limit: { type: 'string', value: '<n>', help: 'How many. Default 100; `export` gives all.' },
  },
  run: (call) =>
    withSubscribers(call, async (ports) => {
      const filter = filterOf(call);
      const limit = limitOf(call, 100);
      const some: Subscriber[] = [];
      for await (const subscriber of listSubscribers(ports, filter))
        if (some.push(subscriber) >= limit) break;
      const tally = await ports.subscribers.countByStatus();
      const rows = some.map((s) => [s.email, s.status, s.newsletters.join(' '), s.labels.join(' ')]);
      const totals = STATUSES.map((status) => `${formatCount(tally[status])} ${status}`).join(', ');
      return {
        text: `${formatTable(['address', 'status', 'newsletters', 'labels'], rows)}\n\nIn all: ${totals}.`,
        data: { subscribers: some, tally },
      };
    }),
};

const exportCommand: Command = {
  name: 'subscribers export',
  summary: 'Writes subscribers as CSV, safe to open in a spreadsheet, to a file or the terminal.',
  takes: ['[file]'],
  flags: FILTER_FLAGS,
  notes: 'Pending sign-ups, who agreed to nothing yet, are left out. An existing file is not written over.',
  run: (call) =>
    withSubscribers(call, async (ports): Promise<CommandAnswer> => {
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

export const SUBSCRIBER_LISTS: readonly Command[] = [listCommand, importCommand, exportCommand];
