/** A row of a subscriber CSV: read strictly on the way in, written the same way on the way out. */
import { type Address, parseAddress } from './address.ts';
import { type CsvRow, unguardCell } from './csv.ts';
import { BroadsheetError, isBroadsheetError } from './error.ts';
import { type Instant, instantOf, rfc3339 } from './instant.ts';
import type { Publication } from './publication.ts';
import type { Subscriber, SubscriberStatus } from './subscriber.ts';
import { isSetAside } from './subscription.ts';
import { meant } from './suggest.ts';

export const CSV_COLUMNS = [
  'email',
  'name',
  'newsletters',
  'topics',
  'labels',
  'status',
  'subscribed_at',
  'source',
] as const;
type Column = (typeof CSV_COLUMNS)[number];

/** Where the columns are, and the names of those that nobody reads. */
export type Header = { at: Readonly<Partial<Record<Column, number>>>; ignored: readonly string[] };

export type ImportStatus = Exclude<SubscriberStatus, 'pending'> | 'suppressed';
const STATUSES: readonly ImportStatus[] = ['active', 'unsubscribed', 'bounced', 'complained', 'suppressed'];

/** `newsletters` undefined: there is no such column, or nothing in it. */
export type ImportRow = Address & {
  line: number;
  name: string;
  newsletters: readonly string[] | undefined;
  topics: readonly string[];
  labels: readonly string[];
  status: ImportStatus;
  subscribedAt: Instant | undefined;
  source: string;
};

export type InvalidRow = { line: number; message: string };

/** What rows may name. */
export type Vocabulary = {
  newsletters: readonly string[];
  topics: readonly string[];
  timezone: string;
  now: Instant;
};

export const vocabularyOf = ({ newsletters, topics, timezone }: Publication, now: Instant): Vocabulary => ({
  newsletters: newsletters.map((n) => n.id),
  topics: topics.map((t) => t.id),
  timezone,
  now,
});

/** Throws `invalid` without an `email` column, or with two of a kind. */
export function readHeader(cells: readonly string[]): Header {
  const names = cells.map((cell) =>
    cell
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/g, '_'),
  );
  const at: Partial<Record<Column, number>> = {};
  const ignored: string[] = [];
  names.forEach((name, i) => {
    const column = CSV_COLUMNS.find((known) => known === name);
    if (!column) ignored.push(cells[i]!.trim());
    else if (at[column] === undefined) at[column] = i;
    else
      throw new BroadsheetError('invalid', `The column ${column} is there twice.`, {
        remedy: 'Rename one of them.',
      });
  });
  if (at.email === undefined) {
    throw new BroadsheetError('invalid', 'The first line names no column `email`.', {
      remedy: `Start the file with a header such as: ${CSV_COLUMNS.slice(0, 4).join(',')}.`,
    });
  }
  return { at, ignored };
}

/** One row, or why it is none. */
export function readRow({ at }: Header, row: CsvRow, known: Vocabulary): ImportRow | InvalidRow {
  const { line } = row;
  if (row.problem !== undefined) return { line, message: row.problem };
  const cell = (column: Column): string => {
    const index = at[column];
    return index === undefined ? '' : unguardCell((row.cells[index] ?? '').trim());
  };
  try {
    const newsletters = ids(cell('newsletters'), known.newsletters, 'newsletter');
    return {
      line,
      ...parseAddress(cell('email')),
      name: plain(cell('name'), 'name', 200),
      newsletters: newsletters.length > 0 ? newsletters : undefined,
      topics: ids(cell('topics'), known.topics, 'topic'),
      labels: list(plain(cell('labels'), 'labels', 1000)),
      status: statusOf(cell('status')),
      subscribedAt: instant(cell('subscribed_at'), known),
      source: plain(cell('source'), 'source', 100),
    };
  } catch (error) {
    if (!isBroadsheetError(error)) throw error;
    return { line, message: `${error.message} ${error.remedy ?? ''}`.trim() };
  }
}

export const isInvalid = (row: ImportRow | InvalidRow): row is InvalidRow => 'message' in row;
export const isReadable = (row: ImportRow | InvalidRow): row is ImportRow => !isInvalid(row);

/** The header's order; the address as typed, lists with semicolons. Guarding against formulas is csvLine's. */
export const writeRow = (s: Subscriber): string[] => [
  s.email,
  s.name,
  s.newsletters.join(';'),
  s.topics.join(';'),
  s.labels.join(';'),
  // As `bounced` another import would bar an address that nothing bars.
  isSetAside(s) ? 'unsubscribed' : s.status,
  rfc3339(s.consent.at),
  s.consent.source,
];

const wrong = (message: string, remedy: string) => new BroadsheetError('invalid', message, { remedy });

const list = (text: string): string[] =>
  text === ''
    ? []
    : [
        ...new Set(
          text
            .split(/[;,|]/)
            .map((part) => part.trim())
            .filter((part) => part !== ''),
        ),
      ];

function ids(text: string, known: readonly string[], what: string): string[] {
  const found = list(text);
  const strange = found.find((id) => !known.includes(id));
  if (strange !== undefined)
    throw wrong(`There is no ${what} \`${strange.slice(0, 63)}\`.`, meant(strange, known));
  return found;
}

function plain(text: string, column: Column, max: number): string {
  if (text.includes('\ufffd')) throw wrong(`The ${column} is not UTF-8.`, 'Save the file as UTF-8.');
  if (text.length > max) throw wrong(`The ${column} is longer than ${max} characters.`, 'Shorten it.');
  return /\p{Cc}/u.test(text) ? text.replace(/\p{Cc}+/gu, ' ').trim() : text;
}

function statusOf(text: string): ImportStatus {
  const status = text === '' ? 'active' : STATUSES.find((known) => known === text.toLowerCase());
  if (!status) throw wrong(`There is no status \`${text.slice(0, 40)}\`.`, meant(text, STATUSES));
  return status;
}

/** Neither Date.parse nor Date.UTC minds the 30th of February. */
const isDay = ([, year, month, day]: RegExpExecArray): boolean =>
  new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day);

const DATE = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?(Z|[+-]\d\d:?\d\d)?$/;

/** `2025-03-01`, with a time or not, with a zone or in the publication's. */
function instant(text: string, { timezone, now }: Vocabulary): Instant | undefined {
  if (text === '') return undefined;
  const match = DATE.exec(text);
  const at =
    match && isDay(match) && (match[7] ? Date.parse(text.replace(' ', 'T')) : local(match, timezone));
  // Before 1970 is a slip; and the year before 0 could not be written the same way again.
  if (!at || at < 0)
    throw wrong('subscribed_at is not a date.', 'Write it as 2025-03-01 or 2025-03-01T09:30:00Z.');
  if (at > now) throw wrong('subscribed_at lies in the future.', 'Put in when they signed up.');
  return at;
}

function local(match: RegExpExecArray, zone: string): Instant | undefined {
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return instantOf({ year, month, day, hour, minute, second }, zone);
}
