/** The plan that SES charges by: what it adds is not used here, and is paid for with each message. */
import type { SendingAccount } from '../../domain/account/aws-account.ts';
import type { MailPrices } from '../../domain/account/prices.ts';
import { type Finding, good, note } from '../../domain/finding.ts';
import { looked } from '../run-check.ts';

const MILLION = 1_000_000;

/** Nothing, where SES does not say. */
export const examinePlan = (
  prices: MailPrices,
  account: Pick<SendingAccount, 'ses'>,
): Promise<readonly Finding[]> =>
  looked('pricing plan', async () => {
    const { plan } = await account.ses();
    if (plan === undefined) return [];
    if (plan === 'NONE') return [good('pricing plan', 'SES charges à la carte, which is the least.')];
    const monthly = prices.planMonthly(plan);
    const saved = Math.round(prices.planSaving(MILLION, plan) - monthly);
    const beside = monthly === 0 ? '' : `, and $${monthly} a month`;
    return [
      note(
        'pricing plan',
        `SES charges by ${prices.planName(plan)}: nothing here uses what it adds, and à la carte saves $${saved} a million messages${beside}.`,
        `Unless something else in this account and region uses it: ${prices.cheapestPlan}`,
      ),
    ];
  });
