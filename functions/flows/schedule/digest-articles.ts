/** What a digest holds: what became visible since the newsletter's previous slot, and what came late, if it carried it never, under whatever name. */
import type { Run } from '../../domain/ledger/run.ts';
import type { Newsletter } from '../../domain/publication/publication.ts';
import { slotBefore } from '../../domain/publication/schedule.ts';
import type { Due } from '../../domain/schedule/due.ts';
import { DAY, type Instant } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { printOf } from '../release/fingerprint-articles.ts';
import type { View } from '../release/view.ts';
import { RUNS_BACK, toldBy, toldByName, toldByText } from './already-sent.ts';
import { hasTold } from './corrections.ts';
import { newsletterOf } from './run-letter.ts';

/** An article that is published with an older date is still news for a week; after that it is history. */
const LATE = 7 * DAY;

/** With a new date it is news again: what was told longer ago does not keep it out. */
const FORGOTTEN = 180 * DAY;

type DigestPorts = Pick<DeliveryPorts, 'ledger'> & Partial<Pick<DeliveryPorts, 'log'>>;

/** Newest first. The first digest of a newsletter reaches one cadence back, and no later one reaches behind that. */
export async function digestArticles(
  ports: DigestPorts,
  view: View,
  due: Pick<Due, 'newsletter' | 'at'>,
): Promise<string[]> {
  const newsletter = newsletterOf(view, due.newsletter);
  const { timezone } = view.release.index.publication;
  const cadenceBefore = slotBefore(newsletter.schedule!, timezone, due.at - 1);
  const since = await firstReach(ports, newsletter, timezone, due.at);
  const told = toldBy(await runsTelling(ports, newsletter.id, due.at));
  const from = Math.max(since, Math.min(cadenceBefore, due.at - LATE));
  const entries = await view.since(from);
  const meant = entries
    .filter((entry) => entry.digest)
    .filter(({ topic }) => newsletter.topics.length === 0 || newsletter.topics.includes(topic));
  const fresh: string[] = [];
  for (const entry of meant) {
    if (told.ids.has(entry.id)) {
      // What stood in the last one is there for a week; a date of since then says that somebody means it to go again.
      if (entry.date > cadenceBefore) ports.log?.(leftOut(newsletter.id, entry.id, AS.id));
      continue;
    }
    const alias = toldByName(entry, told);
    const print = await printOf(view, entry);
    const known = alias ?? (await toldByText(view, told, print));
    if (known !== undefined) {
      ports.log?.(leftOut(newsletter.id, entry.id, alias === undefined ? AS.text(known) : AS.alias(alias)));
      continue;
    }
    fresh.push(entry.id);
    // A copy of it beside it is no second story.
    told.prints.push({ id: entry.id, print });
  }
  return fresh;
}

async function runsTelling(ports: DigestPorts, newsletter: string, at: Instant): Promise<Run[]> {
  const runs = await ports.ledger.runs({ newsletter, limit: RUNS_BACK });
  const telling: Run[] = [];
  for (const run of runs)
    if (run.createdAt > at - FORGOTTEN && (await hasTold(ports, run))) telling.push(run);
  return telling;
}

const AS = {
  id: 'it had this id before. If it is another story, it wants an id of its own, or an edition that lists it.',
  alias: (id: string) =>
    `it had ${id}, which is among its aliases. If it is another story, take that alias out, or list it in an edition.`,
  text: (id: string) =>
    `it is the same story as ${id}, which it has. If it is another one, give it other words, or list it in an edition.`,
};

/** Nobody finds out by reading a letter what is not in it. */
const leftOut = (newsletter: string, id: string, why: string): string =>
  `The digest ${newsletter} leaves out ${id}: ${why}`;

/** Where a newsletter's first digest begins: one cadence before its first slot, whether that one went or was missed. */
async function firstReach(
  { ledger }: Pick<DeliveryPorts, 'ledger'>,
  newsletter: Newsletter,
  zone: string,
  slot: Instant,
): Promise<Instant> {
  const key = `digest-from/${newsletter.id}`;
  const known = await ledger.memory(key);
  // From a slot of a clock that ran ahead, it would hide what is new now.
  if (known !== undefined && Number(known) < slot) return Number(known);
  const from = slotBefore(newsletter.schedule!, zone, slot - 1);
  await ledger.remember(key, String(from));
  return from;
}
