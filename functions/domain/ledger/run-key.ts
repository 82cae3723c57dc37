/** Keys of runs (idempotency keys): one sending has one key, however often it is started. Keys are SES tags and part of Message-IDs. */
import { hash } from 'node:crypto';
import { formatLocalTime, type Instant, instantOf } from '../time/instant.ts';
import type { Run } from './run.ts';

/** SES message tags allow no more ([A-Za-z0-9_-], 256 characters); 100 leaves room in a Message-ID's line. */
const TAG_SAFE = /^[A-Za-z0-9_-]{1,100}$/;
/** Characters of a hashed id: 132 bits do not collide. */
const DIGEST_LENGTH = 22;

/** An id as part of a key or as an SES tag: itself, or its hash. */
export const tagSafe = (id: string): string =>
  TAG_SAFE.test(id) ? id : `_${hash('sha256', id, 'base64url').slice(0, DIGEST_LENGTH)}`;

export const editionRun = (edition: string): string => `e_${tagSafe(edition)}`;
export const alertRun = (article: string): string => `a_${tagSafe(article)}`;
/** `slot` is the publication's local time, such as `20261123T0700`: an hour that comes twice in autumn is one slot. */
export const digestRun = (newsletter: string, slot: string): string => `d_${tagSafe(newsletter)}_${slot}`;

/** The name under which the batches of notices are kept. No key of a run equals it. */
export const NOTICES = 'notices';

/** The slot of a digest's run, read from its key; undefined for any other run. */
export function slotOfRun(run: string, zone: string): Instant | undefined {
  const [, year, month, day, hour, minute] =
    /_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)$/.exec(run)?.map(Number) ?? [];
  if (minute === undefined) return undefined;
  return instantOf({ year: year!, month: month!, day: day!, hour: hour!, minute, second: 0 }, zone);
}

/** A slot's local time as part of a key: `20261123T0700`. */
export const slotKey = (slot: Instant, zone: string): string =>
  formatLocalTime(slot, zone).slice(0, 16).replaceAll(/[-:]/g, '');

const KINDS: Readonly<Record<string, Run['kind']>> = { e: 'edition', d: 'digest', a: 'alert' };

/** The kind of a message: its run's kind, or the kind of its notice, which the batch's id begins with. */
export const outboxKind = (run: string, batch: string): string =>
  run === NOTICES ? batch.slice(0, batch.indexOf('-')) : (KINDS[run.slice(0, 1)] ?? '');
