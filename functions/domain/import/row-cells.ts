/** Parses the cells of a subscriber CSV by kind: text, ids, labels, dates. Also finds probable typos in addresses. */
import { createBoundedCache } from '../bounded-cache.ts';
import { BroadsheetError } from '../error.ts';
import { suggestAddress } from '../subscribers/address-suggestion.ts';
import { suggestWord } from '../text/nearest-word.ts';
import type { Instant } from '../time/instant.ts';
import type { PlainField } from './columns.ts';
import { readDate } from './read-date.ts';
import { readLabels, splitList } from './row-lists.ts';

const invalidCell = (message: string, remedy: string) => new BroadsheetError('invalid', message, { remedy });

/** Parses a list of ids. Throws `invalid` for an unknown id. */
export function parseIds(text: string, known: readonly string[], what: string): string[] {
  const found = splitList(text);
  const unknown = found.find((id) => !known.includes(id));
  if (unknown !== undefined)
    throw invalidCell(`There is no ${what} \`${unknown.slice(0, 63)}\`.`, suggestWord(unknown, known));
  return found;
}

/** A text in one line. Throws `invalid` for a text that is not UTF-8, or too long. */
export function parseText(text: string, column: PlainField, max: number): string {
  if (text.includes('\ufffd')) throw invalidCell(`The ${column} is not UTF-8.`, 'Save the file as UTF-8.');
  if (text.length > max)
    throw invalidCell(`The ${column} is longer than ${max} characters.`, 'Shorten the text.');
  return /\p{Cc}/u.test(text) ? text.replace(/\p{Cc}+/gu, ' ').trim() : text;
}

/** Parses labels. Quotation marks and separators do not count towards the limit, so that every exported list can be imported again. */
export function parseLabels(text: string): string[] {
  const labels = readLabels(text);
  parseText(labels.join(''), 'labels', 1000);
  return labels;
}

/** Parses a date. An unreadable or future date is left out with a remark, and the row is still imported. */
export function parseDate(
  text: string,
  field: PlainField,
  { timezone, now }: { timezone: string; now: Instant },
  remarks: string[],
): Instant | undefined {
  if (text === '' || /^(null|n\/a|none|-|0000-00-00.*)$/i.test(text)) return undefined;
  const at = readDate(text, timezone);
  const remark =
    at === undefined
      ? 'is not a date'
      : at > now && field !== 'paused_until'
        ? 'lies in the future'
        : undefined;
  if (remark === undefined) return at;
  remarks.push(`${field} ${remark}, and is left out. Write it as 2025-03-01 or 2025-03-01T09:30:00Z.`);
  return undefined;
}

/** Cache by domain: a list has few different domains. */
const typoCache = createBoundedCache<readonly string[]>(5000);

/** Remarks on a valid address whose domain looks like a typo. */
export function findTypo(email: string): readonly string[] {
  const domain = email.slice(email.lastIndexOf('@') + 1);
  const known = typoCache.get(domain);
  if (known) return known;
  const near = suggestAddress(`x@${domain}`)?.slice(2);
  const found = near
    ? [`The part after the @ may be a slip of \`${near}\`.`]
    : /\.[a-z]$/.test(domain)
      ? ['The part after the @ ends in a single letter, as no domain does.']
      : [];
  typoCache.set(domain, found);
  return found;
}
