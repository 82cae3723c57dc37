/** A row of a subscriber CSV: read strictly on the way in, written the same way on the way out. */
import { isBroadsheetError } from '../error.ts';
import type { Publication } from '../publication/publication.ts';
import { type Address, parseAddress } from '../subscribers/address.ts';
import type { Subscriber, Suppression } from '../subscribers/subscriber.ts';
import { isBarred, isSetAside } from '../subscribers/subscription-rules.ts';
import { type CsvRow, unguardCell } from '../text/csv.ts';
import { formatRfc3339, type Instant } from '../time/instant.ts';
import type { PlainField } from './columns.ts';
import { type ImportStatus, stricter } from './consent-words.ts';
import type { Header } from './header-row.ts';
import { dateOf, ids, labelsOf, plain, slipIn } from './row-cells.ts';
import { type Doubt, type RowConsent, readRowConsent } from './row-consent.ts';
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

const STATUSES: readonly ImportStatus[] = ['active', 'unsubscribed', 'bounced', 'complained', 'suppressed'];

/** `newsletters` undefined: there is no such column, or nothing in it. */
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
  /** The evidence of an import before this one; undefined without such a column. */
  form: string | undefined;
  pausedUntil: Instant | undefined;
  /** Since when it is so. */
  changedAt: Instant | undefined;
  /** undefined: nothing in the file would tell. */
  reason: string | undefined;
  /** Undefined where the file says nothing of it. */
  vouched: Subscriber['vouched'];
  leaving: Subscriber['remarks'];
  /** What links in letters sent before lead by; undefined: nothing in the file tells, and none lead here. */
  links: RowLinks | undefined;
  /** What is imported otherwise than it stands there, or looks like a slip. */
  remarks: readonly string[];
};

/** `doubt`: the cell of consent that was not understood. */
export type InvalidRow = { line: number; message: string; doubt?: Doubt };

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

/** One row, or why it is none. */
export function readRow(header: Header, row: CsvRow, known: Vocabulary): ImportRow | InvalidRow {
  const { line, cells } = row;
  const problem = row.problem ?? shapeOf(header, cells);
  if (problem !== undefined) return { line, message: problem };
  try {
    const standing = readRowConsent(header, cells, known.timezone);
    if ('column' in standing) return { line, message: notUnderstood(standing), doubt: standing };
    return { line, ...fieldsOf(header, cells, known, standing) };
  } catch (error) {
    if (!isBroadsheetError(error)) throw error;
    return { line, message: `${error.message} ${error.remedy ?? ''}`.trim() };
  }
}

export const isInvalid = (row: ImportRow | InvalidRow): row is InvalidRow => 'message' in row;
export const isReadable = (row: ImportRow | InvalidRow): row is ImportRow => !isInvalid(row);

/** Whether somebody agreed may stand in a column that nobody understood. */
const UNANSWERED = 'The columns of the file leave a question open.';

/** A comma too many, or too few, moves what is behind it: somebody else's word would be taken for this one's. */
function shapeOf({ at, width, consent, questions }: Header, cells: readonly string[]): string | undefined {
  if (questions.length > 0) return UNANSWERED;
  if (cells.length > width && cells.slice(width).some((cell) => cell.trim() !== ''))
    return `The row has ${cells.length} cells, the first line ${width}. A cell with a comma in it needs quotation marks.`;
  if (cells.some((cell, index) => holdsRow(cell, at.email! - index, at.email!)))
    return 'A cell of this row holds another row. A quotation mark may be missing, here or in the row before.';
  const missing = consent.find(({ index, says }) => says !== 'hint' && index >= cells.length);
  return missing && `The row ends before its column \`${missing.name}\`. Fill it up to there.`;
}

const BARE_ADDRESS = /^["']?[^\s@"']+@[^\s@"']+\.[^\s@"']+["']?$/;

/** A quotation mark that is not closed takes the rows behind it into its cell, up to the next one. `first`: where in it the row's own address would stand, `others`: that of the rows behind. */
function holdsRow(cell: string, first: number, others: number): boolean {
  if (!/[\r\n]/.test(cell)) return false;
  return cell.split(/[\r\n]+/).some((line, n) => {
    const parts = line.split(/[,;\t]/);
    const place = n === 0 ? first : others;
    return parts.length > 1 && place >= (n === 0 ? 1 : 0) && BARE_ADDRESS.test((parts[place] ?? '').trim());
  });
}

/** Never a guess: the nearest word to one may be its opposite. The value of a column by another name may be anything, also an address. */
function notUnderstood({ column, value }: Doubt): string {
  const shown = value.includes('@') ? '…' : value.slice(0, 60);
  const known = `Known are ${STATUSES.map((status) => `\`${status}\``).join(', ')}.`;
  return column.toLowerCase() === 'status'
    ? `There is no status \`${shown}\`. ${known}`
    : `The column \`${column}\` says \`${shown}\`, which is not understood.`;
}

