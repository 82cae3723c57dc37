import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FakeAccount, fakeAccount } from '../support/fakes/fake-account.ts';
import { openScratchPublication, type ScratchPublication } from '../support/hosts/scratch-publication.ts';

// One machine that sends through SES, and SES's own suppression list.
const before = { ...process.env };
const ADA = 'Ada@reader.example';
let desk: ScratchPublication;
let account: FakeAccount;
beforeAll(async () => {
  account = await fakeAccount();
  const keys = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  Object.assign(process.env, keys, account.endpoints);
});
afterAll(async () => {
  process.env = before;
  await account.close();
});
beforeEach(async () => {
  desk = openScratchPublication();
  await say('publish');
  await say(`subscribers add ${ADA} --yes`);
  account.state.suppressed = new Set();
  account.asked.length = 0;
});
afterEach(() => {
  account.state.denied = [];
  desk.close();
});

const say = (line: string, MAILER = 'ses') => desk.type(line.split(' '), { environment: { MAILER } });
const COMMAND = "aws sesv2 delete-suppressed-destination --email-address 'Ada@reader.example'";

describe('erase', () => {
  it('takes the address off SES’s list, as it was written there', async () => {
    account.state.suppressed = new Set([ADA, 'ben@reader.example']);
    expect((await say('subscribers erase ada@reader.EXAMPLE --yes')).printed).toBe(
      "Erased.\nSES's own suppression list held the address too, and it was removed there.\n",
    );
    expect([...account.state.suppressed]).toEqual(['ben@reader.example']);
  });

  it('says so where SES never held it', async () => {
    expect((await say(`subscribers erase ${ADA} --yes --never`)).printed).toBe(
      "Erased.\nSES's own suppression list does not hold the address.\n",
    );
  });

  it('is done all the same where SES refuses, and prints the command for who may', async () => {
    account.state.denied = ['DeleteSuppressedDestination'];
    const { code, printed } = await say(`subscribers erase ${ADA} --yes`);
    expect(code).toBe(0);
    expect(printed).toContain('Erased.\n');
    expect(printed).toContain('ses:DeleteSuppressedDestination was answered with AccessDeniedException.');
    expect(printed).toContain(`\n  ${COMMAND} --region eu-west-1\n`);
    expect((await say(`subscribers show ${ADA}`)).code).toBe(1);
  });

  it('of somebody who was erased here before still reaches SES', async () => {
    account.state.suppressed = new Set(['eve@reader.example']);
    expect((await say('subscribers erase eve@reader.example --yes')).code).toBe(0);
    const { code, complained } = await say('subscribers erase eve@reader.example --yes');
    expect([code, complained]).toEqual([1, expect.stringContaining('No subscriber is known')]);
  });

  it('asks nothing of SES where it carries no mail', async () => {
    expect((await say(`subscribers erase ${ADA} --yes`, 'outbox')).printed).toBe('Erased.\n');
    expect(account.asked).toEqual([]);
  });
});

describe('suppress --lift', () => {
  it('lifts ours and SES’s', async () => {
    await say(`subscribers suppress ${ADA} --yes`);
    account.state.suppressed = new Set([ADA]);
    const { printed } = await say(`subscribers suppress ${ADA} --lift --yes --json`);
    expect(JSON.parse(printed)).toEqual({ suppressed: false, ses: { state: 'removed' } });
  });

  it('lifts SES’s alone, where ours never heard of it', async () => {
    account.state.suppressed = new Set([ADA]);
    const { code, printed } = await say(`subscribers suppress ${ADA} --lift --yes`);
    expect([code, printed]).toEqual([0, expect.stringContaining('it was removed there')]);
    expect((await say(`subscribers suppress ${ADA} --lift --yes`)).code).toBe(1);
  });

  it('names the command where nobody is logged in, and lifts ours', async () => {
    await say(`subscribers suppress ${ADA} --yes`);
    const { AWS_REGION: region, ...others } = process.env;
    process.env = others;
    const { code, printed } = await say(`subscribers suppress ${ADA} --lift --yes`);
    process.env = { ...others, AWS_REGION: region! };
    expect(code).toBe(0);
    expect(printed).toContain('The suppression is lifted.');
    expect(printed).toContain(`  ${COMMAND}\n`);
  });

  it('writes a local part so that no shell reads it', async () => {
    account.state.denied = ['DeleteSuppressedDestination'];
    await say("subscribers suppress o'hara@reader.example --yes");
    const { printed } = await say("subscribers suppress o'hara@reader.example --lift --yes");
    expect(printed).toContain("--email-address 'o'\\''hara@reader.example' --region");
  });
});
