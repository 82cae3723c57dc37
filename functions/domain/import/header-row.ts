/** The first line of a reader file: where its columns are, what they say, and what only the editor can tell. */
import { BroadsheetError } from '../error.ts';
import type { CsvRow } from '../text/csv.ts';
import { meant } from '../text/nearest-word.ts';
import {
  type ConsentField,
  compactName,
  MAP_FIELDS,
  type Meaning,
  meaningOf,
  namedMeaning,
  type PlainField,
} from './columns.ts';
import { type ImportStatus, plainWord } from './consent-words.ts';

export type ConsentColumn = { index: number; name: string; says: ConsentField; mark: boolean };

/** What stops an import until `--map` answers it. `line`, `addWordCount`: of the rows with that value. */
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
  /** Columns that nobody reads. */
  ignored: readonly string[];
  /** Whose cells are looked at for a word that refuses mail. `list`: of several words. */
  watched: readonly { index: number; name: string; list?: boolean }[];
  questions: readonly ImportQuestion[];
  /** By column and word: what the editor said a value is. */
  values: ReadonlyMap<string, ImportStatus | 'ignore'>;
  width: number;
  names: readonly string[];
  /** What all in the file are at least. */
  floor?: ImportStatus;
};

/** One of `--map`: `column=field`, or `column:value=status`. */
export type MapEntry = { left: string; right: string };

const VALUES: readonly (ImportStatus | 'ignore')[] = [
  ...(['active', 'pending', 'unsubscribed', 'bounced', 'complained', 'suppressed', 'ignore'] as const),
];
const wrong = (message: string, remedy: string) => new BroadsheetError('usage', message, { remedy });

/** Entries with commas or line ends between. A line with a single `=` may have commas in its column's name. Throws `usage`. */
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
        throw wrong(`--map is "${piece.slice(0, 60)}".`, 'Write it as column=field.');
      return { left, right: right.replace(/[\s-]+/g, '_') };
    });
}

