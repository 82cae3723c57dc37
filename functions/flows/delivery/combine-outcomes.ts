/** What the outcomes of a chunk mean together: last words, what is given back, and whether the run stops for them. */
import { faultOf, type Outcome } from '../../domain/delivery/mailer.ts';
import type { OutcomeSet } from '../../domain/ledger/batch.ts';

export type Folded = {
  final: Partial<Record<OutcomeSet, readonly number[]>>;
  refused: readonly { position: number; reason: string }[];
  /** A mailbox that was full, refused the sender, or put the letter off for a day: it may take the next one. */
  putOff: readonly { position: number; reason: string }[];
  unknown: readonly number[];
  /** Certainly not accepted, to be sent later. */
  back: readonly number[];
  /** The gravest of what keeps others from going, too. */
  stop: { kind: 'late' | 'throttled' | 'quota' | 'paused' | 'silent'; reason: string } | undefined;
  /** So many in a row had no answer, up to the last one. */
  silent: number;
  /** So many in a row were refused for no fault of their address, up to the last one. */
  suspect: number;
  /** The positions for whose refusal the run is paused. */
  blamed: readonly number[];
};

/** `late`: it was not handed over, because its time or its lease had passed. */
export type Handed = Outcome | { kind: 'late'; reason: string };

/**
 * `expired`: deferred for so long that it counts as refused. `alone`: nobody else of the run got it, or will at the same time.
 * `silent`, `suspect`: as Folded had them before. `blamed`: positions for which the run was paused before, while others of it were
 * accepted: they stop nobody a second time. `notice`: nobody else's, so nobody else can tell whose fault it is. `first`: nobody of the
 * run has got it. `end`: nobody else of the run is still to get it.
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

const GRAVITY = ['late', 'throttled', 'quota', 'paused'] as const;

/** One lost answer is an accident; from the second in a row nobody knows whether any of them arrives. */
const SILENCE = 2;
/** One refusal may be one recipient's, whatever it says; the second in a row is the letter's or the account's. */
const STREAK = 2;
/** So many addresses of one chunk, and all of it, are not gone at once: a server says it that knows none of them. */
const ALL_GONE = 5;

/** Refused in answer to this recipient's own command, and not for its address: its own fault, the letter's or the account's. */
export const isSuspect = (handed: Handed): boolean =>
  (handed.kind === 'rejected' && !handed.address && faultOf(handed) === 'message') ||
  (handed.kind === 'deferred' && handed.fault === 'account') ||
  ((handed.kind === 'paused' || handed.kind === 'quota') && handed.tied === true);

/** "Later", in answer to this recipient's message and without a word about whose doing it is: the mailbox's, or a busy server's. */
export const isPressed = (handed: Handed): boolean => isTied(handed) && !handed.busy;

/** "Later", in answer to this recipient's command or message, whomever it says it of. */
export const isTied = (handed: Handed): handed is Outcome & { kind: 'throttled' } =>
  handed.kind === 'throttled' && handed.tied === true;

export function foldOutcomes(
  positions: readonly number[],
  outcomes: readonly Handed[],
  aside: Partial<Record<'departed' | 'unknown', readonly number[]>>,
  about: Circumstances,
): Folded {
  const { expired, silent, blamed = new Set<number>(), notice = false } = about;
  const where = (is: (handed: Handed, position: number) => boolean) =>
    positions.filter((position, i) => is(outcomes[i]!, position));
  const suspect = suspectsInARow(positions, outcomes, blamed, about.suspect ?? 0);
  const guilty = guiltyPositions(positions, outcomes, about, suspect);
  const mute = outcomes.every(({ kind }) => kind === 'unknown') ? silent + outcomes.length : 0;
  const isBack = (handed: Handed, position: number): boolean =>
    guilty.has(position) || isGivenBack(handed, { notice, expired, blamed: blamed.has(position) });
  /** Those that are over, each with its answer. */
  const over = (is: (handed: Handed) => boolean) =>
    positions.flatMap((position, i) => {
      const outcome = outcomes[i]!;
      return is(outcome) && !isBack(outcome, position) ? [{ position, reason: reasonOf(outcome) }] : [];
    });
  return {
    final: {
      ...aside,
      accepted: where(({ kind }) => kind === 'accepted'),
      rejected: where((handed, position) => !isBack(handed, position) && isRefusal(handed)),
    },
    refused: over(isGone),
    unknown: where(({ kind }) => kind === 'unknown'),
    back: where(isBack),
    stop:
      guilty.size > 0
        ? stopFor(outcomes[positions.findIndex((one) => guilty.has(one))]!)
        : (stopOf(outcomes, mute) ?? pressedStop(positions, outcomes, blamed)),
    putOff: over(isForNow),
    silent: mute,
    suspect,
    blamed: [...guilty],
  };
}

const isGone = (handed: Handed): boolean => handed.kind === 'rejected' && handed.address;

/** The recipient's own refusal, by a mailbox that is there. */
const isForNow = (handed: Handed): boolean =>
  isTied(handed) ||
  (handed.kind === 'deferred' && faultOf(handed) === 'recipient') ||
  (handed.kind === 'rejected' && !handed.address && faultOf(handed) === 'recipient');

