import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createZoneTexts } from '../../../functions/adapters/aws4fetch/zone-texts.ts';
import { createDns } from '../../../functions/adapters/dns/records.ts';
import type { DmarcPolicy } from '../../../functions/domain/dns/dmarc-record.ts';
import { DAY } from '../../../functions/domain/time/instant.ts';
import { examineDmarcAge } from '../../../functions/flows/dns/examine-dmarc-age.ts';
import { writeDmarc } from '../../../functions/flows/dns/write-dmarc.ts';
import { type DnsServer, startDns } from '../../support/fakes/dns-server.ts';
import { fakeZone } from '../../support/fakes/fake-zone.ts';

const DOMAIN = 'news.paper.press';
const NAME = `_dmarc.${DOMAIN}.`;

let zone: Awaited<ReturnType<typeof fakeZone>>;
let dns: DnsServer;
beforeEach(async () => {
  [zone, dns] = [await fakeZone(), await startDns({})];
});
afterEach(async () => {
  await zone.close();
  await dns.close();
});

const deploy = (policy?: DmarcPolicy, rua?: string, resolver = dns.address) => {
  const credentials = () => ({ accessKeyId: 'a', secretAccessKey: 'b' });
  const texts = createZoneTexts({ zone: 'Z1', endpoint: zone.url, credentials });
  return writeDmarc({ zone: texts, dns: createDns(resolver, { timeout: 50 }) }, DOMAIN, { policy, rua });
};

describe('a deployment', () => {
  it('writes a record where there is none, and leaves it alone from then on', async () => {
    expect(await deploy(undefined, 'ed@paper.press')).toBe('written');
    const written = ['"v=DMARC1; p=none; rua=mailto:ed@paper.press"'];
    expect(zone.records[NAME]).toEqual(written);
    dns.zone[`_dmarc.${DOMAIN}`] = { txt: ['v=DMARC1; p=none; rua=mailto:ed@paper.press'] };
    expect(await deploy(undefined, 'new@paper.press')).toBe('kept');
    expect(zone.records[NAME]).toEqual(written);
  });

  it('leaves a domain alone whose organisation has a policy, and one of which nobody can say', async () => {
    dns.zone['_dmarc.paper.press'] = { txt: ['v=DMARC1; p=reject; rua=mailto:d@paper.press'] };
    expect(await deploy()).toBe('kept');
    const silent = await startDns({}, { silent: true });
    expect(await deploy(undefined, undefined, silent.address)).toBe('kept');
    await silent.close();
    expect(zone.records).toEqual({});
  });

  it('reads a record of several strings whole, is not misled by the next name, and keeps what is beside it', async () => {
    zone.records['_dmarc.other.press.'] = ['"v=DMARC1; p=reject"'];
    expect(await deploy()).toBe('written');
    zone.records[NAME] = ['&quot;v=DMARC1; p=qua&quot; &quot;rantine; sp=none&quot;', '"other"'];
    expect(await deploy('reject')).toBe('written');
    expect(zone.records[NAME]).toEqual(['"other"', '"v=DMARC1; p=reject; sp=none"']);
  });

  it.each([
    ['<Type>CNAME</Type>', /of the type CNAME is there/],
    ['<Type>NS</Type>', /of the type NS is there/],
    ['<Type>TXT</Type><SetIdentifier>a</SetIdentifier>', /with a routing policy is there/],
  ])('leaves %s alone, and says so where a policy was asked for', async (kind, says) => {
    zone.records[NAME] = ['paper.dmarc-reader.press.'];
    zone.kinds[NAME] = kind;
    expect(await deploy()).toBe('kept');
    await expect(deploy('reject')).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringMatching(says),
    });
    expect(zone.records[NAME]).toEqual(['paper.dmarc-reader.press.']);
  });

  it('does not lower what holds from the organisation, and asks nobody else what that is', async () => {
    dns.zone['_dmarc.paper.press'] = { txt: ['v=DMARC1; p=none; sp=reject'] };
    await expect(deploy('none')).rejects.toThrow(/above it says p=reject for what is below/);
    expect(await deploy('reject')).toBe('written');
    dns.zone['_dmarc.paper.press'] = { txt: ['v=DMARC1; p=reject; sp=none'] };
    zone.records[NAME] = ['"other"'];
    expect(await deploy('quarantine')).toBe('written');
  });

  it('keeps what stands beside it to the octet', async () => {
    zone.records[NAME] = [String.raw`"caf\303\251 \"x\" \\"`];
    expect(await deploy()).toBe('written');
    expect(zone.records[NAME]![0]).toBe(String.raw`"caf\303\251 \"x\" \\"`);
  });

  it('never lowers one: it fails in words, and says how it may be meant', async () => {
    zone.records[NAME] = ['"v=DMARC1; p=reject"'];
    await expect(deploy('none')).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringMatching(/_dmarc\.news\.paper\.press: .*does not lower.*dmarc: keep/),
    });
    expect(zone.records[NAME]).toEqual(['"v=DMARC1; p=reject"']);
  });
});

describe('doctor, of p=none', () => {
  const memory = new Map<string, string>();
  const ledger = {
    getState: async (key: string) => memory.get(key),
    setState: async (key: string, value: string) => void memory.set(key, value),
  };
  const look = async (day: number) =>
    (await examineDmarcAge({ dns: createDns(dns.address), ledger }, DOMAIN, day * DAY)).map(
      ({ level, says, remedy }) => `${level} ${says} ${remedy}`,
    );

  it('says so after 60 days, with the step to quarantine, and counts anew when it comes back', async () => {
    dns.zone['_dmarc.paper.press'] = { txt: ['v=DMARC1; p=none; rua=mailto:d@paper.press'] };
    expect(await look(100)).toEqual([]);
    expect(await look(159)).toEqual([]);
    expect(await look(160)).toEqual([
      expect.stringMatching(/^note paper\.press .*for 60 days.*reports show only.*quarantine/),
    ]);
    // Without reports nobody knows whether quarantine would hit the wrong ones.
    dns.zone['_dmarc.paper.press'] = { txt: ['v=DMARC1; p=none'] };
    expect(await look(161)).toEqual([expect.stringMatching(/Nobody gets its reports: name an address/)]);
    dns.zone['_dmarc.paper.press'] = { txt: ['v=DMARC1; p=quarantine'] };
    expect(await look(170)).toEqual([]);
    dns.zone['_dmarc.paper.press'] = { txt: ['v=DMARC1; p=reject; sp=none'] };
    expect(await look(180)).toEqual([]);
    expect(await look(239)).toEqual([]);
    expect(await look(240)).toHaveLength(1);
  });
});
