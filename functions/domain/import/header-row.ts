/** Reads the header line of a subscriber list: the place and meaning of its columns, and the questions that only the editor can answer. */
import { BroadsheetError } from '../error.ts';
import type { CsvRow } from '../text/csv.ts';
import { suggestWord } from '../text/nearest-word.ts';
import {
  type ColumnMeaning,
  type ConsentField,
  compactName,
  MAP_FIELDS,
  meaningOf,
  meaningOfField,
  type PlainField,
} from './columns.ts';
import { type ImportStatus, normalizeWord } from './consent-words.ts';

export type ConsentColumn = { index: number; name: string; says: ConsentField; mark: boolean };

/** A question that stops an import until `--map` answers it. `line` and `count`: the first row with the value, and how many have it. */
export type ImportQuestion = {
  column: string;
  value?: string;
  line?: number;
  count?: number;
  message: string;
};

export type Header = {
  at: Readonly<Partial<Record<PlainField, number>>>;
  consent: readonly ConsentColumn[];
  /** Columns that are not imported. */
  ignored: readonly string[];
  /** Columns whose cells are searched for a refusal of mail. `list`: a cell holds several words. */
  watched: readonly { index: number; name: string; list?: boolean }[];
  questions: readonly ImportQuestion[];
  /** The editor's answers on values, by column and value (valueKey). */
  values: ReadonlyMap<string, ImportStatus | 'ignore'>;
  width: number;
  names: readonly string[];
  /** The status that every row has at least. */
  floor?: ImportStatus;
};

/** One entry of `--map`: `column=field`, or `column:value=status`. */
export type MapEntry = { left: string; right: string };

const MAPPABLE_STATUSES: readonly (ImportStatus | 'ignore')[] = [
  ...(['active', 'pending', 'unsubscribed', 'bounced', 'complained', 'suppressed', 'ignore'] as const),
];
const usageError = (message: string, remedy: string) => new BroadsheetError('usage', message, { remedy });

/** Parses `--map`: entries between commas or line ends. A line with a single `=` may have commas in the column's name. Throws `usage`. */
export function readMap(text: string): readonly MapEntry[] {
  const pieces = text
    .split('\n')
    .flatMap((line) => (line.split('=').length === 2 ? [line] : line.split(',')));
  return pieces
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')
    .map((piece) => {
      const at = piece.lastIndexOf('=');
      const [left, right] = [
        piece.slice(0, at).trim(),
        piece
          .slice(at + 1)
          .trim()
          .toLowerCase(),
      ];
      if (at < 1 || left === '' || right === '')
        throw usageError(`--map is "${piece.slice(0, 60)}".`, 'Write it as column=field.');
      return { left, right: right.replace(/[\s-]+/g, '_') };
    });
}

