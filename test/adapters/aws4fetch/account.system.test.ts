import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAccount } from '../../../functions/adapters/aws4fetch/account.ts';
import {
  aDomainIdentity,
  anAccount,
  EVENTS,
  type FakeAccount,
  fakeAccount,
} from '../../support/fakes/fake-account.ts';

let fake: FakeAccount;
beforeAll(async () => {
  fake = await fakeAccount();
});
afterAll(() => fake.close());

const account = () =>
  createAccount({
    region: 'eu-west-1',
    credentials: () => ({ accessKeyId: 'test', secretAccessKey: 'test' }),
    endpoints: { sesv2: fake.url, lambda: fake.url, sns: fake.url },
  });

describe('the account', () => {
  it('says whether it may send, and by which plan it is charged', async () => {
    expect(await account().ses()).toEqual({
      ...{ production: true, sending: true, enforcement: 'HEALTHY', review: undefined, plan: 'NONE' },
    });
    fake.state.account = { Details: { ReviewDetails: { Status: 'PENDING', CaseId: '1' } } };
    expect(await account().ses()).toMatchObject({ production: false, review: 'PENDING', plan: undefined });
    fake.state.account = anAccount().account;
  });

  it('knows an identity by its name, an address too', async () => {
    fake.state.identities = {
      'paper.press': aDomainIdentity(),
      'news@paper.press': { IdentityType: 'EMAIL_ADDRESS', VerifiedForSendingStatus: false },
    };
    expect(await account().identity('paper.press')).toMatchObject({
      ...{ kind: 'domain', verified: true, dkim: { status: 'SUCCESS', tokens: ['aaa', 'bbb', 'ccc'] } },
      mailFrom: { domain: 'bounce.paper.press', status: 'SUCCESS' },
    });
    expect(await account().identity('news@paper.press')).toMatchObject({
      ...{ kind: 'address', verified: false, mailFrom: undefined },
    });
    expect(await account().identity('nobody.press')).toBeUndefined();
  });

  it('says where a configuration set tells its events, and whether there is one', async () => {
    fake.state.destinations = { 'paper-letters': [EVENTS] };
    expect(await account().eventDestinations('paper-letters')).toEqual([
      { enabled: true, events: ['SEND', 'BOUNCE', 'COMPLAINT', 'REJECT'], bus: true },
    ]);
    expect(await account().eventDestinations('paper-other')).toBeUndefined();
  });

  it('counts functions, and who confirmed to be told of alarms', async () => {
    fake.state.concurrency = 10;
    fake.state.subscriptions = {
      topic: [{ endpoint: 'ed@paper.press' }, { endpoint: 'eva@paper.press', arn: 'arn:aws:sns:x' }],
    };
    expect(await account().concurrency()).toBe(10);
    expect(await account().subscriptions('topic')).toEqual([
      { endpoint: 'ed@paper.press', confirmed: false },
      { endpoint: 'eva@paper.press', confirmed: true },
    ]);
    expect(await account().subscriptions('gone')).toBeUndefined();
  });

  it('names the right that is missing', async () => {
    fake.state.denied = ['GetEmailIdentity'];
    await expect(account().identity('paper.press')).rejects.toMatchObject({
      ...{ code: 'unavailable', message: 'ses:GetEmailIdentity was answered with AccessDeniedException.' },
      remedy: expect.stringContaining('ses:GetEmailIdentity'),
    });
  });
});
