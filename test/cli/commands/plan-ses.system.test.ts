import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  aDomainIdentity,
  anAccount,
  type FakeAccount,
  fakeAccount,
} from '../../support/fakes/fake-account.ts';
import { type FakeSes, fakeSes } from '../../support/fakes/fake-ses.ts';
import { openScratchPublication, type ScratchPublication } from '../../support/hosts/scratch-publication.ts';

// One machine that sends through SES.
const before = { ...process.env };
let desk: ScratchPublication;
let ses: FakeSes;
let account: FakeAccount;
beforeAll(async () => {
  const owned = anAccount({ identities: { 'desk.example': aDomainIdentity() } });
  [desk, ses, account] = [
    openScratchPublication(),
    await fakeSes({ perSecond: 2, perDay: 4 }),
    await fakeAccount(owned),
  ];
  const keys = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  Object.assign(process.env, keys, account.endpoints, { AWS_ENDPOINT_URL_SES: ses.url });
  await say('publish');
  for (let n = 0; n < 10; n++) await say(`subscribers add reader-${n}@reader.example --yes`);
});
afterAll(async () => {
  process.env = before;
  desk.close();
  await ses.close();
  await account.close();
});

const say = (line: string) => desk.type(line.split(' '), { environment: { MAILER: 'ses' } });

describe('plan, where SES carries', () => {
  it('says how long it takes at the account’s rate and quota, and what SES takes for it', async () => {
    const { printed } = await say('plan monday');
    expect(printed).toMatch(/takes +about 5 s \(2 a second\)/);
    // A tenth of the quota is kept for confirmations: 3 a day.
    expect(printed).toMatch(/quota left 3 today: it needs 4 days at a quota of 4 a day/);
    expect(printed).toMatch(/costs +less than a cent: SES, à la carte less than a cent$/m);
    expect(JSON.parse((await say('plan monday --json')).printed)).toMatchObject({
      ...{ days: 4, perDay: 4, quotaLeft: 3, perSecond: 2 },
      price: { dollars: 0.001, lines: [{ what: 'SES, à la carte', dollars: 0.001 }] },
    });
  });

  it('assumes the dearer plan where the account’s may not be asked for, and says so', async () => {
    account.state.denied = ['GetAccount'];
    const { code, printed } = await say('plan monday');
    expect(code).toBe(0);
    expect(printed).toMatch(
      /SES, Essentials less than a cent\. Which pricing plan .* Essentials is assumed\./,
    );
    account.state.denied = [];
  });
});

describe('a domain that the account does not own', () => {
  it('is in the way of a run, and says so before it is sent', async () => {
    account.state.identities = {};
    const { code, printed } = await say('plan monday');
    account.state.identities = { 'desk.example': aDomainIdentity() };
    expect(code).toBe(1);
    expect(printed).toMatch(/in the way: Letters come from desk\.example, which SES has not verified/);
  });
});

describe('cost', () => {
  it('counts what went, names the plan, and says that this is no stage', async () => {
    const { code, printed } = await say('cost');
    expect(code).toBe(0);
    expect(printed).toMatch(/: what the same would cost on AWS\nAt rest/);
    expect(printed).toMatch(/Sent: 0 letters in 0 runs, 0 notices\n {2}SES, à la carte +\$0\.00/);
    expect(printed).toMatch(/One letter to all 10 active readers: less than a cent\./);
    expect(JSON.parse((await say('cost --json')).printed)).toMatchObject({
      stage: false,
      active: 10,
      letters: 0,
    });
  });
});
