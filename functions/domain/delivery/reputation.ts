/**
 * Reputation: when what came back of a run (hard bounces, complaints) harms the name it is sent under. One reader, or one domain that
 * somebody owns, must not stop everybody's letters.
 */
import type { Standing } from '../ledger/ledger.ts';
import { isLargeProvider } from '../subscribers/large-providers.ts';

type Limit = { share: number; atLeast: number };

export type Harm = { what: 'bounced' | 'complained'; percent: number };

/**
 * SES looks at an account from 5 % bounces or 0.1 % complaints on, and pauses it at 10 % or 0.5 %; Gmail and Yahoo want complaints
 * below 0.1 %. `atLeast`: so many, because a share of few says nothing.
 */
const LIMITS: Readonly<Record<Harm['what'], Limit>> = {
  bounced: { share: 0.02, atLeast: 10 },
  complained: { share: 0.0008, atLeast: 5 },
};

const MEASURED = ['complained', 'bounced'] as const;

type Counts = Pick<Standing, 'accepted' | 'bounced' | 'complained'> & Partial<Pick<Standing, 'soft'>>;

/**
 * The limits that are passed, and how far: `{ what: 'bounced', percent: 3.1 }`. Soft bounces (a full mailbox, an out-of-office) say
 * nothing against a list and count for nothing.
 */
export function harmsOf({ accepted, bounced, complained, soft = 0 }: Counts): readonly Harm[] {
  const counts = { complained, bounced: bounced - soft };
  return MEASURED.flatMap((what) => harmBy(what, counts[what], accepted) ?? []);
}

/** The first of them. */
export const harmOf = (counts: Counts): Harm | undefined => harmsOf(counts)[0];

/** One of them. `count` readers out of `accepted` copies. */
export function harmBy(what: Harm['what'], count: number, accepted: number): Harm | undefined {
  const { share, atLeast } = LIMITS[what];
  const part = accepted === 0 ? 0 : count / accepted;
  if (count < atLeast || part <= share) return undefined;
  return { what, percent: Number((part * 100).toFixed(2)) };
}

/** So many domains must speak before what one of them says about a sender is believed. */
const SEVERAL = 3;

/**
 * How many of these count when no domain may speak for the others: each domain counts for no more than the third most frequent one does,
 * so that fewer than three count for nothing. Large providers count whole: many strangers share each, and no reader chooses its answers. `audience`: how many domains the run's readers have; where
 * they have fewer than three, so many are enough.
 */
export function countSpread(domains: readonly string[], audience: number): number {
  const sizes = [...Map.groupBy(domains, (domain) => domain)].map(([domain, all]) => ({
    size: all.length,
    isLarge: isLargeProvider(domain),
  }));
  const small = sizes.filter(({ isLarge }) => !isLarge).map(({ size }) => size);
  const enough = Math.max(1, Math.min(SEVERAL, audience));
  const most = small.toSorted((a, b) => b - a)[enough - 1] ?? 0;
  const capped = small.reduce((sum, size) => sum + Math.min(size, most), 0);
  return capped + sizes.filter(({ isLarge }) => isLarge).reduce((sum, { size }) => sum + size, 0);
}
