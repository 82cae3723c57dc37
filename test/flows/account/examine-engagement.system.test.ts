import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAccount } from '../../../functions/adapters/aws4fetch/account.ts';
import { examineEngagement } from '../../../functions/flows/account/examine-engagement.ts';
import { type FakeAccount, fakeAccount } from '../../support/fakes/fake-account.ts';

let aws: FakeAccount;
beforeEach(async () => {
  aws = await fakeAccount();
});
afterEach(() => aws.close());

const ON = { VdmEnabled: 'ENABLED', DashboardAttributes: { EngagementMetrics: 'ENABLED' } };
const look = async (...sets: string[]) => {
  const credentials = () => ({ accessKeyId: 'a', secretAccessKey: 'b' });
  const account = createAccount({ region: 'eu-west-1', credentials, endpoints: { sesv2: aws.url } });
  return (await examineEngagement(account, sets)).map(({ level, says }) => `${level} ${says}`);
};

describe('a pixel in every letter', () => {
  it.each([
    undefined,
    { ...ON, VdmEnabled: 'DISABLED' },
    { VdmEnabled: 'ENABLED' },
    { ...ON, DashboardAttributes: { EngagementMetrics: 'DISABLED' } },
  ])('is not added by an account that says %j', async (VdmAttributes) => {
    aws.state.account.VdmAttributes = VdmAttributes;
    expect(await look()).toEqual([expect.stringMatching(/^good/)]);
  });

  it('is added by one whose engagement metrics are on, unless every configuration set says no', async () => {
    aws.state.account.VdmAttributes = ON;
    aws.state.engagement = { a: 'DISABLED', b: 'ENABLED' };
    expect(await look()).toEqual([expect.stringMatching(/^wrong .*no configuration set/)]);
    expect(await look('a', 'b')).toEqual([expect.stringMatching(/^wrong .*and b does not say no/)]);
    expect(await look('a', 'unknown')).toEqual([expect.stringMatching(/^wrong .*unknown/)]);
    expect(await look('a')).toEqual([expect.stringMatching(/^good/)]);
  });
});
