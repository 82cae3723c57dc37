import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCertificates } from '../../../functions/adapters/aws4fetch/certificates.ts';
import { createDns } from '../../../functions/adapters/dns/records.ts';
import type { Certificates } from '../../../functions/domain/dns/certificate.ts';
import { askCertificate } from '../../../functions/flows/dns/ask-certificate.ts';
import { examineNames } from '../../../functions/flows/dns/examine-names.ts';
import { findCertificate } from '../../../infra/site/certificate-elsewhere.ts';
import { type DnsServer, startDns } from '../../support/fakes/dns-server.ts';
import { arnOf, type FakeAcm, fakeAcm } from '../../support/fakes/fake-acm.ts';

const HOST = 'news.paper.press';
const CDN = 'd1.cloudfront.net';

let acm: FakeAcm;
let dns: DnsServer;
let certificates: Certificates;
beforeEach(async () => {
  [acm, dns] = [await fakeAcm(), await startDns({})];
  const credentials = () => ({ accessKeyId: 'a', secretAccessKey: 'b' });
  certificates = createCertificates({ region: 'us-east-1', credentials, endpoint: acm.url });
});
afterEach(async () => {
  await acm.close();
  await dns.close();
});

const open = async () => certificates;
const find = (said?: string) => findCertificate(HOST, said, open);

describe('a deployment', () => {
  const ask = () => askCertificate(certificates, { host: HOST, token: 't' }, async () => {});

  it('asks for a certificate once, and tells the record that proves it', async () => {
    const proof = { name: `_proof.${HOST}`, value: '_x.acm-validations.aws' };
    expect(await ask()).toEqual({ arn: arnOf(0), proof });
    expect(await ask()).toEqual({ arn: arnOf(0), proof });
    expect(acm.state.certificates).toHaveLength(1);
  });

  it('takes one that is issued already, and asks anew where ACM gave up', async () => {
    acm.state.certificates.push({ DomainName: HOST, Status: 'VALIDATION_TIMED_OUT' });
    expect((await ask()).arn).toBe(arnOf(1));
    acm.state.certificates.push({ DomainName: '*.paper.press', Status: 'ISSUED' });
    expect((await ask()).arn).toBe(arnOf(2));
  });
});

describe('synth', () => {
  it('finds none before ACM has issued one, and the one that is issued after that', async () => {
    acm.state.certificates.push({ DomainName: HOST, Status: 'PENDING_VALIDATION' });
    expect(await find()).toEqual({ arn: undefined, lost: 0 });
    acm.state.certificates[0]!.Status = 'ISSUED';
    expect(await find()).toEqual({ arn: arnOf(0), lost: 0 });
  });

  it('keeps to the one that is shown, whichever others there are, on whichever page', async () => {
    acm.state.certificates.push(
      { DomainName: HOST, Status: 'ISSUED' },
      { DomainName: 'paper.press', Status: 'ISSUED' },
      { DomainName: 'other.news.paper.press', Status: 'ISSUED', InUse: true },
      {
        DomainName: 'paper.press',
        SubjectAlternativeNameSummaries: ['*.paper.press'],
        Status: 'ISSUED',
        InUse: true,
      },
    );
    expect((await find()).arn).toBe(arnOf(3));
  });

  it('counts what ACM gave up on, so that the next deployment asks anew', async () => {
    acm.state.certificates.push({ DomainName: HOST, Status: 'VALIDATION_TIMED_OUT' });
    expect(await find()).toEqual({ arn: undefined, lost: 1 });
  });

  it.each(['EXPIRED', 'REVOKED', 'PENDING_VALIDATION'])(
    'drops no address whose certificate is shown and %s',
    async (Status) => {
      acm.state.certificates.push({ DomainName: HOST, Status, InUse: true });
      await expect(find()).rejects.toMatchObject({ code: 'config' });
    },
  );

  it('drops none where ACM cannot be asked: it is refused in words', async () => {
    acm.state.denied = true;
    await expect(find()).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining('must not be dropped'),
      remedy: expect.stringContaining('-c certificate='),
    });
    const nobody = () => Promise.reject(new Error('no credentials'));
    await expect(findCertificate(HOST, undefined, nobody)).rejects.toMatchObject({ code: 'config' });
  });

  it('takes what it is told, without asking', async () => {
    acm.state.denied = true;
    expect(await find(arnOf(7))).toEqual({ arn: arnOf(7), lost: 0 });
    expect(await find('none')).toEqual({ arn: undefined, lost: 0 });
    for (const other of ['yes', '', arnOf(7).replace('us-east-1', 'eu-west-1')])
      await expect(find(other)).rejects.toMatchObject({ code: 'config' });
  });
});

describe('doctor, of a domain whose DNS is elsewhere', () => {
  const CLOUDFRONT = `https://${CDN}`;
  const look = async (base = CLOUDFRONT) => {
    const ports = { dns: createDns(dns.address), certificates };
    const found = await examineNames(ports, { host: HOST, base, distribution: CDN });
    return found.map(({ level, check, says, remedy }) => `${level} ${check}: ${says} ${remedy}`);
  };

  it('says which records are missing, then that ACM has to look, then that the next deployment goes on', async () => {
    expect((await look())[0]).toMatch(/^wrong certificate: There is no certificate .*cdk deploy/);
    acm.state.certificates.push({ DomainName: HOST, Status: 'PENDING_VALIDATION' });
    expect((await look())[0]).toMatch(/^wrong certificate: .*Look again in a minute/);
    expect((await look())[0]).toMatch(
      /^wrong .*Publish _proof\.news\.paper\.press CNAME _x\.acm-validations\.aws/,
    );
    dns.zone[`_proof.${HOST}`] = { cname: '_x.acm-validations.aws' };
    expect((await look())[0]).toMatch(/^note .*ACM has not looked yet.*Wait/);
    acm.state.certificates[0]!.Status = 'ISSUED';
    expect((await look())[0]).toMatch(/^note .*is issued.*npx cdk deploy/);
    expect((await look(`https://${HOST}`))[0]).toMatch(/^good certificate/);
  });

  it('says where the site’s name leads, and minds it once readers are sent there', async () => {
    expect((await look())[1]).toMatch(
      /^note site record: .* has no CNAME.*Publish news\.paper\.press CNAME d1/,
    );
    expect((await look(`https://${HOST}`))[1]).toMatch(/^wrong site record/);
    dns.zone[HOST] = { cname: 'old.host.net' };
    expect((await look())[1]).toMatch(/^wrong .*leads to old\.host\.net/);
    dns.zone[HOST] = { cname: CDN };
    expect((await look())[1]).toMatch(/^good site record/);
  });

  it('does not take an ALIAS at the top of a domain for a name that leads nowhere', async () => {
    dns.zone[HOST] = { a: '192.0.2.7' };
    for (const base of [CLOUDFRONT, `https://${HOST}`])
      expect((await look(base))[1]).toMatch(/^note site record: .*cannot be seen from here\. Open https/);
  });

  it('says that it could not look, where it may not', async () => {
    acm.state.denied = true;
    expect((await look())[0]).toMatch(/^(note|wrong) certificate: .*AccessDenied/);
  });
});
