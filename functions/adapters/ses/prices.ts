/** SES's own fee, by the pricing plan of an account in a region. https://aws.amazon.com/ses/pricing/, us-east-1, US dollars. */
import type { PricingPlan } from '../../domain/account/aws-account.ts';
import type { BillLine, MailPrices } from '../../domain/account/prices.ts';

type PlanPrice = {
  name: string;
  /** The price of a month, independent of messages. */
  monthly: number;
  /** The price of a message, up to a monthly number; the next price is for messages above. */
  tiers: readonly (readonly [upTo: number, price: number])[];
};

const MILLION = 1e6;
/** Prices of a thousand messages: of the first ten million, up to a hundred million, and above. */
const makeTiers = (first: number, second: number, third: number): PlanPrice['tiers'] => [
  [10 * MILLION, first / 1000],
  [100 * MILLION, second / 1000],
  [Infinity, third / 1000],
];

/** Accounts created since 2026-07-21 have Essentials. */
const PLANS: Readonly<Record<PricingPlan, PlanPrice>> = {
  NONE: { name: 'à la carte', monthly: 0, tiers: [[Infinity, 0.1 / 1000]] },
  ESSENTIALS: { name: 'Essentials', monthly: 0, tiers: makeTiers(0.16, 0.14, 0.11) },
  PRO: { name: 'Pro', monthly: 105, tiers: makeTiers(0.22, 0.17, 0.12) },
  ENTERPRISE: { name: 'Enterprise', monthly: 500, tiers: makeTiers(0.23, 0.18, 0.13) },
};

/** https://docs.aws.amazon.com/cli/latest/reference/sesv2/put-account-pricing-attributes.html */
const CHEAPEST_PLAN = 'aws sesv2 put-account-pricing-attributes --plan NONE';

const planName = (plan: PricingPlan): string => PLANS[plan].name;
const planMonthly = (plan: PricingPlan): number => PLANS[plan].monthly;

/** The fee for a month's messages, without the plan's own price. */
export function planFee(messages: number, plan: PricingPlan): number {
  let [dollars, below] = [0, 0];
  for (const [upTo, price] of PLANS[plan].tiers) {
    dollars += Math.max(0, Math.min(messages, upTo) - below) * price;
    below = upTo;
  }
  return dollars;
}

/** The amount by which à la carte would have been cheaper in a month with this many messages. */
export const planSaving = (messages: number, plan: PricingPlan): number =>
  planMonthly(plan) + planFee(messages, plan) - planFee(messages, 'NONE');

/** An unknown plan counts as Essentials, and a sentence says so. */
export function sesCost(
  messages: number,
  plan: PricingPlan | undefined,
): BillLine & { assumed: string | undefined } {
  const known = plan ?? 'ESSENTIALS';
  const monthly = planMonthly(known);
  const assumed =
    plan === undefined
      ? 'Which pricing plan SES charges by is not known here: Essentials is assumed.'
      : monthly > 0
        ? `${planName(plan)} is more: $${monthly} a month beside its messages.`
        : undefined;
  return { what: `SES, ${planName(known)}`, dollars: planFee(messages, known), assumed };
}

export const SES_PRICES: MailPrices = {
  fee: sesCost,
  planName,
  planMonthly,
  planSaving,
  cheapestPlan: CHEAPEST_PLAN,
};
