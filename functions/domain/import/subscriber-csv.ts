/** Rows of a subscriber CSV: an import parses them strictly, and an export writes the same format. */
import { isBroadsheetError } from '../error.ts';
import type { Publication } from '../publication/publication.ts';
import { type Address, parseAddress } from '../subscribers/address.ts';
import type { Subscriber, Suppression } from '../subscribers/subscriber.ts';
import { hasHardBouncedOrComplained, isSetAside } from '../subscribers/subscription-rules.ts';
import { type CsvRow, unguardCell } from '../text/csv.ts';
import { formatRfc3339, type Instant } from '../time/instant.ts';
import type { PlainField } from './columns.ts';
import { type ImportStatus, stricterOf } from './consent-words.ts';
import type { Header } from './header-row.ts';
import { findTypo, parseDate, parseIds, parseLabels, parseText } from './row-cells.ts';
import { type RowConsent, readRowConsent, type UnclearCell } from './row-consent.ts';
import { readRemarks, readVouched, writeHistory } from './row-history.ts';
import { type RowLinks, readLinks, writeLinks } from './row-links.ts';
import { writeLabels } from './row-lists.ts';

export const CSV_COLUMNS = [
  'email',
  'name',
  'newsletters',
  'topics',
  'labels',
  'status',
  'subscribed_at',
  'source',
  'confirmed_at',
  'consent_form',
  'paused_until',
  'changed_at',
  'reason',
  'suppressed',
  'vouched_for',
  'leaving_remarks',
  'letter_links',
] as const;

const KNOWN_STATUSES: readonly ImportStatus[] = [
  'active',
  'unsubscribed',
  'bounced',
  'complained',
  'suppressed',
];

/** A valid row. `newsletters` is undefined if the column is missing or the cell is empty. */
export type ImportRow = Address & {
  line: number;
  name: string;
  newsletters: readonly string[] | undefined;
  topics: readonly string[];
  labels: readonly string[];
  status: ImportStatus;
  /** `none`: a bounce or a complaint that suppresses nothing. */
  suppression: Suppression['reason'] | 'none' | undefined;
  subscribedAt: Instant | undefined;
  confirmedAt: Instant | undefined;
  source: string;
  /** The `consent_form` of an earlier export; undefined without that column. */
  form: string | undefined;
  pausedUntil: Instant | undefined;
  /** When the status last changed. */
  changedAt: Instant | undefined;
  /** undefined if the file gives none and has no column for it. */
  reason: string | undefined;
  /** undefined if the file has none. */
  vouched: Subscriber['vouched'];
  leaving: Subscriber['remarks'];
  /** Epoch and forwards, by which links of earlier letters lead here; undefined if the file has none. */
  links: RowLinks | undefined;
  /** Notes on values that are imported in another form, or look like typos. */
  remarks: readonly string[];
};

/** `doubt`: the cell of consent that was not understood. */
export type InvalidRow = { line: number; message: string; doubt?: UnclearCell };

/** The ids that rows may name, and the zone and instant for their dates. */
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

/** Parses a row; an invalid one comes back as its message. */
export function readRow(header: Header, row: CsvRow, known: Vocabulary): ImportRow | InvalidRow {
  const { line, cells } = row;
  const problem = row.problem ?? findShapeFault(header, cells);
  if (problem !== undefined) return { line, message: problem };
  try {
    const rowConsent = readRowConsent(header, cells, known.timezone);
    if ('column' in rowConsent) return { line, message: describeUnclearCell(rowConsent), doubt: rowConsent };
    return { line, ...parseFields(header, cells, known, rowConsent) };
  } catch (error) {
    if (!isBroadsheetError(error)) throw error;
    return { line, message: `${error.message} ${error.remedy ?? ''}`.trim() };
  }
}

export const isInvalid = (row: ImportRow | InvalidRow): row is InvalidRow => 'message' in row;
export const isReadable = (row: ImportRow | InvalidRow): row is ImportRow => !isInvalid(row);

/** The message of every row while a column is not understood, because that column may state consent. */
const OPEN_QUESTION = 'The columns of the file leave a question open.';

/** Checks the shape of a row. A comma too many or too few shifts the cells behind it, and the consent of the wrong cell would count. */
function findShapeFault(
  { at, width, consent, questions }: Header,
  cells: readonly string[],
): string | undefined {
  if (questions.length > 0) return OPEN_QUESTION;
  if (cells.length > width && cells.slice(width).some((cell) => cell.trim() !== ''))
    return `The row has ${cells.length} cells, the first line ${width}. A cell with a comma in it needs quotation marks.`;
  if (cells.some((cell, index) => holdsRow(cell, at.email! - index, at.email!)))
    return 'A cell of this row holds another row. A quotation mark may be missing, here or in the row before.';
  const missing = consent.find(({ index, says }) => says !== 'hint' && index >= cells.length);
  return missing && `The row ends before its column \`${missing.name}\`. Fill the row up to there.`;
}

