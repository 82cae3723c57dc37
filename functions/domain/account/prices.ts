/** The port of list prices for sending and hosting. wiring/prices.ts chooses the providers whose prices apply. */
import type { Hosting } from '../publication/publication.ts';
import type { PricingPlan } from './aws-account.ts';

/** Amounts in US dollars. */
export type BillLine = { what: string; dollars: number };
export type Bill = { lines: readonly BillLine[]; dollars: number };

const sumDollars = (lines: readonly BillLine[]): number =>
  lines.reduce((total, { dollars }) => total + dollars, 0);
export const billOf = (lines: readonly BillLine[]): Bill => ({ lines, dollars: sumDollars(lines) });

/** Prices of the provider that sends mail. Each figure is for one calendar month. */
export type MailPrices = {
  /** The fee for a number of messages. `assumed`: a sentence if the plan is not known or costs more besides. */
  fee(messages: number, plan: PricingPlan | undefined): BillLine & { assumed: string | undefined };
  planName(plan: PricingPlan): string;
  /** The monthly price of a plan besides its messages. */
  planMonthly(plan: PricingPlan): number;
  /** Dollars that the cheapest plan would have saved. */
  planSaving(messages: number, plan: PricingPlan): number;
  /** The command that chooses the cheapest plan. */
  cheapestPlan: string;
};

/** Prices of the provider that hosts a publication. */
export type HostingPrices = {
  /** The day when the prices were looked up. */
  priced: string;
  /** The cost of letters besides the mail provider's fee. `perSecond`: letters a second. */
  letters(letters: number, perSecond: number): Bill;
  /** The cost of a month without letters and visits. `free`: with the account's free tier. `table`: gigabytes. */
  rest(free: boolean, table: number, hosting: Pick<Hosting, 'waf' | 'dashboard'>): Bill;
  /** Assumed storage, in gigabytes. */
  kept: { table: number; bucket: number; logs: number };
};

export type Prices = { mail: MailPrices; hosting: HostingPrices };
