/** Combines the outcomes of a chunk: which are final, which copies are given back to be sent later, and whether the run must stop. */
import { causeOfOutcome, type Outcome } from '../../domain/delivery/mailer.ts';
import type { OutcomeSet } from '../../domain/ledger/batch.ts';

export type CombinedOutcomes = {
  final: Partial<Record<OutcomeSet, readonly number[]>>;
  refused: readonly { position: number; reason: string }[];
  /** Soft bounces: a mailbox that was full, refused the sender, or deferred the letter for a day. It may take the next letter. */
  putOff: readonly { position: number; reason: string }[];
  unknown: readonly number[];
  /** Copies that were certainly not accepted; they are sent later. */
  back: readonly number[];
  /** The gravest reason why other copies must not go now either. */
  stop: { kind: 'late' | 'throttled' | 'quota' | 'paused' | 'silent'; reason: string } | undefined;
  /** How many copies in a row, up to the last one, got no answer. */
  silent: number;
  /** How many copies in a row, up to the last one, were refused for no fault of their address. */
  suspect: number;
  /** The positions for whose refusal the run is paused. */
  blamed: readonly number[];
};

/** `late`: the copy was not handed over, because its slot or its lease had passed. */
export type HandOverOutcome = Outcome | { kind: 'late'; reason: string };

/**
 * `expired`: the copies were deferred for so long that a deferral counts as a refusal. `silent`, `suspect`: the counts that
 * CombinedOutcomes had after the chunk before. `blamed`: positions that must not pause the run again, because they paused it or were
 * deferred before while other copies were accepted. `notice`: the batch is a notice, so no other copy can show whose fault a refusal is.
 * `first`: no copy of the run has been accepted. `alone`: `first`, and the chunk is one copy. `end`: outside this chunk no copy of the run
 * is open.
 */
export type Circumstances = {
  expired: boolean;
  alone: boolean;
  silent: number;
  suspect?: number;
  blamed?: ReadonlySet<number>;
  notice?: boolean;
  first?: boolean;
  end?: boolean;
};

const STOPS_BY_GRAVITY = ['late', 'throttled', 'quota', 'paused'] as const;

/** Unknown outcomes in a row that pause the run. One lost answer is an accident; after two, further copies might be lost as well. */
const UNKNOWNS_TO_PAUSE = 2;
/** Suspect refusals in a row that pause the run. One may be the recipient's fault; two are the fault of the letter or the account. */
const SUSPECTS_TO_PAUSE = 2;
/** The size from which a chunk whose addresses are all refused as unknown is not believed: the server then knows no address at all. */
const MIN_ALL_UNKNOWN = 5;

/** A refusal of this recipient's own command that does not blame the address: the fault is the mailbox's, the letter's or the account's. */
export const isSuspect = (handed: HandOverOutcome): boolean =>
  (handed.kind === 'rejected' && !handed.address && causeOfOutcome(handed) === 'message') ||
  (handed.kind === 'deferred' && handed.fault === 'account') ||
  ((handed.kind === 'paused' || handed.kind === 'quota') && handed.tied === true);

/** "Later", said of this recipient's message without a cause: the mailbox may be full, or the whole server busy. */
export const isPressed = (handed: HandOverOutcome): boolean => isTied(handed) && !handed.busy;

/** "Later", said in answer to this recipient's own command or message, whatever the cause. */
export const isTied = (handed: HandOverOutcome): handed is Outcome & { kind: 'throttled' } =>
  handed.kind === 'throttled' && handed.tied === true;