const BARE_ADDRESS = /^["']?[^\s@"']+@[^\s@"']+\.[^\s@"']+["']?$/;

/**
 * True for a cell that holds the rows behind it, because a quotation mark is not closed. `first`: the index of an address in the cell's
 * first line; `others`: in its further lines.
 */
function holdsRow(cell: string, first: number, others: number): boolean {
  if (!/[\r\n]/.test(cell)) return false;
  return cell.split(/[\r\n]+/).some((line, n) => {
    const parts = line.split(/[,;\t]/);
    const place = n === 0 ? first : others;
    return parts.length > 1 && place >= (n === 0 ? 1 : 0) && BARE_ADDRESS.test((parts[place] ?? '').trim());
  });
}

/** The message suggests no nearest word, because that may be the opposite. A value with an `@` may be an address and is not shown. */
function describeUnclearCell({ column, value }: UnclearCell): string {
  const shown = value.includes('@') ? '…' : value.slice(0, 60);
  const known = `Known are ${KNOWN_STATUSES.map((status) => `\`${status}\``).join(', ')}.`;
  return column.toLowerCase() === 'status'
    ? `There is no status \`${shown}\`. ${known}`
    : `The column \`${column}\` says \`${shown}\`, which is not understood.`;
}

type RowFields = Omit<ImportRow, 'line'>;

function parseFields(
  { at }: Header,
  cells: readonly string[],
  known: Vocabulary,
  rowConsent: RowConsent,
): RowFields {
  const cell = (field: PlainField): string => {
    const index = at[field];
    return index === undefined ? '' : unguardCell((cells[index] ?? '').trim());
  };
  const text = (field: PlainField, max: number) => parseText(cell(field), field, max);
  const remarks: string[] = [];
  const date = (field: PlainField): Instant | undefined => parseDate(cell(field), field, known, remarks);
  const newsletters = parseIds(cell('newsletters'), known.newsletters, 'newsletter');
  const address = parseAddress(cell('email'));
  const status = address.key.endsWith(DELETED_DOMAIN)
    ? stricterOf(rowConsent.status, 'unsubscribed')
    : rowConsent.status;
  if (status === 'active') remarks.push(...findTypo(address.email));
  const confirmedAt = date('confirmed_at');
  return {
    ...address,
    name: joinName(text, at),
    newsletters: newsletters.length > 0 ? newsletters : undefined,
    topics: parseIds(cell('topics'), known.topics, 'topic'),
    labels: parseLabels(text('labels', 10_000)),
    ...{ status, suppression: rowConsent.suppression },
    subscribedAt: date('subscribed_at') ?? dropFuture(rowConsent.agreedAt, known.now),
    confirmedAt,
    source: text('source', 100),
    form: at.consent_form === undefined ? undefined : text('consent_form', 100),
    pausedUntil: date('paused_until'),
    changedAt: date('changed_at') ?? dropFuture(rowConsent.leftAt, known.now),
    ...parseHistory(cell, known.now, remarks),
    links: at.letter_links === undefined ? undefined : parseLinks(cell('letter_links'), remarks),
    reason: text('reason', 500) || parseReason(rowConsent) || (at.reason === undefined ? undefined : ''),
    remarks,
  };
}

/** Reads evidence and remarks. An unreadable cell is left out with a note, and the row is still imported. */
function parseHistory(cell: (field: PlainField) => string, now: Instant, remarks: string[]) {
  const read = <T>(
    field: PlainField,
    reader: (text: string, now: Instant) => T | undefined,
  ): T | undefined => {
    const text = cell(field);
    const found = text === '' ? undefined : reader(text, now);
    if (text !== '' && found === undefined)
      remarks.push(`${field} is not as an export writes it, and is left out.`);
    return found;
  };
  return { vouched: read('vouched_for', readVouched), leaving: read('leaving_remarks', readRemarks) };
}

function parseLinks(cell: string, remarks: string[]): RowLinks | undefined {
  const links = readLinks(cell);
  if (links === undefined) remarks.push('letter_links is not as an export writes it, and is left out.');
  return links;
}

const dropFuture = (at: Instant | undefined, now: Instant): Instant | undefined =>
  at !== undefined && at <= now ? at : undefined;

const parseReason = ({ reason }: RowConsent): string => parseText(reason.slice(0, 500), 'reason', 500);

/** The domain of Substack's subscribers who had their data deleted. */
const DELETED_DOMAIN = '@deletion-request.substack.com';

/** Joins first and last name, which may be two columns. `Name` beside `Surname` is the first name. */
function joinName(text: (field: PlainField, max: number) => string, at: Header['at']): string {
  const whole = text('name', 200);
  if (at.first_name !== undefined && whole !== '') return whole;
  const parts = [at.first_name === undefined ? whole : text('first_name', 200), text('last_name', 200)];
  return parseText(parts.filter((part) => part !== '').join(' '), 'name', 200);
}

const formatDate = (at: Instant | undefined): string =>
  at === undefined ? '' : at % 1000 === 0 ? formatRfc3339(at) : new Date(at).toISOString();

/** The cell `suppressed`. `no` marks a bounce without a suppression, for which an import would otherwise add one. */
const suppressedCell = (s: Subscriber, suppression: Suppression | undefined): string =>
  suppression?.reason ?? (hasHardBouncedOrComplained(s) ? 'no' : '');

/** Cells in the order of CSV_COLUMNS, lists with semicolons. csvLine guards them against CSV injection. */
export const writeRow = (s: Subscriber, suppression?: Suppression): string[] => [
  ...[s.email, s.name, s.newsletters.join(';'), s.topics.join(';'), writeLabels(s.labels)],
  // With the status `bounced`, another import would suppress an address that is not suppressed here.
  isSetAside(s) ? 'unsubscribed' : s.status,
  ...[formatDate(s.consent.at), s.consent.source, formatDate(s.consent.confirmedAt), s.consent.form],
  ...[formatDate(s.pausedUntil), formatDate(s.changedAt), s.reason, suppressedCell(s, suppression)],
  ...writeHistory(s),
  writeLinks(s),
];
