/** Finds letters that may be read in a browser: those that went to a subscriber, and those of an archive from before this ledger. */
import type { EditionEntry } from '../../domain/content/edition.ts';
import type { Ledger } from '../../domain/ledger/ledger.ts';
import type { Run } from '../../domain/ledger/run.ts';
import { editionRun } from '../../domain/ledger/run-key.ts';
import { FIRST_TICK_KEY } from '../../domain/schedule/due.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { View } from '../release/view.ts';

export type SentPorts = { ledger: Pick<Ledger, 'run' | 'runs' | 'counts' | 'getState'> };

/**
 * `date`: the letter's date. `since`: no reader had the letter earlier. `settled`: the run's end; undefined while copies still go.
 * `subject`: as it was sent, if the run has one.
 */
export type SentFacts = {
  date: Instant;
  since: Instant;
  settled: Instant | undefined;
  subject?: string;
};

/** A sent edition or digest as lists show it. */
export type SentEdition = Pick<EditionEntry, 'id' | 'subject' | 'preheader'> & SentFacts;

export type SentEditions = {
  edition(
    edition: Pick<EditionEntry, 'id' | 'sendAt' | 'aliases'>,
    now: Instant,
  ): Promise<SentFacts | undefined>;
  /** A digest is found by its run. */
  digest(run: Run): Promise<SentFacts | undefined>;
  /** Sent editions and digests of a newsletter, newest first. With `among`: of these editions alone, and of the newest digests. */
  list(view: View, newsletter: string, among?: readonly EditionEntry[]): Promise<readonly SentEdition[]>;
};

/** The most digests on a newsletter's page, which is for people. The months' pages have older articles. */
const MAX_DIGESTS = 100;
/** Alerts and editions are among the runs that are read, so more than the few digests that are wanted. */
const MAX_RUNS_NEAR = 30;

export function createSentEditions({ ledger }: SentPorts): SentEditions {
  // A sent edition stays sent, so only those whose copies have not all gone are looked up again.
  const known = new Map<string, SentFacts>();

  const edition: SentEditions['edition'] = async (one, now) => {
    const key = `${one.id} ${one.sendAt}`;
    const found = known.get(key) ?? (await findSent(ledger, one, now));
    if (found?.settled !== undefined) known.set(key, found);
    return found;
  };

  const digest: SentEditions['digest'] = async (run) =>
    run.kind === 'digest' && run.letter !== undefined && (await wasSent(ledger, run))
      ? { date: run.cutoff, since: run.cutoff, settled: settledAt(run) }
      : undefined;

  return {
    edition,
    digest,
    async list(view, newsletter, among) {
      const all = among ?? (await view.release.editions());
      const editions = all.filter((one) => one.newsletter === newsletter);
      const limit = among ? MAX_RUNS_NEAR : MAX_DIGESTS;
      const runs = await ledger.runs({ newsletter, states: STATES_WITH_COPIES, limit });
      const listed = await Promise.all([
        ...editions.map(async (one) => toSentEdition(one, one.preheader, await edition(one, view.now))),
        ...runs.map(async (run) => toSentEdition(run, '', await digest(run))),
      ]);
      return listed.flatMap((one) => one ?? []).sort((a, b) => b.date - a.date);
    },
  };
}

const toSentEdition = (
  { id, subject }: Pick<EditionEntry, 'id' | 'subject'>,
  preheader: string,
  sent: SentFacts | undefined,
): SentEdition | undefined => sent && { id, preheader, ...sent, subject: sent.subject || subject };

async function findSent(
  ledger: SentPorts['ledger'],
  edition: Pick<EditionEntry, 'id' | 'sendAt' | 'aliases'>,
  now: Instant,
): Promise<SentFacts | undefined> {
  const { sendAt } = edition;
  const run = await findRunOfEdition(ledger, edition);
  if (run) return (await wasSent(ledger, run)) ? sentFromRun(run, sendAt) : undefined;
  if (sendAt === undefined || sendAt > now) return undefined;
  const firstTick = await ledger.getState(FIRST_TICK_KEY);
  // Before the first tick nothing was sent by schedule, so an edition of that time is of the archive.
  const archived = firstTick === undefined || sendAt < Number(firstTick);
  return archived ? { date: sendAt, since: sendAt, settled: sendAt } : undefined;
}

const sentFromRun = (run: Run, sendAt: Instant | undefined): SentFacts => ({
  date: letterDateOf(run, sendAt),
  since: run.cutoff,
  settled: settledAt(run),
  ...(run.subject && { subject: run.subject }),
});

const settledAt = ({ state, cutoff, endedAt }: Run): Instant | undefined =>
  state === 'done' || state === 'cancelled' ? Math.max(cutoff, endedAt ?? 0) : undefined;

/** An edition that was sent under an earlier id, now an alias, counts as sent. */
export async function findRunOfEdition(
  ledger: Pick<Ledger, 'run'>,
  { id, aliases = [] }: Pick<EditionEntry, 'id' | 'aliases'>,
): Promise<Run | undefined> {
  for (const name of [id, ...aliases]) {
    const run = await ledger.run(editionRun(name));
    if (run) return run;
  }
  return undefined;
}

const STATES_WITH_COPIES = ['done', 'sending', 'paused', 'cancelled'] as const;

/** True if a copy of the run went, or the run is done: a done run may have had no subscribers. */
async function wasSent(ledger: SentPorts['ledger'], { id, state }: Run): Promise<boolean> {
  if (state === 'done') return true;
  const may: readonly string[] = STATES_WITH_COPIES;
  return may.includes(state) && (await ledger.counts(id)).started > 0;
}

/** A letter that goes late has the date at which it was due. */
const letterDateOf = ({ createdAt }: Run, sendAt: Instant | undefined): Instant =>
  Math.min(createdAt, sendAt ?? createdAt);