const REFUSALS: readonly Handed['kind'][] = ['rejected', 'deferred', 'paused', 'quota'];
const isRefusal = (handed: Handed): boolean => REFUSALS.includes(handed.kind) || isTied(handed);

/**
 * Whatever is not the recipient's last word waits: a day at most for what is about one, without end for what is about all. A quota is
 * about one where others got the letter meanwhile.
 */
function isGivenBack(
  handed: Handed,
  { notice, expired, blamed }: { notice: boolean; expired: boolean; blamed: boolean },
): boolean {
  if (isSuspect(handed) && handed.kind === 'quota') return !(expired && blamed);
  if (isSuspect(handed)) return !expired && (notice || handed.kind !== 'rejected');
  // A notice is its own whole chunk: "too fast" was said of us.
  if (isTied(handed)) return !expired || (notice && handed.busy === true);
  return handed.kind === 'deferred' ? !expired : GRAVITY.some((kind) => kind === handed.kind);
}

/** How many of the last ones were suspect; those blamed before count neither way. */
function suspectsInARow(
  positions: readonly number[],
  outcomes: readonly Handed[],
  blamed: ReadonlySet<number>,
  before: number,
): number {
  const counted = outcomes.filter((_, i) => !blamed.has(positions[i]!));
  const last = counted.findLastIndex((handed) => !isSuspect(handed));
  return last < 0 ? before + counted.length : counted.length - 1 - last;
}

/**
 * The run pauses where everybody of a chunk is refused and nobody's address is to blame, or two in a row: the fault is the letter's or
 * the account's, and mends. So it does where every address of a chunk is said to be gone. Those positions are given back. A notice has no row to stand in: it waits by itself.
 */
function guiltyPositions(
  positions: readonly number[],
  outcomes: readonly Handed[],
  { alone, notice, blamed = new Set(), expired, first = false, end = false }: Circumstances,
  inARow: number,
): ReadonlySet<number> {
  const mayBeBlamed = (position: number): boolean => !blamed.has(position);
  // Put off for a day, and not one of the run was taken: that is no mailbox's doing.
  const isOverdue = (handed: Handed): boolean =>
    expired && first && (handed.kind === 'deferred' || isTied(handed));
  if (!notice && outcomes.length > 1 && outcomes.every(isOverdue)) return new Set(positions);
  const everybody =
    (outcomes.length > 1 || alone) &&
    outcomes.every((handed) => isSuspect(handed) || (handed.kind === 'rejected' && !handed.address));
  // Nothing else is left to tell by where a quota ends with the last message.
  const lastWord = !notice && outcomes.length === 1 && outcomes[0]!.kind === 'quota';
  const allGone = outcomes.length >= ALL_GONE && outcomes.every(isGone);
  if (everybody || allGone || lastWord) return new Set(positions.filter(mayBeBlamed));
  if (end && outcomes.some(({ kind }) => kind === 'quota'))
    return new Set(positions.filter((position, i) => mayBeBlamed(position) && outcomes[i]!.kind === 'quota'));
  if (inARow < STREAK) return new Set();
  return new Set(positions.filter((position, i) => mayBeBlamed(position) && isSuspect(outcomes[i]!)));
}

/** A quota renews by itself; anything else wants somebody to look. */
const stopFor = (handed: Handed): Folded['stop'] => ({
  kind: handed.kind === 'quota' ? 'quota' : 'paused',
  reason: isGone(handed)
    ? `Every address of a chunk is refused as unknown, and none is barred for it yet: ${reasonOf(handed)}`
    : reasonOf(handed),
});

const reasonOf = (handed: Handed): string => ('reason' in handed ? handed.reason : '');

/** A closed account stops everybody; one that is closed for a single recipient may be that recipient's. */
function stopOf(outcomes: readonly Handed[], silent: number): Folded['stop'] {
  const forAll = outcomes.filter((handed) => !isSuspect(handed) && !isPressed(handed));
  const grave = GRAVITY.findLast((kind) => forAll.some((handed) => handed.kind === kind));
  const stopped = forAll.find((handed) => handed.kind === grave);
  if (grave && stopped) return { kind: grave, reason: reasonOf(stopped) };
  const last = outcomes.at(-1);
  return last && silent >= SILENCE ? { kind: 'silent', reason: reasonOf(last) } : undefined;
}

/**
 * Several of a chunk put off without a word about any of them, and none taken: the server is pressed. They wait as others do who are put
 * off, and the next ones go slower. Those put off before tell nothing new.
 */
function pressedStop(
  positions: readonly number[],
  outcomes: readonly Handed[],
  blamed: ReadonlySet<number>,
): Folded['stop'] {
  const pressed = outcomes.filter((handed, i) => isPressed(handed) && !blamed.has(positions[i]!));
  const isTaken = outcomes.some(({ kind }) => kind === 'accepted');
  if (isTaken || pressed.length < STREAK) return undefined;
  return { kind: 'throttled', reason: reasonOf(pressed.at(-1)!) };
}
