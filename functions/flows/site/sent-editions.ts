/** Finds letters that may be read in a browser: those that went to a subscriber, and those of an archive from before this ledger. */
import type { EditionEntry } from '../../domain/content/edition.ts';
import type { Ledger } from '../../domain/ledger/ledger.ts';
import type { Run } from '../../domain/ledger/run.ts';
import { editionRun } from '../../domain/ledger/run-key.ts';
import { FIRST_TICK_KEY } from '../../domain/schedule/due.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { View } from '../release/view.ts';

export type SentPorts = { ledger: Pick<Ledger, 'run' | 'runs' | 'counts' | 'getState'> };

/** `date`: the letter's date. `since`: no reader had the letter earlier. `subject`: as it was sent, if the run has one. */
export type Sent = { date: Instant; since: Instant; subject?: string };

/** A sent edition or digest as lists show it. */
export type SentEdition = Pick<EditionEntry, 'id' | 'subject' | 'preheader'> & Sent;

export type SentEditions = {
  edition(edition: Pick<EditionEntry, 'id' | 'sendAt' | 'aliases'>, now: Instant): Promise<Sent | undefined>;
  /** A digest is found by its run. */
  digest(run: Run): Promise<Sent | undefined>;
  /** Sent editions and digests of a newsletter, newest first. */
  list(view: View, newsletter: string): Promise<readonly SentEdition[]>;
};

/** The most digests on a newsletter's page, which is for people. The months' pages have older articles. */
const MOST_DIGESTS = 100;

export function createSentEditions({ ledger }: SentPorts): SentEditions {
  // A sent edition stays sent, so only those that are not sent yet are looked up again.
  const known = new Map<string, Sent>();

  const edition: SentEditions['edition'] = async (one, now) => {
    const key = `${one.id} ${one.sendAt}`;
    const found = known.get(key) ?? (await look(ledger, one, now));
    if (found) known.set(key, found);
    return found;
  };

  const digest: SentEditions['digest'] = async (run) =>
    run.kind === 'digest' && run.letter !== undefined && (await hasGone(ledger, run))
      ? { date: run.cutoff, since: run.cutoff }
      : undefined;

  return {
    edition,
    digest,
    async list(view, newsletter) {
      const editions = (await view.release.editions()).filter((one) => one.newsletter === newsletter);
      const runs = await ledger.runs({ newsletter, states: MAY_HAVE_GONE, limit: MOST_DIGESTS });
      const listed = await Promise.all([
        ...editions.map(async (one) => entry(one, one.preheader, await edition(one, view.now))),
        ...runs.map(async (run) => entry(run, '', await digest(run))),
      ]);
      return listed.flatMap((one) => one ?? []).sort((a, b) => b.date - a.date);
    },
  };
}

const entry = (
  { id, subject }: Pick<EditionEntry, 'id' | 'subject'>,
  preheader: string,
  sent: Sent | undefined,
): SentEdition | undefined => sent && { id, preheader, ...sent, subject: sent.subject || subject };

async function look(
  ledger: SentPorts['ledger'],
  edition: Pick<EditionEntry, 'id' | 'sendAt' | 'aliases'>,
  now: Instant,
): Promise<Sent | undefined> {
  const { sendAt } = edition;
  const run = await runOfEdition(ledger, edition);
  if (run) return (await hasGone(ledger, run)) ? sentBy(run, sendAt) : undefined;
  if (sendAt === undefined || sendAt > now) return undefined;
  const firstTick = await ledger.getState(FIRST_TICK_KEY);
  // Before the first tick nothing was sent by schedule, so an edition of that time is of the archive.
  const archived = firstTick === undefined || sendAt < Number(firstTick);
  return archived ? { date: sendAt, since: sendAt } : undefined;
}

const sentBy = (run: Run, sendAt: Instant | undefined): Sent => ({
  date: dateOf(run, sendAt),
  since: run.cutoff,
  ...(run.subject && { subject: run.subject }),
});

/** An edition that was sent under an earlier id, now an alias, counts as sent. */
export async function runOfEdition(
  ledger: Pick<Ledger, 'run'>,
  { id, aliases = [] }: Pick<EditionEntry, 'id' | 'aliases'>,
): Promise<Run | undefined> {
  for (const name of [id, ...aliases]) {
    const run = await ledger.run(editionRun(name));
    if (run) return run;
  }
  return undefined;
}

const MAY_HAVE_GONE = ['done', 'sending', 'paused', 'cancelled'] as const;

/** True if a copy of the run went, or the run is done: a done run may have had no subscribers. */
async function hasGone(ledger: SentPorts['ledger'], { id, state }: Run): Promise<boolean> {
  if (state === 'done') return true;
  const may: readonly string[] = MAY_HAVE_GONE;
  return may.includes(state) && (await ledger.counts(id)).started > 0;
}

/** A letter that goes late has the date at which it was due. */
const dateOf = ({ createdAt }: Run, sendAt: Instant | undefined): Instant =>
  Math.min(createdAt, sendAt ?? createdAt);
