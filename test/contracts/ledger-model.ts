/** What a batch does under any history of requests, held against a model that says it as plainly as possible. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { OutcomeSet } from '../../functions/domain/ledger/batch.ts';
import { ERASED_ID, eraseMembers } from '../../functions/domain/ledger/erased-recipient.ts';
import { type Ledger, MAX_AHEAD } from '../../functions/domain/ledger/ledger.ts';
import { aBatch, MORNING } from '../support/builders/runs.ts';
import type { Open } from './open.ts';

const SIZE = 50;
const REF = { run: 'e_monday', id: '1-0-' };
const FINAL = ['accepted', 'departed', 'rejected', 'unknown'] as const;

/** The row as a few sets: what the contract says, said again as plainly as possible. */
function model() {
  return {
    lease: 0,
    freeAt: 0,
    notBefore: 0,
    closed: false,
    erased: new Set<number>(),
    started: new Set<number>(),
    again: new Set<number>(),
    outcomes: new Map<OutcomeSet, Set<number>>(),
  };
}
type Model = ReturnType<typeof model>;
const outcomesOf = (m: Model, set: OutcomeSet) => m.outcomes.get(set) ?? new Set<number>();
const holds = (m: Model, lease: number) => !m.closed && m.lease === lease;
const free = (positions: readonly number[], taken: ReadonlySet<number>) =>
  positions.every((p) => !taken.has(p));

const positions = fc.uniqueArray(fc.nat(SIZE - 1), { maxLength: 12 });
const lease = fc.nat(4);
/** Near one another, or as far apart as clocks that were set. */
const at = fc.tuple(fc.nat(100), fc.constantFrom(0, 0, 0, MAX_AHEAD)).map(([n, off]) => MORNING + n + off);
const outcome = fc.constantFrom<OutcomeSet>(...FINAL, 'bounced', 'complained');

type Step = (ledger: Ledger, m: Model) => Promise<void>;
const claim = fc.record({ now: at, until: at }).map(
  ({ now, until }): Step =>
    async (ledger, m) => {
      const may = !m.closed && (m.freeAt <= now || m.freeAt > now + MAX_AHEAD);
      expect((await ledger.claim(REF, now, until))?.lease).toBe(may ? m.lease + 1 : undefined);
      const notBefore = Math.min(m.notBefore, now);
      if (may) Object.assign(m, { lease: m.lease + 1, freeAt: Math.max(until, notBefore), notBefore });
    },
);
const giveBack = fc.record({ lease, notBefore: at }).map(
  ({ lease, notBefore }): Step =>
    async (ledger, m) => {
      await ledger.giveBack(REF, lease, notBefore);
      if (holds(m, lease)) Object.assign(m, { freeAt: notBefore, notBefore });
    },
);
const start = fc.record({ lease, positions }).map(
  ({ lease, positions }): Step =>
    async (ledger, m) => {
      const may = holds(m, lease) && free(positions, m.started);
      expect(await ledger.start(REF, lease, positions, 'l', MORNING, MORNING + 50)).toBe(may);
      if (may) for (const p of positions) m.started.add(p);
      if (may) m.freeAt = Math.max(MORNING + 50, m.notBefore);
    },
);
const startAgain = fc.record({ lease, positions }).map(
  ({ lease, positions }): Step =>
    async (ledger, m) => {
      const may = holds(m, lease) && free(positions, m.again);
      expect(await ledger.startAgain(REF, lease, positions, MORNING, MORNING + 50)).toBe(may);
      if (may) for (const p of positions) m.again.add(p);
      if (may) m.freeAt = Math.max(MORNING + 50, m.notBefore);
    },
);
const unstart = fc.record({ lease, positions }).map(
  ({ lease, positions }): Step =>
    async (ledger, m) => {
      expect(await ledger.unstart(REF, lease, positions)).toBe(holds(m, lease));
      if (holds(m, lease)) for (const p of positions) if (!m.again.delete(p)) m.started.delete(p);
    },
);
const record = fc.record({ outcome, positions }).map(
  ({ outcome, positions }): Step =>
    async (ledger, m) => {
      await ledger.record(REF, { [outcome]: positions });
      m.outcomes.set(outcome, new Set([...outcomesOf(m, outcome), ...positions]));
    },
);
const decideAll: Step = async (ledger, m) => {
  const all = Array.from({ length: SIZE }, (_, p) => p);
  await ledger.record(REF, { departed: all });
  m.outcomes.set('departed', new Set(all));
};
const closing = lease.map(
  (lease): Step =>
    async (ledger, m) => {
      const decided = new Set(FINAL.flatMap((set) => [...outcomesOf(m, set)]));
      const may = holds(m, lease) && decided.size === SIZE;
      expect(await ledger.close(REF, lease)).toBe(may);
      if (may) m.closed = true;
    },
);
/** Erased while whatever happens to the batch happens. */
const erase = fc.nat(SIZE - 1).map(
  (n): Step =>
    async (ledger, m) => {
      const seen = (await ledger.batch(REF))!;
      const now = eraseMembers(seen, (id) => id === `r${n}`);
      expect(now === undefined).toBe(m.erased.has(n));
      if (now) expect(await ledger.renameMembers(seen, now)).toBe(true);
      m.erased.add(n);
    },
);
const step = fc.oneof(
  erase,
  claim,
  claim,
  giveBack,
  start,
  start,
  startAgain,
  unstart,
  record,
  fc.constant(decideAll),
  closing,
);

/** `times`: how many histories are tried. */
export function ledgerModel(open: Open<{ ledger: Ledger }>, times: number): void {
  it('whatever is asked of a batch, in whatever order, it answers as its model does', async () => {
    const history = fc.array(step, { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(history, (steps) => goThrough(open, steps)),
      { numRuns: times },
    );
  });
}

async function goThrough(open: Open<{ ledger: Ledger }>, steps: readonly Step[]): Promise<void> {
  const { ledger, close } = await open();
  try {
    await ledger.createBatch(aBatch({ members: Array.from({ length: SIZE }, (_, n) => `r${n}`) }));
    const m = model();
    for (const one of steps) await one(ledger, m);
    const stored = (await ledger.batch(REF))!;
    expect({ lease: stored.lease, closed: stored.closed }).toEqual({ lease: m.lease, closed: m.closed });
    const named = Array.from({ length: SIZE }, (_, n) => (m.erased.has(n) ? ERASED_ID : `r${n}`));
    expect(stored.members).toEqual(named);
    expect([stored.started, stored.again]).toEqual([m.started, m.again]);
    for (const [set, expected] of m.outcomes) expect(stored.outcomes[set]).toEqual(expected);
  } finally {
    await close();
  }
}
