import { describe, expect, it } from 'vitest';
import type { PricingPlan, SesAccount } from '../../../functions/domain/account/aws-account.ts';
import { examinePlan } from '../../../functions/flows/account/estimate-cost.ts';
import { PRICES } from '../../../functions/wiring/prices.ts';

const look = async (plan: PricingPlan | undefined) => {
  const account: SesAccount = {
    production: true,
    sending: true,
    enforcement: 'HEALTHY',
    review: undefined,
    plan,
  };
  return (await examinePlan(PRICES.mail, { ses: async () => account })).map(
    ({ level, says, remedy }) => `${level} ${says} ${remedy ?? ''}`,
  );
};

describe('the pricing plan of SES', () => {
  it('is told where another is less, with what it saves and the command', async () => {
    expect(await look('ESSENTIALS')).toEqual([
      expect.stringMatching(/^note .*Essentials.*\$60 a million.*put-account-pricing-attributes --plan NONE/),
    ]);
    expect(await look('PRO')).toEqual([expect.stringMatching(/\$120 a million messages, and \$105 a month/)]);
    expect(await look('ENTERPRISE')).toEqual([expect.stringMatching(/\$130 a million messages, and \$500/)]);
  });

  it('is well à la carte, and nothing where SES does not say', async () => {
    expect(await look('NONE')).toEqual([expect.stringMatching(/^good/)]);
    expect(await look(undefined)).toEqual([]);
  });
});
