/** Reads the consent of an imported row. Several columns may state it, and the strictest word wins. */

import { createBoundedCache } from '../bounded-cache.ts';
import type { Suppression } from '../subscribers/subscriber.ts';
import { unguardCell } from '../text/csv.ts';
import type { Instant } from '../time/instant.ts';
import { compactName } from './columns.ts';
import {
  type ImportStatus,
  isStricter,
  plainWord,
  readConsent,
  refusalIn,
  type Said,
  stricter,
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
export type Doubt = { column: string; value: string };

const REASONS: readonly Suppression['reason'][] = ['bounced', 'complained', 'asked', 'imported'];

/** The caller has checked that the row reaches its last consent column. */
export function readRowConsent(
  header: Header,
  cells: readonly string[],
  timezone: string,
): RowConsent | Doubt {
  const standing: RowConsent = {
    ...{ status: header.floor ?? 'active', suppression: undefined },
    ...{ agreedAt: undefined, leftAt: undefined, reason: '' },
  };
  for (const column of header.consent) {
    const text = unguardCell((cells[column.index] ?? '').trim());
    const said = sayOf(header, column, text, timezone);
    if (said === undefined) return { column: column.name, value: text };
    if (column.says === 'suppressed')
      standing.suppression = suppressionOf(text, said) ?? standing.suppression;
    else standing.status = stricter(standing.status, statusOf(column, said));
    note(standing, column, text, timezone);
  }
  return overheard(header, cells, standing) ?? withSuppression(standing);
}

/** A refusal in a column that is not about consent, stricter than the columns that are: a question, unless the editor answered it. */
function overheard(header: Header, cells: readonly string[], standing: RowConsent): Doubt | undefined {
  for (const { index, name, list } of header.watched) {
    const text = (cells[index] ?? '').trim();
    for (const value of list ? readLabels(text) : [text]) {
      const refusal = refusalIn(value);
      if (refusal === undefined || !isStricter(refusal, standing.status)) continue;
      const answer = header.values.get(valueKey(name, value));
      if (answer === undefined) return { column: name, value };
      if (answer !== 'ignore') standing.status = stricter(standing.status, answer);
    }
  }
  return undefined;
}

/** A suppressed row keeps the status of an unsubscribe, bounce or complaint, as evidence. Any other becomes `suppressed`. */
function withSuppression(standing: RowConsent): RowConsent {
  const { status, suppression } = standing;
  if (suppression === undefined || suppression === 'none' || isStricter(status, 'pending')) return standing;
  return { ...standing, status: 'suppressed' };
}

/** Cache of read words: a column repeats a few different words thousands of times. */
const heardBefore = createBoundedCache<{ said: Said | undefined }>(500);
function readWord(text: string): Said | undefined {
  const known = heardBefore.get(text);
  if (known) return known.said;
  const said = readConsent(text);
  heardBefore.set(text, { said });
  return said;
}

/** The meaning of a cell, by the editor's answer or by its word; undefined if neither tells. */
function sayOf(header: Header, column: ConsentColumn, text: string, timezone: string): Said | undefined {
  const answer = header.values.size > 0 ? header.values.get(valueKey(column.name, text)) : undefined;
  if (answer !== undefined) return answer === 'ignore' ? 'nothing' : answer;
  const said = readWord(text);
  if (column.mark) return said === 'nothing' ? said : 'yes';
  switch (column.says) {
    case 'status':
      return sayOfStatus(said, text);
    case 'hint':
      return sayOfHint(said, text);
    case 'suppressed':
      return REASONS.some((reason) => reason === text.toLowerCase())
        ? 'yes'
        : (said ?? sayOfDate(text, timezone));
    default:
      return said ?? sayOfDate(text, timezone);
  }
}

/** In a column of status, digits are another program's codes and may mean anything, and so may a dash. */
function sayOfStatus(said: Said | undefined, text: string): Said | undefined {
  if (said === 'nothing') return text === '' ? said : undefined;
  if (said === 'yes' || said === 'no') return /^(yes|no|true|false|ja|nein)$/i.test(text) ? said : undefined;
  return said;
}

const UNUSUAL =
  /unsub|opt.?out|block|bounc|spam|complain|inactiv|remov|delet|cancel|disabl|confirm|pending|suppress|paus/i;

/** Words such as `paid`, `customer` and `lead` say nothing of consent. */
function sayOfHint(said: Said | undefined, text: string): Said | undefined {
  if (said === 'yes' || said === 'no') return 'nothing';
  return said ?? (UNUSUAL.test(text) ? undefined : 'nothing');
}

/** A date means yes, even a date with two readings. The zero of a clock (`0001-01-01`, 1970) is no date. */
const LIKE_A_DATE = /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(\D|$)/;
const ZERO = /^(0\d{3}|1[0-8]\d\d|19[0-7]\d)-/;
const sayOfDate = (text: string, timezone: string): Said | undefined =>
  !ZERO.test(text) && (LIKE_A_DATE.test(text) || readDate(text, timezone) !== undefined) ? 'yes' : undefined;

function statusOf({ says }: ConsentColumn, said: Said): ImportStatus {
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

function suppressionOf(text: string, said: Said): RowConsent['suppression'] {
  if (said === 'no') return 'none';
  if (said === 'nothing' || said === 'active') return undefined;
  return REASONS.find((reason) => reason === text.toLowerCase()) ?? 'imported';
}

/** Keeps the dates and reasons that columns of consent hold. */
function note(
  standing: RowConsent,
  { says, mark, name }: ConsentColumn,
  text: string,
  timezone: string,
): void {
  if (text === '' || says === 'status' || says === 'hint' || says === 'suppressed') return;
  if (mark) {
    if (standing.reason === '' && compactName(name).includes('reason') && plainWord(text) !== 'n/a')
      standing.reason = text;
    return;
  }
  const at = /\d{4}/.test(text) ? readDate(text, timezone) : undefined;
  if (at === undefined) return;
  if (says === 'subscribed' || says === 'confirmed') standing.agreedAt ??= at;
  else standing.leftAt ??= at;
}
