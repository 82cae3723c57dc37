import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAccount } from '../../../functions/adapters/aws4fetch/account.ts';
import { createDns } from '../../../functions/adapters/dns/records.ts';
import { examineSenders } from '../../../functions/flows/account/examine-sender.ts';
import { aPublication } from '../../support/builders/small-publication.ts';
import { type DnsServer, startDns, type Zone } from '../../support/fakes/dns-server.ts';
import {
  aDomainIdentity,
  anAccount,
  type FakeAccount,
  fakeAccount,
} from '../../support/fakes/fake-account.ts';

/** As the stack makes it, with a hosted zone. */
const RECORDS: Zone = {
  ...Object.fromEntries(
    ['aaa', 'bbb', 'ccc'].map((token) => [
      `${token}._domainkey.paper.press`,
      { cname: `${token}.dkim.amazonses.com` },
    ]),
  ),
  'bounce.paper.press': {
    mx: ['feedback-smtp.eu-west-1.amazonses.com'],
    txt: ['v=spf1 include:amazonses.com ~all'],
  },
  '_dmarc.paper.press': { txt: ['v=DMARC1; p=none'] },
};

let dns: DnsServer;
let aws: FakeAccount;
beforeEach(async () => {
  dns = await startDns({ ...RECORDS });
  aws = await fakeAccount(anAccount({ identities: { 'paper.press': aDomainIdentity() } }));
});
afterEach(async () => {
  await dns.close();
  await aws.close();
});

async function examine(email = 'news@paper.press', other?: string): Promise<string[]> {
  const account = createAccount({
    region: 'eu-west-1',
    credentials: () => ({ accessKeyId: 'test', secretAccessKey: 'test' }),
    endpoints: { sesv2: aws.url },
  });
  const from = { name: '', email };
  const newsletters = aPublication().newsletters.map((one) => ({
    ...one,
    from: { name: '', email: other! },
  }));
  const publication = { ...aPublication({ from }), newsletters: other === undefined ? [] : newsletters };
  const found = await examineSenders({ account, dns: createDns(dns.address) }, publication);
  return found.map(({ check, level, says }) => `${level} ${check}: ${says}`);
}

