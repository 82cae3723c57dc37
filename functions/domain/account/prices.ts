/** The port of list prices: what sending and hosting cost, by whichever provider does it. wiring/prices.ts says whose prices hold. */
import type { Hosting } from '../publication/publication.ts';
import type { PricingPlan } from './aws-account.ts';

/** Amounts in US dollars. */
export type Line = { what: string; dollars: number };
export type Bill = { lines: readonly Line[]; dollars: number };

const sum = (lines: readonly Line[]): number => lines.reduce((total, { dollars }) => total + dollars, 0);
export const billOf = (lines: readonly Line[]): Bill => ({ lines, dollars: sum(lines) });

/** Of the provider that carries mail. Each figure is for one calendar month. */
export type MailPrices = {
  /** The fee for so many messages. `assumed`: a sentence, where the plan is not known or costs more beside. */
  fee(messages: number, plan: PricingPlan | undefined): Line & { assumed: string | undefined };
  planName(plan: PricingPlan): string;
  /** What a plan costs beside its messages. */
  planMonthly(plan: PricingPlan): number;
  /** What the cheapest plan would have cost less. */
  planSaving(messages: number, plan: PricingPlan): number;
  /** The command that chooses the cheapest plan. */
  cheapestPlan: string;
};

/** Of where a publication is hosted. */
export type HostingPrices = {
  /** The day when the prices were looked up. */
  priced: string;
  /** All that letters cost beside the fee of their carrier. `perSecond`: letters a second. */
  letters(letters: number, perSecond: number): Bill;
  /** A month in which nothing is sent and nobody comes. `free`: with the account's free tier. `table`: gigabytes. */
  rest(free: boolean, table: number, hosting: Pick<Hosting, 'waf' | 'dashboard'>): Bill;
  /** What is assumed to be stored, in gigabytes. */
  kept: { table: number; bucket: number; logs: number };
};

export type Prices = { mail: MailPrices; hosting: HostingPrices };