/** To be copied into a shell: what a file says runs nothing there. */
const shellWord = (text: string): string =>
  /["$`\\!]/.test(text) ? `'${text.replaceAll("'", String.raw`'\''`)}'` : `"${text}"`;

/** A longer value, or one with an address, is not shown whole and cannot be typed. */
const isTypable = (value: string): boolean => value.length <= 60 && !/[@\p{Cc}]/u.test(value);

/** What the editor does about a value that was not understood. */
export function remedyOf(column: string, value: string): string {
  if (compactName(column) === '') return 'Give its column a name in the first line.';
  return isTypable(value)
    ? `Say what it is: --map ${shellWord(`${column}:${value}=…`)} with ${VALUES.slice(0, -1).join(', ')} or ignore.`
    : `Put the cell right, or leave the column out: --map ${shellWord(`${column}=ignore`)}.`;
}

export const valueKey = (column: string, value: string): string =>
  `${compactName(column)}:${plainWord(value)}`;

/** Throws `invalid` without a column for the address or with two of a kind, `usage` for a map that names what is not there. */
export function readHeader(cells: readonly string[], map: readonly MapEntry[] = []): Header {
  const names = cells.map((cell) => cell.replaceAll('\ufeff', '').trim());
  const keys = new Set(names.map(compactName));
  const { fields, values } = resolve(map, keys);
  const meanings = names.map((name) => {
    const mapped = fields.get(compactName(name));
    return mapped === undefined ? meaningOf(name, keys) : mapped;
  });
  const at = plainColumns(names, meanings);
  if (at.email === undefined) {
    throw new BroadsheetError('invalid', 'The first line names no column `email`.', {
      remedy:
        'Start the file with a header such as: email,name,newsletters,topics. Or say which it is: --map "column=email".',
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
    consent: consentColumns(names, meanings, at.confirmed_at),
    ignored: left.filter(({ name, meaning }) => name !== '' && meaning !== 'unclear').map(({ name }) => name),
    watched: left.filter(({ meaning }) => meaning === undefined).map(({ index, name }) => ({ index, name })),
    questions: left.filter(({ meaning }) => meaning === 'unclear').map(({ name }) => unclear(name)),
    values,
    width: names.length,
    names,
  };
}

/** Where another program may have noted that somebody left, and where a cell too few puts its word. */
const WORDS: readonly PlainField[] = ['name', 'first_name', 'last_name', 'labels', 'source', 'reason'];

/** Looks at names and labels as well. A file of ours (only it has `consent_form`) says all that there is to say in `status`. */
export function watchWords(header: Header): Header {
  if (header.at.consent_form !== undefined) return header;
  const words = WORDS.flatMap((field) => {
    const index = header.at[field];
    return index === undefined ? [] : [{ index, name: header.names[index]!, list: field === 'labels' }];
  });
  return { ...header, watched: [...header.watched, ...words] };
}

function unclear(name: string): ImportQuestion {
  const ways = 'status, subscribed, confirmed, unsubscribed, bounced, complained, suppressed or ignore';
  return {
    column: name,
    message: `The column \`${name}\` may say who agreed to mail, and is not understood. Say what it holds: --map ${shellWord(`${name}=…`)} with ${ways}.`,
  };
}

/** The colon behind the column's name: a name may have one within, and so may a value. */
function colonIn(left: string, keys: ReadonlySet<string>): number | undefined {
  for (let at = left.lastIndexOf(':'); at > 0; at = left.lastIndexOf(':', at - 1))
    if (keys.has(compactName(left.slice(0, at)))) return at;
  return undefined;
}

function resolve(map: readonly MapEntry[], keys: ReadonlySet<string>) {
  const fields = new Map<string, Meaning | 'ignore'>();
  const values = new Map<string, ImportStatus | 'ignore'>();
  for (const { left, right } of map) {
    if (keys.has(compactName(left))) {
      const meaning = namedMeaning(right);
      if (meaning === undefined) throw wrong(`--map names no field \`${right}\`.`, meant(right, MAP_FIELDS));
      fields.set(compactName(left), meaning);
      continue;
    }
    const colon = colonIn(left, keys);
    if (colon === undefined)
      throw wrong(
        `--map: the file has no column \`${left.slice(0, 60)}\`.`,
        'Write it as the first line does.',
      );
    const status = VALUES.find((known) => known === right);
    if (!status) throw wrong(`--map names no status \`${right}\`.`, `One of: ${VALUES.join(', ')}.`);
    values.set(valueKey(left.slice(0, colon), left.slice(colon + 1)), status);
  }
  return { fields, values };
}

/** Of two with one name, neither is the better one. */
const ONCE: readonly PlainField[] = ['email', 'name', 'newsletters', 'topics'];

/** Of several names for one thing the usual one counts; which of two addresses is meant, only the editor knows. */
function plainColumns(names: readonly string[], meanings: readonly (Meaning | 'ignore')[]) {
  const at: Partial<Record<PlainField, number>> = {};
  const ranks: Partial<Record<PlainField, number>> = {};
  meanings.forEach((meaning, index) => {
    if (typeof meaning !== 'object' || !('plain' in meaning)) return;
    const { plain, rank } = meaning;
    const other = ranks[plain];
    if (
      other !== undefined &&
      ONCE.includes(plain) &&
      (other === rank || (plain === 'email' && rank >= 0 && other >= 0))
    )
      throw new BroadsheetError('invalid', `The column ${plain} is there twice.`, {
        remedy: `Rename one of them, or leave it out: --map ${shellWord(`${names[index]}=ignore`)}.`,
      });
    if (other !== undefined && other <= rank) return;
    at[plain] = index;
    ranks[plain] = rank;
  });
  return at;
}

/** Where nothing else says that somebody agreed, an empty date of confirmation says that they did not confirm. Mailchimp's is no more than a date. */
function consentColumns(
  names: readonly string[],
  meanings: readonly (Meaning | 'ignore')[],
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

/** Of two files in one, the second names its columns too. Throws `invalid` where they are others: its cells would be taken for those of the first. */
export function isHeaderAgain({ at, names }: Header, { line, cells }: CsvRow): boolean {
  const cell = cells[at.email!] ?? '';
  const meaning = cell.includes('@') ? undefined : meaningOf(cell, new Set());
  if (typeof meaning !== 'object' || !('plain' in meaning) || meaning.plain !== 'email') return false;
  if (names.every((name, index) => compactName(name) === compactName(cells[index] ?? ''))) return true;
  throw new BroadsheetError('invalid', `Line ${line} names other columns than the first line.`, {
    remedy: 'Import what follows as a file of its own.',
  });
}