export function combineOutcomes(
  positions: readonly number[],
  outcomes: readonly HandOverOutcome[],
  aside: Partial<Record<'departed' | 'unknown', readonly number[]>>,
  about: Circumstances,
): CombinedOutcomes {
  const { expired, silent, blamed = new Set<number>(), notice = false } = about;
  const selectPositions = (is: (handed: HandOverOutcome, position: number) => boolean) =>
    positions.filter((position, i) => is(outcomes[i]!, position));
  const suspect = countSuspectsInRow(positions, outcomes, blamed, about.suspect ?? 0);
  const guilty = findGuilty(positions, outcomes, about, suspect);
  const silentNow = outcomes.every(({ kind }) => kind === 'unknown') ? silent + outcomes.length : 0;
  const isBack = (handed: HandOverOutcome, position: number): boolean =>
    guilty.has(position) || isGivenBack(handed, { notice, expired, blamed: blamed.has(position) });
  /** The matching positions that have a final outcome, each with the server's answer. */
  const listFinal = (is: (handed: HandOverOutcome) => boolean) =>
    positions.flatMap((position, i) => {
      const outcome = outcomes[i]!;
      return is(outcome) && !isBack(outcome, position) ? [{ position, reason: reasonOf(outcome) }] : [];
    });
  return {
    final: {
      ...aside,
      accepted: selectPositions(({ kind }) => kind === 'accepted'),
      rejected: selectPositions((handed, position) => !isBack(handed, position) && isRefusal(handed)),
    },
    refused: listFinal(isGone),
    unknown: selectPositions(({ kind }) => kind === 'unknown'),
    back: selectPositions(isBack),
    stop:
      guilty.size > 0
        ? stopForGuilty(outcomes[positions.findIndex((one) => guilty.has(one))]!)
        : (stopForAll(outcomes, silentNow) ?? stopForPressure(positions, outcomes, blamed)),
    putOff: listFinal(isSoftRefusal),
    silent: silentNow,
    suspect,
    blamed: [...guilty],
  };
}

const isGone = (handed: HandOverOutcome): boolean => handed.kind === 'rejected' && handed.address;

/** A refusal by a mailbox that exists and may take the next letter (a soft bounce). */
const isSoftRefusal = (handed: HandOverOutcome): boolean =>
  isTied(handed) ||
  (handed.kind === 'deferred' && causeOfOutcome(handed) === 'recipient') ||
  (handed.kind === 'rejected' && !handed.address && causeOfOutcome(handed) === 'recipient');

const REFUSALS: readonly HandOverOutcome['kind'][] = ['rejected', 'deferred', 'paused', 'quota'];
const isRefusal = (handed: HandOverOutcome): boolean => REFUSALS.includes(handed.kind) || isTied(handed);

/**
 * True if the copy shall be sent again later. An answer about one recipient is retried for a day at most, an answer about the whole
 * account without end. A quota counts as an answer about one recipient where other copies were accepted meanwhile (`blamed`).
 */
function isGivenBack(
  handed: HandOverOutcome,
  { notice, expired, blamed }: { notice: boolean; expired: boolean; blamed: boolean },
): boolean {
  if (isSuspect(handed) && handed.kind === 'quota') return !(expired && blamed);
  if (isSuspect(handed)) return !expired && (notice || handed.kind !== 'rejected');
  // A notice is a chunk of one, so "too fast" from a busy server speaks of our rate and not of the recipient.
  if (isTied(handed)) return !expired || (notice && handed.busy === true);
  return handed.kind === 'deferred' ? !expired : STOPS_BY_GRAVITY.some((kind) => kind === handed.kind);
}

/** Counts the suspect outcomes in a row up to the chunk's last copy, earlier chunks included. Positions blamed before are left out. */
function countSuspectsInRow(
  positions: readonly number[],
  outcomes: readonly HandOverOutcome[],
  blamed: ReadonlySet<number>,
  before: number,
): number {
  const counted = outcomes.filter((_, i) => !blamed.has(positions[i]!));
  const last = counted.findLastIndex((handed) => !isSuspect(handed));
  return last < 0 ? before + counted.length : counted.length - 1 - last;
}

