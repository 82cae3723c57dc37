/** A batch: up to 50 subscribers of a run in one ledger row, and what happened to each as sets of positions. */
import type { Instant } from '../time/instant.ts';

/** SES counts 50 recipients at most per call; a row of 50 ids and its sets stays near 2 KB. */
export const BATCH_SIZE = 50;
/** Written ahead, sent at once, recorded together. */
export const CHUNK_SIZE = 10;

/** 0-based indices into `members`. */
export type Positions = ReadonlySet<number>;

/**
 * Final but for `accepted`, which later evidence may turn into `bounced` or `complained` beside it. `soft`: those of `bounced` that
 * were soft bounces (a full mailbox, an out-of-office), which say nothing against the letter or the list.
 */
export type OutcomeSet = (typeof OUTCOME_SETS)[number];
export const OUTCOME_SETS = [
  ...(['accepted', 'departed', 'rejected', 'unknown'] as const),
  ...(['bounced', 'complained', 'soft'] as const),
] as const;

/** A message of its own outside any run: a confirmation, a welcome, a link asked for, a proof, a test, an alarm, a remark. */
export type Notice = {
  kind: 'confirm' | 'welcome' | 'link' | 'proof' | 'test' | 'alarm' | 'remark';
  /** For editors and tests; undefined: the subscriber in `members[0]`. */
  to: string | undefined;
  /** Frozen letter blob, for `test` and `proof`; others are made from templates when they go. */
  letter: string | undefined;
  /** What its template and links need: run id, purpose, subscriber to write as …; never an address. */
  about: Readonly<Record<string, string>>;
};

/** A notice as text, the same for the same notice: adapters compare it. JSON leaves out what is undefined. */
export const noticeText = ({ kind, to, letter, about }: Notice): string =>
  JSON.stringify({ kind, to, letter, about });

export type Batch = {
  /** A run's id; `notices` for notices. */
  run: string;
  /** Tag-safe: `<pass>-<span>-<cursor it starts after>`; for a notice, `<kind>-<random>`. */
  id: string;
  pass: number;
  span: number;
  /** Subscriber ids. */
  members: readonly string[];
  /** Cursor of the batch after this one in its span; undefined: the span ends here. */
  next: string | undefined;
  notice: Notice | undefined;
  /** The letter it began with. */
  letter: string | undefined;
  /**
   * Positions that went with another: a run that was resumed with today's text goes on with that. `7` of a first try, `7+` of a
   * second one → letter. Only those count that are in `started`, or in `again`. Absent where there is none.
   */
  later?: Readonly<Record<string, string>>;
  createdAt: Instant;
  /** Rises with every claim: the fence. 0: never claimed. */
  lease: number;
  leaseUntil: Instant;
  /** Not to be claimed before (grace of unknowns, back-off). */
  notBefore: Instant;
  /** Written ahead: may have been handed over. */
  started: Positions;
  startedAt: Instant;
  /** Unknown once and allowed one more try, which has been written ahead. */
  again: Positions;
  outcomes: Readonly<Record<OutcomeSet, Positions>>;
  /** Every position is decided. */
  closed: boolean;
};

export type BatchRef = { run: string; id: string };

/** Positions that have a final word. */
export function decided(batch: Batch): Set<number> {
  const { accepted, departed, rejected, unknown } = batch.outcomes;
  return new Set([...accepted, ...departed, ...rejected, ...unknown]);
}

/** Started, without a word of what became of them. */
export function unsettled(batch: Batch): number[] {
  const known = decided(batch);
  return [...batch.started].filter((position) => !known.has(position));
}

/** The letter of a position's first or second try; undefined: there was none. */
export function letterOf(batch: Batch, position: number, attempt: 1 | 2): string | undefined {
  if (!(attempt === 1 ? batch.started : batch.again).has(position)) return undefined;
  return batch.later?.[laterKey(position, attempt)] ?? batch.letter;
}

export const laterKey = (position: number, attempt: 1 | 2): string =>
  attempt === 1 ? String(position) : `${position}+`;

/** Never started, never decided: to be sent. */
export function untouched(batch: Batch): number[] {
  const known = decided(batch);
  return batch.members.map((_, i) => i).filter((i) => !known.has(i) && !batch.started.has(i));
}

export const newBatch = (
  about: Pick<Batch, 'run' | 'id' | 'pass' | 'span' | 'members' | 'next' | 'createdAt'> & Partial<Batch>,
): Batch => ({
  notice: undefined,
  letter: undefined,
  lease: 0,
  leaseUntil: 0,
  notBefore: 0,
  started: new Set(),
  startedAt: 0,
  again: new Set(),
  outcomes: {
    accepted: new Set(),
    departed: new Set(),
    rejected: new Set(),
    unknown: new Set(),
    bounced: new Set(),
    complained: new Set(),
    soft: new Set(),
  },
  // An empty one says that the span ends here; there is nothing to do about it.
  closed: about.members.length === 0,
  ...about,
});
