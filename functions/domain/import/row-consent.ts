/** Reads the consent of an imported row. Several columns may state it, and the strictest word wins. */

import { createBoundedCache } from '../bounded-cache.ts';
import type { Suppression } from '../subscribers/subscriber.ts';
import { unguardCell } from '../text/csv.ts';
import type { Instant } from '../time/instant.ts';
import { compactName } from './columns.ts';
import {
  type ConsentMeaning,
  findRefusal,
  type ImportStatus,
  isStricter,
  normalizeWord,
  readConsent,
  stricterOf,
} from './consent-words.ts';
import { type ConsentColumn, type Header, valueKey } from './header-row.ts';
import { readDate } from './read-date.ts';
import { readLabels } from './row-lists.ts';

export type RowConsent = {
  status: ImportStatus;
  /** The reason for a suppression beside the status; `none` if the file says that there is no suppression. */
  suppression: Suppression['reason'] | 'none' | undefined;
  /** Dates in the columns of consent. */
  agreedAt: Instant | undefined;
  leftAt: Instant | undefined;
  reason: string;
};

/** A cell that the editor must explain; its row is not imported before that. */
export type UnclearCell = { column: string; value: string };

const SUPPRESSION_REASONS: readonly Suppression['reason'][] = ['bounced', 'complained', 'asked', 'imported'];

/** The caller has checked that the row reaches its last consent column. */
export function readRowConsent(
  header: Header,
  cells: readonly string[],
  timezone: string,
): RowConsent | UnclearCell {
  const rowConsent: RowConsent = {
    ...{ status: header.floor ?? 'active', suppression: undefined },
    ...{ agreedAt: undefined, leftAt: undefined, reason: '' },
  };
  for (const column of header.consent) {
    const text = unguardCell((cells[column.index] ?? '').trim());
    const said = readCell(header, column, text, timezone);
    if (said === undefined) return { column: column.name, value: text };
    if (column.says === 'suppressed')
      rowConsent.suppression = readSuppression(text, said) ?? rowConsent.suppression;
    else rowConsent.status = stricterOf(rowConsent.status, statusOfMeaning(column, said));
    noteDetails(rowConsent, column, text, timezone);
  }
  return findOtherRefusal(header, cells, rowConsent) ?? applySuppression(rowConsent);
}

/** A refusal in a column that is not about consent, stricter than the columns that are: a question, unless the editor answered it. */
function findOtherRefusal(
  header: Header,
  cells: readonly string[],
  rowConsent: RowConsent,
): UnclearCell | undefined {
  for (const { index, name, list } of header.watched) {
    const text = (cells[index] ?? '').trim();
    for (const value of list ? readLabels(text) : [text]) {
      const refusal = findRefusal(value);
      if (refusal === undefined || !isStricter(refusal, rowConsent.status)) continue;
      const answer = header.values.get(valueKey(name, value));
      if (answer === undefined) return { column: name, value };
      if (answer !== 'ignore') rowConsent.status = stricterOf(rowConsent.status, answer);
    }
  }
  return undefined;
}

/** A suppressed row keeps the status of an unsubscribe, bounce or complaint, as evidence. Any other becomes `suppressed`. */
function applySuppression(rowConsent: RowConsent): RowConsent {
  const { status, suppression } = rowConsent;
  if (suppression === undefined || suppression === 'none' || isStricter(status, 'pending')) return rowConsent;
  return { ...rowConsent, status: 'suppressed' };
}

/** Cache of read words: a column repeats a few different words thousands of times. */
const wordCache = createBoundedCache<{ said: ConsentMeaning | undefined }>(500);
function readCachedWord(text: string): ConsentMeaning | undefined {
  const known = wordCache.get(text);
  if (known) return known.said;
  const said = readConsent(text);
  wordCache.set(text, { said });
  return said;
}

