import { afterEach, describe, expect, it } from 'vitest';
import { createDns } from '../../../functions/adapters/dns/records.ts';
import { type DnsServer, startDns } from '../../support/fakes/dns-server.ts';

let server: DnsServer | undefined;
afterEach(() => server?.close());

describe('DNS', () => {
  it('says what is there, long texts in one piece', async () => {
    const long = `v=DKIM1; p=${'a'.repeat(400)}`;
    server = await startDns({
      'paper.press': { txt: ['v=spf1 -all', long], mx: ['Mail.Paper.Press'] },
      'a.paper.press': { cname: 'A.dkim.amazonses.com' },
    });
    const dns = createDns(server.address);
    expect(await dns.txt('paper.press')).toEqual(['v=spf1 -all', long]);
    expect(await dns.mx('paper.press')).toEqual(['mail.paper.press']);
    expect(await dns.cname('a.paper.press')).toEqual(['a.dkim.amazonses.com']);
  });

  it('has nothing of a name that is not there, nor of a type that it lacks', async () => {
    server = await startDns({ 'paper.press': { mx: ['mail.paper.press'] } });
    const dns = createDns(server.address);
    expect(await dns.txt('paper.press')).toEqual([]);
    expect(await dns.mx('nowhere.press')).toEqual([]);
  });

  it('that does not answer is not taken for one that has nothing', async () => {
    server = await startDns({}, { silent: true });
    await expect(createDns(server.address, { timeout: 100 }).txt('paper.press')).rejects.toMatchObject({
      ...{ code: 'unavailable', remedy: expect.stringContaining('DNS_SERVER') },
    });
  });
});