/** Quotes a text for a shell: a command with a file's text in it must run nothing else when it is pasted. */
const quoteForShell = (text: string): string =>
  /["$`\\!]/.test(text) ? `'${text.replaceAll("'", String.raw`'\''`)}'` : `"${text}"`;

/** False for a long value, or one with an address: messages do not show such a value whole, so the editor cannot type it. */
const isTypable = (value: string): boolean => value.length <= 60 && !/[@\p{Cc}]/u.test(value);

/** The remedy for a value that was not understood. */
export function remedyOf(column: string, value: string): string {
  if (compactName(column) === '') return 'Give its column a name in the first line.';
  return isTypable(value)
    ? `Say what the value is: --map ${quoteForShell(`${column}:${value}=…`)} with ${MAPPABLE_STATUSES.slice(0, -1).join(', ')} or ignore.`
    : `Put the cell right, or leave the column out: --map ${quoteForShell(`${column}=ignore`)}.`;
}

export const valueKey = (column: string, value: string): string =>
  `${compactName(column)}:${normalizeWord(value)}`;

/** Throws `invalid` if the address has no column or a field has two, `usage` if `map` names an unknown column, field or status. */
export function readHeader(cells: readonly string[], map: readonly MapEntry[] = []): Header {
  const names = cells.map((cell) => cell.replaceAll('\ufeff', '').trim());
  const keys = new Set(names.map(compactName));
  const { fields, values } = resolveMap(map, keys);
  const meanings = names.map((name) => {
    const mapped = fields.get(compactName(name));
    return mapped === undefined ? meaningOf(name, keys) : mapped;
  });
  const at = findPlainColumns(names, meanings);
  if (at.email === undefined) {
    throw new BroadsheetError('invalid', 'The first line names no column `email`.', {
      remedy:
        'Start the file with a header such as: email,name,newsletters,topics. Or say which column has the address: --map "column=email".',
    });
  }
  const used = new Set(Object.values(at));
  const left = names
    .map((name, index) => ({ index, name, meaning: meanings[index] }))
    .filter(
      ({ index, meaning }) => !used.has(index) && !(typeof meaning === 'object' && 'consent' in meaning),
    );
  return {
    at,
    consent: findConsentColumns(names, meanings, at.confirmed_at),
    ignored: left.filter(({ name, meaning }) => name !== '' && meaning !== 'unclear').map(({ name }) => name),
    watched: left.filter(({ meaning }) => meaning === undefined).map(({ index, name }) => ({ index, name })),
    questions: left.filter(({ meaning }) => meaning === 'unclear').map(({ name }) => makeQuestion(name)),
    values,
    width: names.length,
    names,
  };
}

/** Fields in which another program may note an unsubscribe, and into which a missing cell shifts such a word. */
const WATCHED_FIELDS: readonly PlainField[] = [
  'name',
  'first_name',
  'last_name',
  'labels',
  'source',
  'reason',
];

/** Also watches names and labels. A file of our own export (only such a one has `consent_form`) says all in `status` and is exempt. */
export function watchPlainColumns(header: Header): Header {
  if (header.at.consent_form !== undefined) return header;
  const words = WATCHED_FIELDS.flatMap((field) => {
    const index = header.at[field];
    return index === undefined ? [] : [{ index, name: header.names[index]!, list: field === 'labels' }];
  });
  return { ...header, watched: [...header.watched, ...words] };
}

function makeQuestion(name: string): ImportQuestion {
  const ways = 'status, subscribed, confirmed, unsubscribed, bounced, complained, suppressed or ignore';
  return {
    column: name,
    message: `The column \`${name}\` may say who agreed to mail, and is not understood. Say what it holds: --map ${quoteForShell(`${name}=…`)} with ${ways}.`,
  };
}

/** The index of the colon behind the column's name. Names and values may hold colons, too. */
function findColon(left: string, keys: ReadonlySet<string>): number | undefined {
  for (let at = left.lastIndexOf(':'); at > 0; at = left.lastIndexOf(':', at - 1))
    if (keys.has(compactName(left.slice(0, at)))) return at;
  return undefined;
}

function resolveMap(map: readonly MapEntry[], keys: ReadonlySet<string>) {
  const fields = new Map<string, ColumnMeaning | 'ignore'>();
  const values = new Map<string, ImportStatus | 'ignore'>();
  for (const { left, right } of map) {
    if (keys.has(compactName(left))) {
      const meaning = meaningOfField(right);
      if (meaning === undefined)
        throw usageError(`--map names no field \`${right}\`.`, suggestWord(right, MAP_FIELDS));
      fields.set(compactName(left), meaning);
      continue;
    }
    const colon = findColon(left, keys);
    if (colon === undefined)
      throw usageError(
        `--map: the file has no column \`${left.slice(0, 60)}\`.`,
        'Write it as the first line does.',
      );
    const status = MAPPABLE_STATUSES.find((known) => known === right);
    if (!status)
      throw usageError(`--map names no status \`${right}\`.`, `One of: ${MAPPABLE_STATUSES.join(', ')}.`);
    values.set(valueKey(left.slice(0, colon), left.slice(colon + 1)), status);
  }
  return { fields, values };
}

/** Fields for which a file may have one column only: of two with the same name, neither is the better one. */
const SINGLE_FIELDS: readonly PlainField[] = ['email', 'name', 'newsletters', 'topics'];

/** Of several columns for a field, the one with the most usual name counts. Of two address columns, only the editor knows the right one. */
function findPlainColumns(names: readonly string[], meanings: readonly (ColumnMeaning | 'ignore')[]) {
  const at: Partial<Record<PlainField, number>> = {};
  const ranks: Partial<Record<PlainField, number>> = {};
  meanings.forEach((meaning, index) => {
    if (typeof meaning !== 'object' || !('plain' in meaning)) return;
    const { plain, rank } = meaning;
    const other = ranks[plain];
    if (
      other !== undefined &&
      SINGLE_FIELDS.includes(plain) &&
      (other === rank || (plain === 'email' && rank >= 0 && other >= 0))
    )
      throw new BroadsheetError('invalid', `The column ${plain} is there twice.`, {
        remedy: `Rename one of them, or leave it out: --map ${quoteForShell(`${names[index]}=ignore`)}.`,
      });
    if (other !== undefined && other <= rank) return;
    at[plain] = index;
    ranks[plain] = rank;
  });
  return at;
}

/**
 * The columns of consent. If no other column states an agreement, an empty date of confirmation means that there was no confirmation.
 * Mailchimp's `CONFIRM_TIME` is a date only.
 */
function findConsentColumns(
  names: readonly string[],
  meanings: readonly (ColumnMeaning | 'ignore')[],
  confirmedAt: number | undefined,
): ConsentColumn[] {
  const columns = meanings.flatMap((meaning, index): ConsentColumn[] =>
    typeof meaning === 'object' && 'consent' in meaning
      ? [{ index, name: names[index]!, says: meaning.consent, mark: meaning.mark }]
      : [],
  );
  const agrees = columns.some(
    ({ says }) => says === 'status' || says === 'subscribed' || says === 'confirmed',
  );
  if (confirmedAt === undefined || agrees || compactName(names[confirmedAt]!) === 'confirmtime')
    return columns;
  return [...columns, { index: confirmedAt, name: names[confirmedAt]!, says: 'confirmed', mark: false }];
}

/**
 * True for a second header line, as in two joined files. Throws `invalid` if that line names other columns, because the cells below would
 * be read by the first header.
 */
export function isRepeatedHeader({ at, names }: Header, { line, cells }: CsvRow): boolean {
  const cell = cells[at.email!] ?? '';
  const meaning = cell.includes('@') ? undefined : meaningOf(cell, new Set());
  if (typeof meaning !== 'object' || !('plain' in meaning) || meaning.plain !== 'email') return false;
  if (names.every((name, index) => compactName(name) === compactName(cells[index] ?? ''))) return true;
  throw new BroadsheetError('invalid', `Line ${line} names other columns than the first line.`, {
    remedy: 'Import what follows as a file of its own.',
  });
}