/** The meaning of a cell, by the editor's answer or by its word; undefined if neither tells. */
function readCell(
  header: Header,
  column: ConsentColumn,
  text: string,
  timezone: string,
): ConsentMeaning | undefined {
  const answer = header.values.size > 0 ? header.values.get(valueKey(column.name, text)) : undefined;
  if (answer !== undefined) return answer === 'ignore' ? 'nothing' : answer;
  const said = readCachedWord(text);
  if (column.mark) return said === 'nothing' ? said : 'yes';
  switch (column.says) {
    case 'status':
      return readStatusWord(said, text);
    case 'hint':
      return readHintWord(said, text);
    case 'suppressed':
      return SUPPRESSION_REASONS.some((reason) => reason === text.toLowerCase())
        ? 'yes'
        : (said ?? readDateAsYes(text, timezone));
    default:
      return said ?? readDateAsYes(text, timezone);
  }
}

/** In a column of status, digits are another program's codes and may mean anything, and so may a dash. */
function readStatusWord(said: ConsentMeaning | undefined, text: string): ConsentMeaning | undefined {
  if (said === 'nothing') return text === '' ? said : undefined;
  if (said === 'yes' || said === 'no') return /^(yes|no|true|false|ja|nein)$/i.test(text) ? said : undefined;
  return said;
}

const CONSENT_HINT =
  /unsub|opt.?out|block|bounc|spam|complain|inactiv|remov|delet|cancel|disabl|confirm|pending|suppress|paus/i;

/** Words such as `paid`, `customer` and `lead` say nothing of consent. */
function readHintWord(said: ConsentMeaning | undefined, text: string): ConsentMeaning | undefined {
  if (said === 'yes' || said === 'no') return 'nothing';
  return said ?? (CONSENT_HINT.test(text) ? undefined : 'nothing');
}

/** A date means yes, even a date with two readings. The zero of a clock (`0001-01-01`, 1970) is no date. */
const DATE_PATTERN = /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(\D|$)/;
const CLOCK_ZERO = /^(0\d{3}|1[0-8]\d\d|19[0-7]\d)-/;
const readDateAsYes = (text: string, timezone: string): ConsentMeaning | undefined =>
  !CLOCK_ZERO.test(text) && (DATE_PATTERN.test(text) || readDate(text, timezone) !== undefined)
    ? 'yes'
    : undefined;

function statusOfMeaning({ says }: ConsentColumn, said: ConsentMeaning): ImportStatus {
  if (said !== 'yes' && said !== 'no' && said !== 'nothing') return said;
  switch (says) {
    case 'status':
      return said === 'no' ? 'unsubscribed' : 'active';
    case 'subscribed':
      return said === 'yes' ? 'active' : said === 'no' ? 'unsubscribed' : 'pending';
    case 'confirmed':
      return said === 'yes' ? 'active' : 'pending';
    case 'hint':
      return 'active';
    default:
      return said === 'yes' ? says : 'active';
  }
}

function readSuppression(text: string, said: ConsentMeaning): RowConsent['suppression'] {
  if (said === 'no') return 'none';
  if (said === 'nothing' || said === 'active') return undefined;
  return SUPPRESSION_REASONS.find((reason) => reason === text.toLowerCase()) ?? 'imported';
}

/** Keeps the dates and reasons that columns of consent hold. */
function noteDetails(
  rowConsent: RowConsent,
  { says, mark, name }: ConsentColumn,
  text: string,
  timezone: string,
): void {
  if (text === '' || says === 'status' || says === 'hint' || says === 'suppressed') return;
  if (mark) {
    if (rowConsent.reason === '' && compactName(name).includes('reason') && normalizeWord(text) !== 'n/a')
      rowConsent.reason = text;
    return;
  }
  const at = /\d{4}/.test(text) ? readDate(text, timezone) : undefined;
  if (at === undefined) return;
  if (says === 'subscribed' || says === 'confirmed') rowConsent.agreedAt ??= at;
  else rowConsent.leftAt ??= at;
}
