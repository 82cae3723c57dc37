/**
 * Selects the articles of a digest: those that became visible since the newsletter's previous slot, and late ones. Stories that the
 * newsletter has carried under any name are left out.
 */
import type { Run } from '../../domain/ledger/run.ts';
import type { Newsletter } from '../../domain/publication/publication.ts';
import { slotBefore } from '../../domain/publication/schedule.ts';
import type { Due } from '../../domain/schedule/due.ts';
import { DAY, type Instant } from '../../domain/time/instant.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { fingerprintArticle } from '../release/fingerprint-articles.ts';
import type { View } from '../release/view.ts';
import { collectSentStories, findSentByName, findSentByText, MAX_RUNS_READ } from './already-sent.ts';
import { hasReachedReaders } from './corrections.ts';
import { findNewsletter } from './run-letter.ts';

/** An article published with an older date is still news within this time. */
const LATE_WINDOW = 7 * DAY;

/** An article with a new date is news again if it was last sent longer ago than this. */
const REPEAT_AFTER = 180 * DAY;

type DigestPorts = Pick<DeliveryPorts, 'ledger'> & Partial<Pick<DeliveryPorts, 'log'>>;

/** Newest first. The first digest of a newsletter reaches one cadence back, and no later digest reaches further. */
export async function selectDigestArticles(
  ports: DigestPorts,
  view: View,
  due: Pick<Due, 'newsletter' | 'at'>,
): Promise<string[]> {
  const newsletter = findNewsletter(view, due.newsletter);
  const { timezone } = view.release.index.publication;
  const cadenceBefore = slotBefore(newsletter.schedule!, timezone, due.at - 1);
  const since = await readFirstReach(ports, newsletter, timezone, due.at);
  const sent = collectSentStories(await readReachedRuns(ports, newsletter.id, due.at));
  const from = Math.max(since, Math.min(cadenceBefore, due.at - LATE_WINDOW));
  const entries = await view.since(from);
  const candidates = entries
    .filter((entry) => entry.digest)
    .filter(({ topic }) => newsletter.topics.length === 0 || newsletter.topics.includes(topic));
  const fresh: string[] = [];
  for (const entry of candidates) {
    if (sent.ids.has(entry.id)) {
      // A date since the last digest says that an editor wants the story to go again, so the log tells why the digest leaves it out.
      if (entry.date > cadenceBefore) ports.log?.(describeLeftOut(newsletter.id, entry.id, WHY_LEFT_OUT.id));
      continue;
    }
    const alias = findSentByName(entry, sent);
    const print = await fingerprintArticle(view, entry);
    const known = alias ?? (await findSentByText(view, sent, print));
    if (known !== undefined) {
      const why = alias === undefined ? WHY_LEFT_OUT.text(known) : WHY_LEFT_OUT.alias(alias);
      ports.log?.(describeLeftOut(newsletter.id, entry.id, why));
      continue;
    }
    fresh.push(entry.id);
    // A copy of this article among the others is no second story.
    sent.prints.push({ id: entry.id, print });
  }
  return fresh;
}

async function readReachedRuns(ports: DigestPorts, newsletter: string, at: Instant): Promise<Run[]> {
  const runs = await ports.ledger.runs({ newsletter, limit: MAX_RUNS_READ });
  const reached: Run[] = [];
  for (const run of runs)
    if (run.createdAt > at - REPEAT_AFTER && (await hasReachedReaders(ports, run))) reached.push(run);
  return reached;
}

const WHY_LEFT_OUT = {
  id: 'it had this id before. If it is another story, it wants an id of its own, or an edition that lists it.',
  alias: (id: string) =>
    `it had ${id}, which is among its aliases. If it is another story, take that alias out, or list it in an edition.`,
  text: (id: string) =>
    `it is the same story as ${id}, which it has. If it is another one, give it other words, or list it in an edition.`,
};

/** The log line for an article that is left out: the letter itself cannot show what is missing. */
const describeLeftOut = (newsletter: string, id: string, why: string): string =>
  `The digest ${newsletter} leaves out ${id}: ${why}`;

/** The start of a newsletter's first digest: one cadence before its first slot, whether that slot was sent or missed. */
async function readFirstReach(
  { ledger }: Pick<DeliveryPorts, 'ledger'>,
  newsletter: Newsletter,
  zone: string,
  slot: Instant,
): Promise<Instant> {
  const key = `digest-from/${newsletter.id}`;
  const known = await ledger.getState(key);
  // A slot in the future was stored by a clock that ran ahead. Using it would hide articles that are new now.
  if (known !== undefined && Number(known) < slot) return Number(known);
  const from = slotBefore(newsletter.schedule!, zone, slot - 1);
  await ledger.setState(key, String(from));
  return from;
}
