import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { writeStageDmarc } from '../../../functions/wiring/aws/write-stage-dmarc.ts';
import { type DnsServer, startDns } from '../../support/fakes/dns-server.ts';
import { fakeZone } from '../../support/fakes/fake-zone.ts';

const NAME = '_dmarc.paper.press.';
const properties = { Domain: 'paper.press', Zone: 'Z1', Policy: 'quarantine', Rua: 'ed@paper.press' };
const SERVICE = '"v=DMARC1; p=none; rua=mailto:a@reader.press"';

let zone: Awaited<ReturnType<typeof fakeZone>>;
let dns: DnsServer;
beforeEach(async () => {
  [zone, dns] = [await fakeZone(), await startDns({})];
  vi.stubEnv('AWS_ENDPOINT_URL_ROUTE_53', zone.url);
  vi.stubEnv('DNS_SERVER', dns.address);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'a');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'b');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await zone.close();
  await dns.close();
});

it('the properties of a stack raise a record, and an editor takes no reports that somebody reads', async () => {
  zone.records[NAME] = [SERVICE];
  const { id, data } = await writeStageDmarc({ ...properties, RuaOf: 'editor' });
  expect({ id, data }).toEqual({ id: 'dmarc-paper.press', data: { Done: 'written' } });
  expect(zone.records[NAME]).toEqual(['"v=DMARC1; p=quarantine; rua=mailto:a@reader.press"']);
});

it('an address that publication.yaml names takes them, and a record without any gets the editor’s', async () => {
  zone.records[NAME] = [SERVICE];
  await writeStageDmarc(properties);
  expect(zone.records[NAME]).toEqual(['"v=DMARC1; p=quarantine; rua=mailto:ed@paper.press"']);
  zone.records[NAME] = ['"v=DMARC1; p=none"'];
  await writeStageDmarc({ ...properties, RuaOf: 'editor' });
  expect(zone.records[NAME]).toEqual(['"v=DMARC1; p=quarantine; rua=mailto:ed@paper.press"']);
});

it('a stack of an earlier version, and one that asks for nothing, are as before', async () => {
  const { data } = await writeStageDmarc({ Domain: 'paper.press', Zone: 'Z1' });
  expect(data).toEqual({ Done: 'written' });
  expect(zone.records[NAME]).toEqual(['"v=DMARC1; p=none"']);
});
