/** Estimates the cost of letters: counts a month's use, prices a run, and examines whether the account's plan is the cheapest. */
import type { SendingAccount } from '../../domain/account/aws-account.ts';
import type { MonthUse } from '../../domain/account/cost.ts';
import { type Bill, billOf, type MailPrices, type Prices } from '../../domain/account/prices.ts';
import { type Finding, info, ok } from '../../domain/finding.ts';
import { NOTICES } from '../../domain/ledger/run-key.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { readBatches } from '../ledger/plan-pass.ts';
import { runCheck } from '../run-check.ts';

/** Runs that are read for a month: more than ten a day. */
const MAX_RUNS = 400;

/** Counts the runs that began this month, and its notices. Notices are kept for thirty days, so a 31st day may miss the first. */
export async function countMonth({
  ledger,
  subscribers,
  clock,
}: Pick<DeliveryPorts, 'ledger' | 'subscribers' | 'clock'>): Promise<MonthUse> {
  const month = new Date(clock()).toISOString().slice(0, 7);
  const start = Date.parse(`${month}-01T00:00:00Z`);
  const runs = (await ledger.runs({ limit: MAX_RUNS })).filter((run) => run.createdAt >= start);
  let letters = 0;
  for (const { id } of runs) letters += (await ledger.counts(id)).accepted;
  let notices = 0;
  for await (const { createdAt, outcomes } of readBatches({ ledger }, NOTICES))
    if (createdAt >= start) notices += outcomes.accepted.size;
  const { active } = await subscribers.countByStatus();
  return { month, runs: runs.length, letters, notices, active };
}

/** SES's fee is the first line. `assumed`: a sentence if the account did not say all. */
export type RunPrice = Bill & { assumed: string | undefined };

/** `perSecond`: rate of the letters; undefined if unknown. */
export async function priceRun(
  prices: Prices,
  account: Pick<SendingAccount, 'ses'>,
  { letters, perSecond = 1, stage }: { letters: number; perSecond: number | undefined; stage: boolean },
): Promise<RunPrice> {
  // On one machine the sender's role may be allowed to send and to read its quota, and nothing else.
  const plan = await account.ses().then(
    (ses) => ses.plan,
    () => undefined,
  );
  const { assumed, ...fee } = prices.mail.fee(letters, plan);
  const rest = stage ? prices.hosting.letters(letters, perSecond).lines : [];
  return { ...billOf([fee, ...rest]), assumed };
}

const MILLION_MESSAGES = 1_000_000;

/** Empty if SES does not name the plan. */
export const examinePlan = (
  prices: MailPrices,
  account: Pick<SendingAccount, 'ses'>,
): Promise<readonly Finding[]> =>
  runCheck('pricing plan', async () => {
    const { plan } = await account.ses();
    if (plan === undefined) return [];
    if (plan === 'NONE') return [ok('pricing plan', 'SES charges à la carte, which is the least.')];
    const monthly = prices.planMonthly(plan);
    const saved = Math.round(prices.planSaving(MILLION_MESSAGES, plan) - monthly);
    const beside = monthly === 0 ? '' : `, and $${monthly} a month`;
    return [
      info(
        'pricing plan',
        `SES charges by ${prices.planName(plan)}: Broadsheet uses nothing that the plan adds, and à la carte saves $${saved} a million messages${beside}.`,
        `Unless something else in this account and region uses it: ${prices.cheapestPlan}`,
      ),
    ];
  });