type Fields = Omit<ImportRow, 'line'>;

function fieldsOf({ at }: Header, cells: readonly string[], known: Vocabulary, standing: RowConsent): Fields {
  const cell = (field: PlainField): string => {
    const index = at[field];
    return index === undefined ? '' : unguardCell((cells[index] ?? '').trim());
  };
  const text = (field: PlainField, max: number) => plain(cell(field), field, max);
  const remarks: string[] = [];
  const date = (field: PlainField): Instant | undefined => dateOf(cell(field), field, known, remarks);
  const newsletters = ids(cell('newsletters'), known.newsletters, 'newsletter');
  const address = parseAddress(cell('email'));
  const status = address.key.endsWith(DELETED) ? stricter(standing.status, 'unsubscribed') : standing.status;
  if (status === 'active') remarks.push(...slipIn(address.email));
  const confirmedAt = date('confirmed_at');
  return {
    ...address,
    name: nameOf(text, at),
    newsletters: newsletters.length > 0 ? newsletters : undefined,
    topics: ids(cell('topics'), known.topics, 'topic'),
    labels: labelsOf(text('labels', 10_000)),
    ...{ status, suppression: standing.suppression },
    subscribedAt: date('subscribed_at') ?? past(standing.agreedAt, known.now),
    confirmedAt,
    source: text('source', 100),
    form: at.consent_form === undefined ? undefined : text('consent_form', 100),
    pausedUntil: date('paused_until'),
    changedAt: date('changed_at') ?? past(standing.leftAt, known.now),
    ...historyIn(cell, known.now, remarks),
    links: at.letter_links === undefined ? undefined : linksIn(cell('letter_links'), remarks),
    reason: text('reason', 500) || reasonIn(standing) || (at.reason === undefined ? undefined : ''),
    remarks,
  };
}

/** What cannot be read of it is told, and costs nobody their place in the list. */
function historyIn(cell: (field: PlainField) => string, now: Instant, remarks: string[]) {
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

function linksIn(cell: string, remarks: string[]): RowLinks | undefined {
  const links = readLinks(cell);
  if (links === undefined) remarks.push('letter_links is not as an export writes it, and is left out.');
  return links;
}

const past = (at: Instant | undefined, now: Instant): Instant | undefined =>
  at !== undefined && at <= now ? at : undefined;

const reasonIn = ({ reason }: RowConsent): string => plain(reason.slice(0, 500), 'reason', 500);

/** Substack's readers who had their data deleted. */
const DELETED = '@deletion-request.substack.com';

/** First and last name are two columns elsewhere; `Name` beside `Surname` is the first. */
function nameOf(text: (field: PlainField, max: number) => string, at: Header['at']): string {
  const whole = text('name', 200);
  if (at.first_name !== undefined && whole !== '') return whole;
  const parts = [at.first_name === undefined ? whole : text('first_name', 200), text('last_name', 200)];
  return plain(parts.filter((part) => part !== '').join(' '), 'name', 200);
}

const date = (at: Instant | undefined): string =>
  at === undefined ? '' : at % 1000 === 0 ? formatRfc3339(at) : new Date(at).toISOString();

/** A bounce that suppressed nothing is `no`: an import suppresses it otherwise. */
const suppressed = (s: Subscriber, suppression: Suppression | undefined): string =>
  suppression?.reason ?? (isBarred(s) ? 'no' : '');

/** The header's order; the address as typed, lists with semicolons. Guarding against formulas is csvLine's. */
export const writeRow = (s: Subscriber, suppression?: Suppression): string[] => [
  ...[s.email, s.name, s.newsletters.join(';'), s.topics.join(';'), writeLabels(s.labels)],
  // As `bounced` another import would bar an address that nothing bars.
  isSetAside(s) ? 'unsubscribed' : s.status,
  ...[date(s.consent.at), s.consent.source, date(s.consent.confirmedAt), s.consent.form],
  ...[date(s.pausedUntil), date(s.changedAt), s.reason, suppressed(s, suppression)],
  ...writeHistory(s),
  writeLinks(s),
];
