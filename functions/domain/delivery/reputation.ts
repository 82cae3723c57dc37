/**
 * Sender reputation: whether a run's rate of hard bounces or complaints is harmful. A single subscriber, or one privately owned domain,
 * must not be able to stop everybody's letters.
 */
import type { RunCounts } from '../ledger/ledger.ts';
import { isLargeProvider } from '../subscribers/large-providers.ts';

type Limit = { share: number; atLeast: number };

export type ExceededRate = { what: 'bounced' | 'complained'; percent: number };

/**
 * SES reviews an account from 5 % bounces or 0.1 % complaints on, and pauses it at 10 % or 0.5 %. Gmail and Yahoo want complaints below
 * 0.1 %. `atLeast`: the least count, because a share of few copies says nothing.
 */
const RATE_LIMITS: Readonly<Record<ExceededRate['what'], Limit>> = {
  bounced: { share: 0.02, atLeast: 10 },
  complained: { share: 0.0008, atLeast: 5 },
};

const MEASURED = ['complained', 'bounced'] as const;

type Counts = Pick<RunCounts, 'accepted' | 'bounced' | 'complained'> & Partial<Pick<RunCounts, 'soft'>>;

/**
 * The exceeded limits with their rates, such as `{ what: 'bounced', percent: 3.1 }`. Soft bounces (a full mailbox, an out-of-office)
 * say nothing against a list and do not count.
 */
export function findExceededRates({
  accepted,
  bounced,
  complained,
  soft = 0,
}: Counts): readonly ExceededRate[] {
  const counts = { complained, bounced: bounced - soft };
  return MEASURED.flatMap((what) => checkRate(what, counts[what], accepted) ?? []);
}

/** The first exceeded limit: complaints before bounces. */
export const findExceededRate = (counts: Counts): ExceededRate | undefined => findExceededRates(counts)[0];

/** The rate of `count` bounces or complaints out of `accepted` copies, if it exceeds its limit. */
export function checkRate(
  what: ExceededRate['what'],
  count: number,
  accepted: number,
): ExceededRate | undefined {
  const { share, atLeast } = RATE_LIMITS[what];
  const part = accepted === 0 ? 0 : count / accepted;
  if (count < atLeast || part <= share) return undefined;
  return { what, percent: Number((part * 100).toFixed(2)) };
}

/** Privately owned domains that must agree before their refusals of a sender are believed. */
const DOMAINS_TO_AGREE = 3;

/**
 * Counts refusals so that no single domain decides: each domain counts for at most as many as the third most frequent one, so fewer than
 * three domains count for nothing. Large providers count in full: many strangers share each, and no subscriber controls its answers.
 * `audience`: the number of domains among the run's subscribers; if that is below three, so many suffice.
 */
export function countSpread(domains: readonly string[], audience: number): number {
  const sizes = [...Map.groupBy(domains, (domain) => domain)].map(([domain, all]) => ({
    size: all.length,
    isLarge: isLargeProvider(domain),
  }));
  const small = sizes.filter(({ isLarge }) => !isLarge).map(({ size }) => size);
  const enough = Math.max(1, Math.min(DOMAINS_TO_AGREE, audience));
  const most = small.toSorted((a, b) => b - a)[enough - 1] ?? 0;
  const capped = small.reduce((sum, size) => sum + Math.min(size, most), 0);
  return capped + sizes.filter(({ isLarge }) => isLarge).reduce((sum, { size }) => sum + size, 0);
}
