/** Reports growth (sign-ups and churn) in the last weeks, from the daily counts, which hold no personal data. */
import { findFirstWeek, type Growth, sumGrowth } from '../../domain/subscribers/growth.ts';
import { formatLocalTime } from '../../domain/time/instant.ts';
import { requireNewsletter } from './known-newsletter.ts';
import type { SubscriberPorts } from './subscriber-ports.ts';

export type GrowthReport = { from: string; to: string; rows: readonly Growth[] };

/** `weeks`: how many, this week included, in the publication's time zone. Throws `not-found` for an unknown newsletter. */
export async function reportGrowth(
  ports: Pick<SubscriberPorts, 'counts' | 'clock' | 'publication'>,
  { weeks, newsletter }: { weeks: number; newsletter?: string },
): Promise<GrowthReport> {
  const publication = await ports.publication();
  const to = formatLocalTime(ports.clock(), publication.timezone).slice(0, 10);
  const from = findFirstWeek(to, weeks);
  const counts = await ports.counts.read({ from, to });
  const meant = counts.filter((count) => newsletter === undefined || count.newsletter === newsletter);
  // A newsletter that left publication.yaml still has its counts.
  if (newsletter !== undefined && meant.length === 0) requireNewsletter(publication, newsletter);
  return { from, to, rows: sumGrowth(meant) };
}
