import { Match, type Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import type { Hosting, Publication } from '../../functions/domain/publication/publication.ts';
import { requireDeployable } from '../../infra/checks/preflight-checks.ts';
import { aStage, templateOf } from '../support/hosts/stage.ts';

describe('a configuration set', () => {
  it('says no to what Virtual Deliverability Manager and a check of addresses would do by the account’s word', () => {
    const sets = Object.values(templateOf().findResources('AWS::SES::ConfigurationSet'));
    expect(sets).toHaveLength(2);
    for (const { Properties } of sets) {
      expect(Properties.VdmOptions.DashboardOptions).toEqual({ EngagementMetrics: 'DISABLED' });
      expect(JSON.stringify(Properties.SuppressionOptions)).toContain(
        '"ConditionThresholdEnabled":"DISABLED"',
      );
    }
  });
});

describe('a domain whose DNS is elsewhere', () => {
  const hosting = { zone: undefined, dns: 'elsewhere', workers: 2, waf: false, dashboard: false } as const;
  const url = 'https://news.paper.press';
  const first = templateOf(aStage({}, { hosting, url }));
  const arn = 'arn:aws:acm:us-east-1:123456789012:certificate/c-1';
  const second = templateOf(aStage({ certificate: arn }, { hosting, url }));
  const told = (of: Template) =>
    Object.fromEntries(
      Object.entries(of.findOutputs('*')).map(([id, { Value }]) => [id, JSON.stringify(Value)]),
    );

  it('is verified with DKIM and MAIL FROM, and writes no record anywhere', () => {
    first.hasResourceProperties('AWS::SES::EmailIdentity', {
      EmailIdentity: 'paper.press',
      MailFromAttributes: { MailFromDomain: 'bounce.paper.press' },
    });
    for (const template of [first, second]) {
      template.resourceCountIs('AWS::Route53::RecordSet', 0);
      // CloudFormation's own would make the deployment wait for a record that only its end tells.
      template.resourceCountIs('AWS::CertificateManager::Certificate', 0);
      template.hasResource('Custom::BroadsheetCertificate', {
        DeletionPolicy: 'Retain',
        Properties: Match.objectLike({ Host: 'news.paper.press', Attempt: '0' }),
      });
    }
  });

  it('tells each record to publish', () => {
    const records = told(first);
    for (const n of [1, 2, 3])
      expect(records[`DkimRecord${n}`]).toMatch(/DkimDNSTokenName.*CNAME.*DkimDNSTokenValue/);
    expect(records.MailFromMx).toBe('"bounce.paper.press MX 10 feedback-smtp.us-east-1.amazonses.com"');
    expect(records.MailFromTxt).toContain('v=spf1 include:amazonses.com ~all');
    expect(records.CertificateRecord).toMatch(/RecordName.*CNAME.*RecordValue/);
    expect(records.SiteRecord).toMatch(/news\.paper\.press CNAME.*DomainName/);
    expect(records.DmarcTxt).toMatch(/_dmarc\.paper\.press TXT .*only if there is none/);
    expect(Object.keys(told(second)).sort()).toEqual(Object.keys(records).sort());
  });

  it('tells the DMARC record that was asked for, where reports go, and none for `keep`', () => {
    expect(told(first).DmarcTxt).toContain('v=DMARC1; p=none; rua=mailto:ed@paper.press');
    const recordFor = (dmarc: NonNullable<Hosting['dmarc']>) =>
      told(templateOf(aStage({}, { hosting: { ...hosting, dmarc }, url }))).DmarcTxt;
    expect(recordFor('keep')).toBeUndefined();
    expect(recordFor({ policy: 'reject', rua: 'd@x.press' })).toMatch(
      /p=reject; rua=mailto:d@x\.press.*in place of a weaker one/,
    );
  });

  it('leads to CloudFront’s own name first, and has its own once the certificate is issued', () => {
    first.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: Match.objectLike({ Aliases: Match.absent() }),
    });
    second.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: Match.objectLike({
        Aliases: ['news.paper.press'],
        ViewerCertificate: Match.objectLike({ AcmCertificateArn: arn }),
      }),
    });
    const bases = (of: Template) =>
      Object.values(of.findResources('AWS::Lambda::Function')).flatMap(
        ({ Properties }) => Properties.Environment?.Variables?.BASE_URL ?? [],
      );
    expect(bases(first)).toEqual([]);
    expect(new Set(bases(second))).toEqual(new Set([url]));
  });

  it('asks anew where ACM gave up, below another stage’s name, and not at all without a `url`', () => {
    const other = templateOf(aStage({ name: 'test', lostCertificates: 1 }, { hosting, url }));
    other.hasResourceProperties('Custom::BroadsheetCertificate', {
      Host: 'test.news.paper.press',
      Attempt: '1',
    });
    const mail = templateOf(aStage({}, { hosting }));
    mail.resourceCountIs('Custom::BroadsheetCertificate', 0);
    expect(told(mail).DkimRecord1).toBeDefined();
  });

  it('is refused beside a zone, and with a sender at a mailbox provider', () => {
    expect(() => requireDeployable(aStage({}, { hosting, url }), undefined)).not.toThrow();
    const both = aStage({}, { hosting: { ...hosting, zone: 'paper.press' }, url });
    expect(() => requireDeployable(both, undefined)).toThrow(/named as a hosted zone/);
    const mailbox = aStage({}, { hosting, url, from: { name: '', email: 'me@gmail.com' } });
    expect(() => requireDeployable(mailbox, undefined)).toThrow(/nobody but its owner/);
  });
});

