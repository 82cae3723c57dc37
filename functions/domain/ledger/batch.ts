/** A batch: up to 50 subscribers of a run in one ledger row, and what happened to each as sets of positions. */
import type { Instant } from '../time/instant.ts';

/** SES counts 50 recipients at most per call; a row of 50 ids and its sets stays near 2 KB. */
export const BATCH_SIZE = 50;
/** Copies that are written ahead, sent and recorded together. */
export const CHUNK_SIZE = 10;

/** 0-based indices into `members`. */
export type Positions = ReadonlySet<number>;

/**
 * The outcomes of copies, which are added and never removed: a bounced or complained copy is `accepted`, too, and an unknown one may later
 * be found accepted. `soft`: the soft bounces among `bounced` (a full mailbox, an out-of-office), which say nothing against the letter or
 * the list.
 */
export type OutcomeSet = (typeof OUTCOME_SETS)[number];
export const OUTCOME_SETS = [
  ...(['accepted', 'departed', 'rejected', 'unknown'] as const),
  ...(['bounced', 'complained', 'soft'] as const),
] as const;

/**
 * Transactional mail, outside any run: a confirmation (double opt-in), a welcome, a requested link, a proof, a test, an alarm, a remark.
 */
export type Notice = {
  kind: 'confirm' | 'welcome' | 'link' | 'proof' | 'test' | 'alarm' | 'remark';
  /** An editor's or tester's address; undefined if the notice goes to the subscriber in `members[0]`. */
  to: string | undefined;
  /** The frozen letter's blob, for `test` and `proof`. Other notices are rendered from templates when they are sent. */
  letter: string | undefined;
  /** Values for the template and the links: run id, purpose, the subscriber whose view a test shows. Never an address. */
  about: Readonly<Record<string, string>>;
};

/** A notice as text, equal for equal notices: adapters compare it. JSON leaves out undefined values. */
export const noticeText = ({ kind, to, letter, about }: Notice): string =>
  JSON.stringify({ kind, to, letter, about });

export type Batch = {
  /** A run's id; `notices` for notices. */
  run: string;
  /** Tag-safe: `<pass>-<span>-<cursor before its first id>`; for a notice `<kind>-<random>`. */
  id: string;
  pass: number;
  span: number;
  /** Subscriber ids. */
  members: readonly string[];
  /** Cursor of the next batch in its span; undefined if the span ends here. */
  next: string | undefined;
  notice: Notice | undefined;
  /** The letter of its first copies. */
  letter: string | undefined;
  /**
   * Positions whose copy had another letter, because the run was resumed with a newer text: `7` (first attempt) or `7+` (second) →
   * letter. An entry counts only while its position is in `started`, or in `again`.
   */
  later?: Readonly<Record<string, string>>;
  createdAt: Instant;
  /** The fencing token: rises with every claim; 0 before the first. */
  lease: number;
  leaseUntil: Instant;
  /** The batch is not claimable before this instant (grace of unknowns, back-off). */
  notBefore: Instant;
  /** Positions written ahead: their copies may have been handed over. */
  started: Positions;
  startedAt: Instant;
  /** Positions whose second and last attempt has been written ahead: the first one stayed unknown. */
  again: Positions;
  outcomes: Readonly<Record<OutcomeSet, Positions>>;
  /** True once every position is decided. */
  closed: boolean;
};

export type BatchRef = { run: string; id: string };

/** Positions with a final outcome. */
export function decided(batch: Batch): Set<number> {
  const { accepted, departed, rejected, unknown } = batch.outcomes;
  return new Set([...accepted, ...departed, ...rejected, ...unknown]);
}

/** Positions that were started and have no outcome: the unknown copies. */
export function unsettled(batch: Batch): number[] {
  const known = decided(batch);
  return [...batch.started].filter((position) => !known.has(position));
}

/** The letter of a position's first or second attempt; undefined if there was no such attempt. */
export function letterOf(batch: Batch, position: number, attempt: 1 | 2): string | undefined {
  if (!(attempt === 1 ? batch.started : batch.again).has(position)) return undefined;
  return batch.later?.[laterKey(position, attempt)] ?? batch.letter;
}

export const laterKey = (position: number, attempt: 1 | 2): string =>
  attempt === 1 ? String(position) : `${position}+`;

/** Positions that were never started nor decided; they are still to be sent. */
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
  // An empty batch marks the end of its span and needs no delivery.
  closed: about.members.length === 0,
  ...about,
});
