/** What a digest holds: what became visible since the newsletter's previous slot, and what came late, if it carried it never. */
import type { Due } from '../domain/due.ts';
import { DAY, type Instant } from '../domain/instant.ts';
import type { Newsletter } from '../domain/publication.ts';
import { slotBefore } from '../domain/schedule.ts';
import { hasTold } from './corrections.ts';
import type { DeliveryPorts } from './delivery-ports.ts';
import { newsletterOf } from './run-letter.ts';
import type { View } from './view.ts';

/** An article that is published with an older date is still news for a week; after that it is history. */
const LATE = 7 * DAY;
/** Runs of one newsletter in which an article of the last weeks can have been carried. */
const RUNS_BACK = 200;

/** Newest first. The first digest of a newsletter reaches one cadence back, and no later one reaches behind that. */
export async function digestArticles(
  ports: Pick<DeliveryPorts, 'ledger'>,
  view: View,
  due: Pick<Due, 'newsletter' | 'at'>,
): Promise<string[]> {
  const newsletter = newsletterOf(view, due.newsletter);
  const { timezone } = view.release.index.publication;
  const runs = await ports.ledger.runs({ newsletter: newsletter.id, limit: RUNS_BACK });
  const cadenceBefore = slotBefore(newsletter.schedule!, timezone, due.at - 1);
  const since = await firstReach(ports, newsletter, timezone, due.at);
  const carried = new Set<string>();
  for (const run of runs) {
    if (await hasTold(ports, run)) for (const article of run.articles) carried.add(article);
  }
  const from = Math.max(since, Math.min(cadenceBefore, due.at - LATE));
  const entries = await view.since(from);
  return entries
    .filter((entry) => entry.digest && !carried.has(entry.id))
    .filter(({ topic }) => newsletter.topics.length === 0 || newsletter.topics.includes(topic))
    .map(({ id }) => id);
}

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