describe('DMARC in a zone of the account', () => {
  const hosting = { zone: 'paper.press', workers: 2, waf: false, dashboard: false };
  const of = (about: Partial<Hosting> = {}, publication: Partial<Publication> = {}) =>
    templateOf(aStage({}, { hosting: { ...hosting, ...about }, ...publication }));

  it('is no record of CloudFormation’s, which would stop at what is there or delete it', () => {
    const template = of();
    const names = Object.values(template.findResources('AWS::Route53::RecordSet')).map(
      (r) => r.Properties.Name,
    );
    expect(names.filter((name) => String(name).startsWith('_dmarc'))).toEqual([]);
    template.hasResource('Custom::BroadsheetDmarc', {
      DeletionPolicy: 'Retain',
      Properties: Match.objectLike({
        Domain: 'paper.press',
        Policy: '',
        Rua: 'ed@paper.press',
        RuaOf: 'editor',
      }),
    });
  });

  it('is written at the sender’s own domain, with the policy that was asked for; reports go to nobody else’s', () => {
    const from = { name: '', email: 'news@letters.paper.press' };
    const editors = [{ name: '', email: 'me@gmail.com' }];
    const dmarc = { policy: 'quarantine' } as const;
    of({ dmarc }, { from, editors }).hasResourceProperties('Custom::BroadsheetDmarc', {
      ...{ Domain: 'letters.paper.press', Policy: 'quarantine', Rua: '' },
    });
    const rua = 'dmarc@reports.press';
    of({ dmarc: { ...dmarc, rua } }).hasResourceProperties('Custom::BroadsheetDmarc', { Rua: rua });
  });

  it('is written for newsletters’ own domains too, unless those lie below another sender’s', () => {
    const [newsletter] = aStage().publication.newsletters;
    const at = (email: string) => ({ name: '', email });
    const emails = ['b@daily.paper.press', 'c@x.daily.paper.press', 'd@LETTERS.paper.press'];
    const newsletters = emails.map((email, n) => ({ ...newsletter!, id: `n${n}`, from: at(email) }));
    const template = of({}, { from: at('a@letters.paper.press'), newsletters });
    const records = Object.values(template.findResources('Custom::BroadsheetDmarc'));
    expect(records.map(({ Properties }) => Properties.Domain).sort()).toEqual([
      'daily.paper.press',
      'letters.paper.press',
    ]);
    expect(JSON.stringify(template.findResources('AWS::IAM::Policy'))).toContain(
      '["_dmarc.letters.paper.press","_dmarc.daily.paper.press"]',
    );
  });

  it('may change one name and delete nothing', () => {
    const [statement] = Object.values(of().findResources('AWS::IAM::Policy'))
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      .filter(({ Action }) => Action === 'route53:ChangeResourceRecordSets');
    expect(statement.Condition['ForAllValues:StringEquals']).toEqual({
      'route53:ChangeResourceRecordSetsActions': ['UPSERT'],
      'route53:ChangeResourceRecordSetsNormalizedRecordNames': ['_dmarc.paper.press'],
      'route53:ChangeResourceRecordSetsRecordTypes': ['TXT'],
    });
  });

  it('is not touched where `dmarc` is `keep`, nor by a stage that shares its sender', () => {
    of({ dmarc: 'keep' }).resourceCountIs('Custom::BroadsheetDmarc', 0);
    templateOf(aStage({}, { hosting }), { sharedSender: true }).resourceCountIs('Custom::BroadsheetDmarc', 0);
  });
});
