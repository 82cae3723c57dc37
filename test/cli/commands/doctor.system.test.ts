import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../functions/adapters/sqlite/database.ts';
import { createLimits } from '../../../functions/adapters/sqlite/limits.ts';
import type { AccessRequest } from '../../../functions/domain/account/access-request.ts';
import type { Finding } from '../../../functions/domain/finding.ts';
import { HOUR } from '../../../functions/domain/time/instant.ts';
import { countRefusedConfirmation } from '../../../functions/flows/limits/limit-uses.ts';
import { examineNode } from '../../../functions/wiring/local/examine-machine.ts';
import { type DnsServer, startDns } from '../../support/fakes/dns-server.ts';
import { anAccount, type FakeAccount, fakeAccount } from '../../support/fakes/fake-account.ts';
import { fakeSes } from '../../support/fakes/fake-ses.ts';
import { fakeSmtp } from '../../support/fakes/fake-smtp.ts';
import { openScratchPublication, type ScratchPublication } from '../../support/hosts/scratch-publication.ts';

let desk: ScratchPublication;
let dns: DnsServer;
beforeEach(async () => {
  desk = openScratchPublication();
  dns = await startDns({ '_dmarc.desk.press': { txt: ['v=DMARC1; p=none'] } });
  desk.write(
    'content/publication.yaml',
    desk.read('content/publication.yaml').replaceAll('desk.example', 'desk.press'),
  );
});
afterEach(async () => {
  desk.close();
  await dns.close();
});

const BASE_URL = 'https://desk.press';
async function examine(environment: Record<string, string> = {}) {
  const all = { DNS_SERVER: dns.address, ...environment };
  const { code, printed } = await desk.type(['doctor', '--json'], { environment: all });
  const { findings, request } = JSON.parse(printed) as { findings: Finding[]; request?: AccessRequest };
  const of = (check: string) =>
    findings.filter((f) => f.check === check).map(({ level, says }) => `${level} ${says}`);
  return { code, of, request };
}

