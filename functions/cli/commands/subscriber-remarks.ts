/** `subscribers remarks`: an exit survey, the reasons that former subscribers gave in their own words. */
import { BroadsheetError } from '../../domain/error.ts';
import { formatRfc3339 } from '../../domain/time/instant.ts';
import { requireNewsletter } from '../../flows/subscribers/known-newsletter.ts';
import { type ListedRemark, listRemarks } from '../../flows/subscribers/list-subscribers.ts';
import { type Command, limitOf } from '../command.ts';
import { csvText } from '../csv-text.ts';
import { formatInstant } from '../numbers.ts';
import { withSubscribers } from '../open.ts';

const remarksCommand: Command = {
  name: 'subscribers remarks',
  summary: 'Lists what readers who left said, newest first.',
  takes: [],
  flags: {
    newsletter: { type: 'string', value: '<id>', help: 'Only of who left it.' },
    all: { type: 'boolean', help: 'Also reasons without a remark.' },
    limit: { type: 'string', value: '<n>', help: 'How many. Default 50.' },
    csv: { type: 'boolean', help: 'As CSV, safe to open in a spreadsheet.' },
  },
  notes:
    'A remark is personal data and is erased with its subscriber. `report` counts reasons without names.',
  run: (call) =>
    withSubscribers(call, async (ports) => {
      const { newsletter, all, csv, json } = call.flags;
      if (csv && json)
        throw new BroadsheetError('usage', 'CSV and --json do not go together.', { remedy: 'Choose one.' });
      const limit = limitOf(call, 50);
      const only = typeof newsletter === 'string' ? { newsletter } : {};
      if (only.newsletter !== undefined) requireNewsletter(await ports.publication(), only.newsletter);
      const found = await listRemarks(ports, { ...only, limit, words: all !== true });
      const data = found.map((remark) => ({ ...remark, at: formatRfc3339(remark.at) }));
      return { text: csv ? csvOf(found) : textOf(found), data };
    }),
};

const textOf = (found: readonly ListedRemark[]): string =>
  found.length === 0
    ? 'No subscriber has left a remark.'
    : found
        .map(
          ({ at, email, left, reason, text }) =>
            `${formatInstant(at)}  ${email} left ${left.join(', ') || 'all'} (${reason})${text && `\n  ${text}`}`,
        )
        .join('\n');

const csvOf = (found: readonly ListedRemark[]): string =>
  csvText([
    ['at', 'email', 'left', 'reason', 'remark'],
    ...found.map(({ at, email, left, reason, text }) => [
      formatRfc3339(at),
      email,
      left.join(';'),
      reason,
      text,
    ]),
  ]);

export const SUBSCRIBER_REMARKS: readonly Command[] = [remarksCommand];