/**
 * The positions for which the run pauses; they are given back. The run pauses where a whole chunk, or two copies in a row, are refused
 * for no fault of their addresses: the letter or the account is at fault, and that can be mended. The run also pauses where every
 * address of a chunk is refused as unknown. A notice pauses nothing: it waits by itself.
 */
function findGuilty(
  positions: readonly number[],
  outcomes: readonly HandOverOutcome[],
  { alone, notice, blamed = new Set(), expired, first = false, end = false }: Circumstances,
  inARow: number,
): ReadonlySet<number> {
  const mayBeBlamed = (position: number): boolean => !blamed.has(position);
  // Every copy was deferred for a day and the run had none accepted: single mailboxes cannot be the cause.
  const isOverdue = (handed: HandOverOutcome): boolean =>
    expired && first && (handed.kind === 'deferred' || isTied(handed));
  if (!notice && outcomes.length > 1 && outcomes.every(isOverdue)) return new Set(positions);
  const everybody =
    (outcomes.length > 1 || alone) &&
    outcomes.every((handed) => isSuspect(handed) || (handed.kind === 'rejected' && !handed.address));
  // A quota answered to a chunk of one copy pauses the run at once: no other copy can show whether the quota is the account's.
  const lastWord = !notice && outcomes.length === 1 && outcomes[0]!.kind === 'quota';
  const allGone = outcomes.length >= MIN_ALL_UNKNOWN && outcomes.every(isGone);
  if (everybody || allGone || lastWord) return new Set(positions.filter(mayBeBlamed));
  if (end && outcomes.some(({ kind }) => kind === 'quota'))
    return new Set(positions.filter((position, i) => mayBeBlamed(position) && outcomes[i]!.kind === 'quota'));
  if (inARow < SUSPECTS_TO_PAUSE) return new Set();
  return new Set(positions.filter((position, i) => mayBeBlamed(position) && isSuspect(outcomes[i]!)));
}

/** A quota renews by itself; any other cause needs an editor. */
const stopForGuilty = (handed: HandOverOutcome): CombinedOutcomes['stop'] => ({
  kind: handed.kind === 'quota' ? 'quota' : 'paused',
  reason: isGone(handed)
    ? `Every address of a chunk is refused as unknown, and none is suppressed for it yet: ${reasonOf(handed)}`
    : reasonOf(handed),
});

const reasonOf = (handed: HandOverOutcome): string => ('reason' in handed ? handed.reason : '');

/** The gravest stop of the answers that concern the whole account. A refusal tied to one recipient may be that recipient's alone. */
function stopForAll(outcomes: readonly HandOverOutcome[], silent: number): CombinedOutcomes['stop'] {
  const forAll = outcomes.filter((handed) => !isSuspect(handed) && !isPressed(handed));
  const grave = STOPS_BY_GRAVITY.findLast((kind) => forAll.some((handed) => handed.kind === kind));
  const stopped = forAll.find((handed) => handed.kind === grave);
  if (grave && stopped) return { kind: grave, reason: reasonOf(stopped) };
  const last = outcomes.at(-1);
  return last && silent >= UNKNOWNS_TO_PAUSE ? { kind: 'silent', reason: reasonOf(last) } : undefined;
}

/**
 * A server under pressure: several copies of a chunk are deferred without a cause and none is accepted. The copies wait like other
 * deferred ones, and the next chunks go slower. Copies that were blamed before count for nothing here.
 */
function stopForPressure(
  positions: readonly number[],
  outcomes: readonly HandOverOutcome[],
  blamed: ReadonlySet<number>,
): CombinedOutcomes['stop'] {
  const pressed = outcomes.filter((handed, i) => isPressed(handed) && !blamed.has(positions[i]!));
  const isTaken = outcomes.some(({ kind }) => kind === 'accepted');
  if (isTaken || pressed.length < SUSPECTS_TO_PAUSE) return undefined;
  return { kind: 'throttled', reason: reasonOf(pressed.at(-1)!) };
}
