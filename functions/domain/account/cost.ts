/** What a month costs: what is there at rest, and what was sent, by real counts. */
import type { Hosting } from '../publication/publication.ts';
import type { PricingPlan } from './aws-account.ts';
import { type Bill, billOf, type Prices } from './prices.ts';

/** Counted, of one month in UTC, as AWS charges. */
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

/** undefined: nobody said, and something is assumed. */
export type CostBasis = {
  plan: PricingPlan | undefined;
  perSecond: number | undefined;
  tableBytes: number | undefined;
  hosting: Pick<Hosting, 'waf' | 'dashboard'>;
};

export type Cost = MonthUse & {
  /** A whole month in which nothing happens; `free`: with the account's free tier, beside the same without. */
  rest: { free: Bill; full: Bill };
  sent: Bill;
  /** One letter to everybody who is active. */
  toAll: number;
  /** What à la carte would have cost less, and the command that chooses it; absent: nothing. */
  saved?: { dollars: number; by: string };
  assumed: readonly string[];
};

const GIGABYTE = 1024 ** 3;
/** Where SES begins, out of the sandbox. */
const FIRST_RATE = 14;

export function costOf(
  prices: Prices,
  use: MonthUse,
  { plan, perSecond, tableBytes, hosting }: CostBasis,
): Cost {
  const { mail, hosting: own } = prices;
  const rate = perSecond ?? FIRST_RATE;
  const sending = (messages: number) => {
    const { assumed, ...fee } = mail.fee(messages, plan);
    return { assumed, ...billOf([fee, ...own.letters(messages, rate).lines]) };
  };
  const messages = use.letters + use.notices;
  const { assumed, ...sent } = sending(messages);
  const saved = plan === undefined || plan === 'NONE' ? 0 : mail.planSaving(messages, plan);
  const table = tableBytes === undefined ? own.kept.table : tableBytes / GIGABYTE;
  return {
    ...use,
    rest: { free: own.rest(true, table, hosting), full: own.rest(false, table, hosting) },
    sent,
    toAll: sending(use.active).dollars,
    ...(saved > 0 && { saved: { dollars: saved, by: mail.cheapestPlan } }),
    assumed: [
      ...(assumed ? [assumed] : []),
      ...(perSecond === undefined ? [`Letters go at ${FIRST_RATE} a second.`] : []),
      ...(tableBytes === undefined ? [`The table holds ${own.kept.table} GB.`] : []),
      `The bucket holds ${own.kept.bucket} GB, the logs ${own.kept.logs} GB; a notice costs what a letter does.`,
      'The free tier is the whole account’s: what else runs in it takes its part.',
      'Readers of the site come on top: CloudFront, S3 and the web function, by use.',
    ],
  };
}
