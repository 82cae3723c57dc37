/** `subscribers import`: shows a plan first (a dry run), asks, then imports the list. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { BroadsheetError } from '../../domain/error.ts';
import type { ImportStatus } from '../../domain/import/consent-words.ts';
import { readMap } from '../../domain/import/header-row.ts';
import { escapeInvisible } from '../../domain/printable-text.ts';
import {
  applyImport,
  type ImportPlan,
  type ImportPorts,
  type ImportSource,
  planImport,
} from '../../flows/import/import.ts';
import { readCsv } from '../../wiring/csv.ts';
import type { Command, CommandAnswer, CommandCall } from '../command.ts';
import { describeIntent, importPlanText } from '../import-plan.ts';
import { formatCount } from '../numbers.ts';
import { withSubscribers } from '../open.ts';

const STATUSES: readonly ImportStatus[] = [
  ...(['active', 'pending', 'unsubscribed', 'bounced', 'complained', 'suppressed'] as const),
];

export const importCommand: Command = {
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
    map: {
      type: 'string',
      value: '<column>=<field>',
      help: 'What a column holds, or =ignore; `<column>:<value>=<status>` says what a value is. As often as needed.',
      repeats: true,
    },
    status: {
      type: 'string',
      value: '<status>',
      help: 'What all in the file are at least, such as unsubscribed. Default: what the name of the file says.',
    },
    plan: { type: 'boolean', help: 'Only show the plan.' },
    yes: { type: 'boolean', help: 'Do not ask.' },
  },
  notes:
    'docs/subscribe.md names the columns, and the services whose files are understood. The same file twice adds nobody twice.',
  run: (call) =>
    withSubscribers(call, async (subscriberPorts): Promise<CommandAnswer> => {
      const ports = { ...subscriberPorts, readCsv };
      const source = await sourceOf(call, ports);
      const plan = await planImport(ports, { ...source, progress: rowProgress(call, 'Read') });
      const text = importPlanText(plan);
      // A list without one readable row is refused: its columns or its encoding are wrong.
      const isReadable = plan.rows > plan.invalid.count;
      if (call.flags.plan) return { text, data: plan, ok: isReadable && plan.questions.length === 0 };
      if (plan.questions.length > 0) {
        call.tell(text);
        throw new BroadsheetError('refused', 'Nothing was imported: the plan has a question.', {
          remedy: 'Answer it with --map or --status, and start again.',
        });
      }
      if (!isReadable) return { text: `${text}\nNothing was imported.`, data: plan, ok: false };
      if (!(await call.confirm(`${text}\n${describeIntent(plan)}`)))
        return { text: 'Nothing was imported.', data: plan };
      return importNow(call, ports, source, plan);
    }),
};

async function sourceOf(call: CommandCall, ports: ImportPorts): Promise<ImportSource> {
  const { newsletters, source = 'import', map, status } = call.flags as Record<string, string | undefined>;
  const file = call.arguments[0]!;
  await mustBeFile(file);
  const known = STATUSES.find((one) => one === status);
  if (status !== undefined && known === undefined) {
    throw new BroadsheetError('usage', `There is no status "${status}".`, {
      remedy: `One of: ${STATUSES.join(', ')}.`,
    });
  }
  const defaults = (await ports.publication()).newsletters.filter((n) => n.default && !n.retired);
  return {
    bytes: () => createReadStream(file),
    name: basename(file),
    newsletters: newsletters?.split(',').map((s) => s.trim()) ?? defaults.map((n) => n.id),
    source,
    ...(map === undefined ? {} : { map: readMap(map) }),
    ...(known === undefined ? {} : { status: known }),
  };
}

/** An import reads the file twice, first to show the plan. A pipe would be empty the second time. */
async function mustBeFile(file: string): Promise<void> {
  const found = await stat(file).catch(() => {
    throw new BroadsheetError('not-found', `There is no file ${escapeInvisible(file)}.`);
  });
  if (found.isFile()) return;
  throw new BroadsheetError('invalid', `${escapeInvisible(file)} is no file: it would be read twice.`, {
    remedy: 'Write the list into a file first.',
  });
}

const rowProgress =
  (call: CommandCall, verb: string, all?: number) =>
  (rows: number): void =>
    call.progress(`${verb} ${formatCount(rows)}${all === undefined ? '' : ` of ${formatCount(all)}`} rows`);

async function importNow(
  call: CommandCall,
  ports: ImportPorts,
  source: ImportSource,
  plan: ImportPlan,
): Promise<CommandAnswer> {
  const progress = rowProgress(call, 'Imported', plan.rows);
  const done = await applyImport(ports, { ...source, progress }, plan.fingerprint);
  const { fresh } = done.fates;
  return {
    text: `${formatCount(fresh)} ${fresh === 1 ? 'subscriber was' : 'subscribers were'} added.`,
    data: done,
  };
}