describe('doctor, on one machine', () => {
  it('finds nothing wrong with a new one, notes what readers would need, and says what to do', async () => {
    const { code, printed } = await desk.type(['doctor']);
    expect(code).toBe(0);
    expect(printed).toMatch(
      /note {3}links +Links in letters lead to http:\/\/localhost:3000, .*\n +Set BASE_URL/,
    );
    expect(printed).toMatch(/Nothing is wrong\.\n$/);
  });

  it('knows a Node that is too old', () => {
    expect(examineNode('22.12.0').level).toBe('wrong');
    expect(examineNode('24.0.0').level).toBe('good');
  });

  it('sees data that others can read, and knows a backup’s secrets by their fingerprint', async () => {
    await desk.type(['publish']);
    await desk.type(['status']);
    const [secrets] = (await examine()).of('secrets');
    expect(secrets).toMatch(/^note Without .*secrets\.json no subscriber/);
    chmodSync(join(desk.folder, '.data'), 0o755);
    chmodSync(join(desk.folder, '.data/secrets.json'), 0o644);
    expect((await examine()).of('data')).toEqual([expect.stringMatching(/^wrong Others on this machine/)]);
  });

  it('and status name refused confirmations that hold sign-ups back', async () => {
    const environment = { BASE_URL, MAILER: 'smtp', SMTP_URL: 'smtp://127.0.0.1:9' };
    await desk.type(['publish'], { environment });
    expect((await examine(environment)).of('sign-ups')).toEqual([]);
    const database = openDatabase(join(desk.folder, '.data/broadsheet.db'), { durable: true });
    const limits = createLimits(database);
    for (let i = 0; i < 20; i++) await limits.take('confirmations', 1e9, HOUR, Date.now());
    for (let i = 0; i < 3; i++) await countRefusedConfirmation(limits, Date.now());
    database.close();
    const says = /3 of 20 confirmations .* refused for good.*A tenth of the sign-ups/;
    const { of, code } = await examine(environment);
    expect(of('sign-ups')).toEqual([expect.stringMatching(says)]);
    expect(code).toBe(1);
    const { printed } = await desk.type(['status'], { environment });
    expect(printed).toMatch(says);
    expect(printed).toContain('subscribers list --status pending');
  });

  it('greets the mail server, with its password', async () => {
    const smtp = await fakeSmtp({ password: 'right' });
    try {
      const with_ = (user: string) => examine({ MAILER: 'smtp', BASE_URL, SMTP_URL: smtp.url(user) });
      expect(await with_('me:right@')).toMatchObject({ code: 0 });
      expect(smtp.state.logins).toBe(1);
      const wrong = await with_('me:wrong@');
      expect(wrong.code).toBe(1);
      expect(wrong.of('SMTP')).toEqual([expect.stringMatching(/^wrong .*does not let us in/)]);
      expect(smtp.accepted).toEqual([]);
    } finally {
      await smtp.close();
    }
    const gone = await examine({ MAILER: 'smtp', BASE_URL, SMTP_URL: smtp.url() });
    expect(gone.of('SMTP')).toEqual([expect.stringMatching(/^wrong .*ECONNREFUSED/)]);
    expect(gone.of('DMARC')).toEqual(['good desk.press publishes p=none.']);
  });

  it('says what keeps letters from going, or their links from leading anywhere', async () => {
    const without = desk.read('content/publication.yaml').replace(/postalAddress.*\n/, 'postalAddress: []\n');
    desk.write('content/publication.yaml', without.replaceAll('desk.press', 'desk.example'));
    const { code, of } = await examine({ MAILER: 'smtp', SMTP_URL: 'smtp://127.0.0.1:1' });
    expect(code).toBe(1);
    expect(of('publication')).toEqual([
      'wrong There is no postal address: no letter goes out.',
      'wrong Nobody can send from desk.example: it is reserved for examples.',
    ]);
    expect(of('links')).toEqual([expect.stringMatching(/^wrong .*this machine alone/)]);
    expect(of('DMARC')).toEqual([expect.stringMatching(/^wrong desk\.example has no DMARC record/)]);
  });

  it('refuses a DNS server that is none', async () => {
    expect((await desk.type(['doctor'], { environment: { DNS_SERVER: 'dns.example' } })).code).toBe(2);
  });
});

describe('doctor, where SES carries', () => {
  const before = { ...process.env };
  let aws: FakeAccount;
  let ses: Awaited<ReturnType<typeof fakeSes>>;
  beforeAll(async () => {
    [aws, ses] = [await fakeAccount(), await fakeSes()];
    const keys = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
    Object.assign(process.env, keys, aws.endpoints, { AWS_ENDPOINT_URL_SES: ses.url });
  });
  afterAll(async () => {
    process.env = before;
    await aws.close();
    await ses.close();
  });

  it('fills in the request for production access, and sends nothing', async () => {
    aws.state.account = { ...anAccount().account, ProductionAccessEnabled: false };
    const { code, of, request } = await examine({ MAILER: 'ses', BASE_URL });
    expect(code).toBe(1);
    expect(of('sandbox')).toEqual([expect.stringMatching(/^wrong The account is in the sandbox/)]);
    expect(of('identity')).toEqual([expect.stringMatching(/^wrong SES knows neither desk\.press nor/)]);
    expect(request).toMatchObject({
      ...{
        MailType: 'MARKETING',
        WebsiteURL: BASE_URL,
        ContactLanguage: 'EN',
        ProductionAccessEnabled: true,
      },
      UseCaseDescription: expect.stringMatching(
        /The Desk is a publication at https:\/\/desk\.press.*Brief \(edited\), Daily \(5 days a week\)/s,
      ),
      AdditionalContactEmailAddresses: ['editor@desk.press'],
    });
    const { printed } = await desk.type(['doctor'], {
      environment: { MAILER: 'ses', DNS_SERVER: dns.address },
    });
    expect(printed).toMatch(/Mail type {6}Marketing\n {2}Website URL/);
    expect(ses.accepted).toEqual([]);
  });
});
