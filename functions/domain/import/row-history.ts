/** Further evidence of consent and remarks on leaving, as JSON in cells of the CSV: an export writes them, an import reads them. */
import { UNSUBSCRIBE_REASONS } from '../site/form-fields.ts';
import { cleanRemark, REMARKS_KEPT } from '../subscribers/remark.ts';
import type { Remark, Subscriber, Vouched } from '../subscribers/subscriber.ts';
import { formatRfc3339, type Instant } from '../time/instant.ts';
import { readDate } from './read-date.ts';

type History = Pick<Subscriber, 'vouched' | 'remarks'>;

const timeText = (at: Instant): string => (at % 1000 === 0 ? formatRfc3339(at) : new Date(at).toISOString());
type Timed = { at: Instant; confirmedAt?: Instant | undefined };
const timed = ({ confirmedAt, ...one }: Timed) => ({
  ...one,
  at: timeText(one.at),
  ...(confirmedAt !== undefined && { confirmedAt: timeText(confirmedAt) }),
});
const written = (all: readonly Timed[] | undefined): string =>
  all && all.length > 0 ? JSON.stringify(all.map(timed)) : '';

export const writeHistory = ({ vouched, remarks }: History): string[] => [written(vouched), written(remarks)];

type Entry = Readonly<Record<string, unknown>>;

/** Parses a cell; undefined if the text is not as an export writes it. */
function entriesIn(text: string): readonly Entry[] | undefined {
  try {
    const all: unknown = JSON.parse(text);
    return Array.isArray(all) && all.every((one) => typeof one === 'object' && one !== null)
      ? (all as Entry[])
      : undefined;
  } catch {
    return undefined;
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? cleanRemark(value) : '');
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(text).filter(Boolean) : []);

/** Entries without a time, or with a time in the future, prove nothing and are left out. */
function readEntries<T>(cell: string, now: Instant, entryOf: (entry: Entry, at: Instant) => T | undefined) {
  return entriesIn(cell)?.flatMap((entry): T[] => {
    const at = readDate(text(entry.at), 'UTC');
    const one = at === undefined || at > now ? undefined : entryOf(entry, at);
    return one === undefined ? [] : [one];
  });
}

/** undefined if the cell is not readable. */
export const readVouched = (cell: string, now: Instant): readonly Vouched[] | undefined =>
  readEntries(cell, now, ({ source, newsletters, form, confirmedAt }, at) => {
    const named = texts(newsletters);
    const confirmed = readDate(text(confirmedAt), 'UTC');
    if (named.length === 0) return undefined;
    return {
      ...{ at, source: text(source).slice(0, 100), newsletters: named },
      ...(typeof form === 'string' && { form: text(form).slice(0, 100) }),
      ...(confirmed !== undefined && confirmed <= now && { confirmedAt: confirmed }),
    };
  });

/** undefined if the cell is not readable. */
export const readRemarks = (cell: string, now: Instant): readonly Remark[] | undefined =>
  readEntries(cell, now, (entry, at) => {
    const reason = UNSUBSCRIBE_REASONS.find((one) => one === entry.reason);
    return reason === undefined
      ? undefined
      : { at, newsletter: text(entry.newsletter), left: texts(entry.left), reason, text: text(entry.text) };
  })?.slice(-REMARKS_KEPT);
