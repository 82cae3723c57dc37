/** Computes the cost of a month: the resources at rest, and the messages that were sent, by real counts. */
import type { Hosting } from '../publication/publication.ts';
import type { PricingPlan } from './aws-account.ts';
import { type Bill, billOf, type Prices } from './prices.ts';

/** Counts of one month in UTC, as AWS charges. */
export type MonthUse = {
  /** `2026-11`. */
  month: string;
  runs: number;
  letters: number;
  /** Confirmations, welcomes, proofs and the like. */
  notices: number;
  /** Subscribers now. */
  active: number;
};

/** A value that is undefined is replaced by an assumption, which the cost names. */
export type CostBasis = {
  plan: PricingPlan | undefined;
  perSecond: number | undefined;
  tableBytes: number | undefined;
  hosting: Pick<Hosting, 'waf' | 'dashboard'>;
};

export type Cost = MonthUse & {
  /** A whole month in which nothing happens, with the account's free tier (`free`) and without (`full`). */
  rest: { free: Bill; full: Bill };
  sent: Bill;
  /** Dollars for one letter to all active subscribers. */
  toAll: number;
  /** Savings of à la carte, and the command that chooses it; absent if there are none. */
  saved?: { dollars: number; by: string };
  assumed: readonly string[];
};

const BYTES_PER_GIGABYTE = 1024 ** 3;
/** Messages a second that SES allows an account at first, out of the sandbox. */
const INITIAL_RATE_PER_SECOND = 14;

export function costOf(
  prices: Prices,
  use: MonthUse,
  { plan, perSecond, tableBytes, hosting }: CostBasis,
): Cost {
  const { mail, hosting: own } = prices;
  const rate = perSecond ?? INITIAL_RATE_PER_SECOND;
  const sending = (messages: number) => {
    const { assumed, ...fee } = mail.fee(messages, plan);
    return { assumed, ...billOf([fee, ...own.letters(messages, rate).lines]) };
  };
  const messages = use.letters + use.notices;
  const { assumed, ...sent } = sending(messages);
  const saved = plan === undefined || plan === 'NONE' ? 0 : mail.planSaving(messages, plan);
  const table = tableBytes === undefined ? own.kept.table : tableBytes / BYTES_PER_GIGABYTE;
  return {
    ...use,
    rest: { free: own.rest(true, table, hosting), full: own.rest(false, table, hosting) },
    sent,
    toAll: sending(use.active).dollars,
    ...(saved > 0 && { saved: { dollars: saved, by: mail.cheapestPlan } }),
    assumed: [
      ...(assumed ? [assumed] : []),
      ...(perSecond === undefined ? [`Letters go at ${INITIAL_RATE_PER_SECOND} a second.`] : []),
      ...(tableBytes === undefined ? [`The table holds ${own.kept.table} GB.`] : []),
      `The bucket holds ${own.kept.bucket} GB, the logs ${own.kept.logs} GB; a notice costs what a letter does.`,
      'The free tier is the whole account’s: what else runs in it takes its part.',
      'Readers of the site come on top: CloudFront, S3 and the web function, by use.',
    ],
  };
}
