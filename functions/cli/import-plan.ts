/**
 * Prints the plan of an import (a dry run): the outcome of the rows, the values that were not understood, and the changes that a yes would
 * make.
 */

import type { ImportPlan } from '../flows/import/import.ts';
import type { ImportOutcome } from '../flows/import/import-batch.ts';
import { formatCount } from './numbers.ts';

const FATES: Readonly<Record<ImportOutcome, string>> = {
  fresh: 'new, become active',
  known: 'there already, left as they are',
  departed: 'left here before, stay away',
  suppressed: 'suppressed, stay away',
  leaving: 'active here, unsubscribed by the file: become unsubscribed',
  past: 'not here, recorded as gone',
  unconfirmed: 'never agreed or never confirmed, left out',
};

/** Names and values come from the file, so control characters are removed: a terminal might obey them. */
const inOneLine = (text: string): string => text.replace(/\p{Cc}+/gu, ' ');

type Listed = { count: number; first: readonly { line: number; message: string }[] };

export function importPlanText({
  rows,
  fates,
  invalid,
  remarks,
  ignored,
  questions,
  floor,
}: ImportPlan): string {
  const known = (Object.keys(FATES) as ImportOutcome[]).filter((fate) => (fates[fate] ?? 0) > 0);
  return [
    `${formatCount(rows)} ${rows === 1 ? 'row' : 'rows'}`,
    ...known.map((fate) => `  ${formatCount(fates[fate] ?? 0).padStart(8)}  ${FATES[fate]}`),
    ...linesOf(invalid, 'cannot be read:'),
    ...linesOf(remarks, remarks.count === 1 ? 'remark:' : 'remarks:'),
    ...(floor && floor !== 'active'
      ? [`  All in the file are taken for ${floor}, or what its columns say of worse.`]
      : []),
    ...(ignored.length ? [`  Columns that are ignored: ${ignored.join(', ')}.`] : []),
    ...questions.map(({ message }) => `  Question: ${message}`),
  ]
    .map(inOneLine)
    .join('\n');
}

const linesOf = ({ count: all, first }: Listed, title: string): string[] =>
  all === 0
    ? []
    : [
        `  ${formatCount(all).padStart(8)}  ${title}`,
        ...alike(first).map(([message, lines]) => `            ${namedLines(lines)}: ${message}`),
        ...(all > first.length ? [`            and ${formatCount(all - first.length)} more`] : []),
      ];

/** Groups equal messages, because a fault of a column repeats in all its rows. */
function alike(first: Listed['first']): [string, number[]][] {
  const byMessage = new Map<string, number[]>();
  for (const { line, message } of first) byMessage.set(message, [...(byMessage.get(message) ?? []), line]);
  return [...byMessage];
}

function namedLines(lines: readonly number[]): string {
  if (lines.length === 1) return `line ${lines[0]}`;
  const more = lines.length > 5 ? ` and ${lines.length - 5} more` : '';
  return `lines ${lines.slice(0, 5).join(', ')}${more}`;
}

/** `This adds 2 subscribers and records 1 as gone. Nobody is mailed.` */
export function intentOf({ fates }: ImportPlan): string {
  const said = [
    fates.fresh > 0 &&
      `adds ${formatCount(fates.fresh)} active ${fates.fresh === 1 ? 'subscriber' : 'subscribers'}`,
    fates.leaving > 0 && `unsubscribes ${formatCount(fates.leaving)}`,
    fates.past > 0 && `records ${formatCount(fates.past)} as gone`,
  ].filter((part) => part !== false);
  const last = said.pop();
  if (last === undefined) return 'This changes nothing.';
  return `This ${said.length > 0 ? `${said.join(', ')} and ` : ''}${last}. Nobody is mailed.`;
}