describe('a sender', () => {
  it('of a domain with all its records is proved by DKIM and by SPF', async () => {
    expect(await examine()).toEqual([
      'good identity: SES has verified paper.press.',
      'good DKIM: paper.press is signed for, and its 3 records are in DNS.',
      'good MAIL FROM: Bounces go to bounce.paper.press, which says by SPF that SES may send.',
      'good DMARC: paper.press publishes p=none; DKIM and SPF align with paper.press.',
    ]);
  });

  it('below a verified domain is that domain’s', async () => {
    expect(await examine('a@news.paper.press')).toContain(
      'good DMARC: paper.press publishes p=none; DKIM and SPF align with news.paper.press.',
    );
    dns.zone['_dmarc.paper.press'] = { txt: ['v=DMARC1; p=reject; adkim=s; aspf=s'] };
    expect((await examine('a@news.paper.press')).at(-1)).toMatch(/^wrong DMARC: Neither DKIM/);
  });

  it.each([
    ['bbb._domainkey.paper.press', /^wrong DKIM: DNS lacks bbb\._domainkey\.paper\.press\.$/],
    ['bounce.paper.press', /^wrong MAIL FROM: .* lacks MX 10 feedback-smtp.* and TXT "v=spf1/],
    ['_dmarc.paper.press', /^wrong DMARC: paper\.press has no DMARC record/],
  ])('whose zone lacks %s is told so', async (name, says) => {
    delete dns.zone[name];
    expect((await examine()).filter((line) => !line.startsWith('good'))).toEqual([
      expect.stringMatching(says),
    ]);
  });

  it('whose bounces lead to another region, or whose key is another’s, is told so', async () => {
    const bounce = dns.zone['bounce.paper.press']!;
    dns.zone['bounce.paper.press'] = { ...bounce, mx: ['feedback-smtp.us-east-1.amazonses.com'] };
    dns.zone['aaa._domainkey.paper.press'] = { cname: 'aaa.dkim.elsewhere.press' };
    const wrongs = (await examine()).filter((line) => line.startsWith('wrong'));
    expect(wrongs).toEqual([
      expect.stringMatching(/^wrong DKIM: DNS lacks aaa/),
      'wrong MAIL FROM: bounce.paper.press lacks MX 10 feedback-smtp.eu-west-1.amazonses.com.',
    ]);
  });

  it('with two DMARC records has none, and with an old one is told what to take out', async () => {
    dns.zone['_dmarc.paper.press'] = { txt: ['v=DMARC1; p=none', 'v=DMARC1; p=reject'] };
    expect((await examine()).at(-1)).toMatch(/^wrong DMARC: _dmarc.paper.press has several/);
    dns.zone['_dmarc.paper.press'] = { txt: ['v=DMARC1; p=none; pct=50'] };
    expect((await examine()).at(-1)).toMatch(/^note DMARC: The record says pct/);
  });

  it('with one that no server reads is told to mend it, and not to publish a second', async () => {
    for (const text of ['v=dmarc1; p=none', 'v=DMARC1 p=none', '"v=DMARC1; p=none"']) {
      dns.zone['_dmarc.paper.press'] = { txt: [text] };
      expect((await examine()).at(-1)).toMatch(/^wrong DMARC: .*which no server reads/);
    }
    dns.zone['_dmarc.paper.press'] = { txt: ['v = DMARC1; p=none'] };
    expect((await examine()).at(-1)).toMatch(/^good DMARC/);
  });

  it('has the policy of its own name or of the organisation, and not of what lies between', async () => {
    const policy = async () =>
      / publishes p=(\w+)/.exec((await examine('a@b.news.paper.press')).at(-1)!)?.[1];
    dns.zone['_dmarc.news.paper.press'] = { txt: ['v=DMARC1; p=reject'] };
    expect(await policy()).toBe('none');
    dns.zone['_dmarc.news.paper.press'] = { txt: ['v=DMARC1; p=reject; psd=n'] };
    expect(await policy()).toBe('reject');
    dns.zone['_dmarc.b.news.paper.press'] = { txt: ['v=DMARC1; p=quarantine'] };
    expect(await policy()).toBe('quarantine');
    delete dns.zone['_dmarc.b.news.paper.press'];
    // An ending below which names are sold.
    dns.zone['_dmarc.news.paper.press'] = { txt: ['v=DMARC1; p=quarantine'] };
    dns.zone['_dmarc.paper.press'] = { txt: ['v=DMARC1; p=reject; psd=y'] };
    expect(await policy()).toBe('quarantine');
  });

  it.each([
    ['mailto:d@paper.press', undefined],
    ['mailto:d@reports.paper.press!10m', undefined],
    ['mailto:a@reader.press', /to reader\.press, which does not say that it takes them/],
    ['mailto:d@paper.press,mailto:me@gmail.com', /to gmail\.com/],
    ['d@paper.press', /is no address/],
  ])('whose reports go to %s hears where none would come', async (rua, says) => {
    dns.zone['_dmarc.paper.press'] = { txt: [`v=DMARC1; p=none; rua=${rua}`] };
    const notes = (await examine()).filter((line) => !line.startsWith('good'));
    expect(notes).toEqual(says ? [expect.stringMatching(says)] : []);
  });

  it('whose reports go to another’s domain is told nothing once that one takes them', async () => {
    dns.zone['_dmarc.paper.press'] = { txt: ['v=DMARC1; p=none; rua=mailto:A@Reader.Press'] };
    dns.zone['paper.press._report._dmarc.reader.press'] = { txt: ['v=DMARC1;'] };
    expect((await examine()).filter((line) => !line.startsWith('good'))).toEqual([]);
  });

  it('that SES has not verified yet is told which records it waits for', async () => {
    const dkim = { SigningEnabled: true, Status: 'PENDING', Tokens: ['aaa'] };
    aws.state.identities['paper.press'] = aDomainIdentity({
      VerifiedForSendingStatus: false,
      DkimAttributes: dkim,
    });
    const lines = await examine();
    expect(lines[0]).toBe('wrong identity: SES has not verified paper.press yet (DKIM: PENDING).');
    expect(lines[1]).toMatch(/^wrong DKIM: SES says PENDING/);
  });

  it('that is an address alone cannot align, waits for its click, or is not known', async () => {
    aws.state.identities = {};
    expect(await examine()).toEqual([expect.stringMatching(/^wrong identity: SES knows neither/)]);
    const address = { IdentityType: 'EMAIL_ADDRESS', VerifiedForSendingStatus: false };
    aws.state.identities['news@paper.press'] = address;
    expect(await examine()).toEqual([expect.stringMatching(/waits for a click/)]);
    aws.state.identities['news@paper.press'] = { ...address, VerifiedForSendingStatus: true };
    expect(await examine()).toEqual([expect.stringMatching(/DMARC cannot align/)]);
  });

  it('is looked at beside a newsletter’s at the same domain, where SES knows addresses alone', async () => {
    const address = { IdentityType: 'EMAIL_ADDRESS', VerifiedForSendingStatus: true };
    aws.state.identities = { 'news@paper.press': address };
    expect(await examine('news@paper.press', 'daily@paper.press')).toEqual([
      expect.stringMatching(/has verified news@paper\.press, but not paper\.press/),
      'wrong identity: SES knows neither paper.press nor daily@paper.press.',
    ]);
  });

  it('that could not be looked at is told why, and the rest is looked at', async () => {
    aws.state.denied = ['GetEmailIdentity'];
    expect(await examine()).toEqual([
      expect.stringMatching(/^note identity: Could not be looked at: ses:GetEmail/),
    ]);
  });
});
