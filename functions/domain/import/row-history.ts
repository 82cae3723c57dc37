/** Further evidence of consent and remarks on leaving, as JSON in cells of the CSV: an export writes them, an import reads them. */
import { UNSUBSCRIBE_REASONS } from '../site/form-fields.ts';
import { cleanRemark, MAX_REMARKS } from '../subscribers/remark.ts';
import type { Remark, Subscriber, VouchedConsent } from '../subscribers/subscriber.ts';
import { formatRfc3339, type Instant } from '../time/instant.ts';
import { readDate } from './read-date.ts';

type RowHistory = Pick<Subscriber, 'vouched' | 'remarks'>;

const formatTime = (at: Instant): string =>
  at % 1000 === 0 ? formatRfc3339(at) : new Date(at).toISOString();
type TimedEntry = { at: Instant; confirmedAt?: Instant | undefined };
const toStoredEntry = ({ confirmedAt, ...one }: TimedEntry) => ({
  ...one,
  at: formatTime(one.at),
  ...(confirmedAt !== undefined && { confirmedAt: formatTime(confirmedAt) }),
});
const writeEntries = (all: readonly TimedEntry[] | undefined): string =>
  all && all.length > 0 ? JSON.stringify(all.map(toStoredEntry)) : '';

export const writeHistory = ({ vouched, remarks }: RowHistory): string[] => [
  writeEntries(vouched),
  writeEntries(remarks),
];

type HistoryEntry = Readonly<Record<string, unknown>>;

/** Parses a cell; undefined if the text is not as an export writes it. */
function parseEntries(text: string): readonly HistoryEntry[] | undefined {
  try {
    const all: unknown = JSON.parse(text);
    return Array.isArray(all) && all.every((one) => typeof one === 'object' && one !== null)
      ? (all as HistoryEntry[])
      : undefined;
  } catch {
    return undefined;
  }
}

const cleanText = (value: unknown): string => (typeof value === 'string' ? cleanRemark(value) : '');
const cleanTexts = (value: unknown): string[] =>
  Array.isArray(value) ? value.map(cleanText).filter(Boolean) : [];

/** Entries without a time, or with a time in the future, prove nothing and are left out. */
function readEntries<T>(
  cell: string,
  now: Instant,
  entryOf: (entry: HistoryEntry, at: Instant) => T | undefined,
) {
  return parseEntries(cell)?.flatMap((entry): T[] => {
    const at = readDate(cleanText(entry.at), 'UTC');
    const one = at === undefined || at > now ? undefined : entryOf(entry, at);
    return one === undefined ? [] : [one];
  });
}

/** undefined if the cell is not readable. */
export const readVouched = (cell: string, now: Instant): readonly VouchedConsent[] | undefined =>
  readEntries(cell, now, ({ source, newsletters, form, confirmedAt }, at) => {
    const named = cleanTexts(newsletters);
    const confirmed = readDate(cleanText(confirmedAt), 'UTC');
    if (named.length === 0) return undefined;
    return {
      ...{ at, source: cleanText(source).slice(0, 100), newsletters: named },
      ...(typeof form === 'string' && { form: cleanText(form).slice(0, 100) }),
      ...(confirmed !== undefined && confirmed <= now && { confirmedAt: confirmed }),
    };
  });

/** undefined if the cell is not readable. */
export const readRemarks = (cell: string, now: Instant): readonly Remark[] | undefined =>
  readEntries(cell, now, (entry, at) => {
    const reason = UNSUBSCRIBE_REASONS.find((one) => one === entry.reason);
    return reason === undefined
      ? undefined
      : {
          at,
          newsletter: cleanText(entry.newsletter),
          left: cleanTexts(entry.left),
          reason,
          text: cleanText(entry.text),
        };
  })?.slice(-MAX_REMARKS);
