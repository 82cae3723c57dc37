/** Route 53 by small signed requests: the TXT records of one name in a hosted zone. */
import { BroadsheetError } from '../../domain/error.ts';
import { type RequestSettings, signedRequests } from './requests.ts';

export type ZoneTexts = {
  /** Each record's strings joined; empty where there is none. Throws `unavailable`. */
  read(name: string): Promise<readonly string[]>;
  /** In place of all that are there. Throws `unavailable`. */
  write(name: string, texts: readonly string[]): Promise<void>;
};

export type ZoneSettings = Omit<RequestSettings, 'region'> & { zone: string; endpoint: string | undefined };

const TTL = 1800;
const NAMESPACE = 'https://route53.amazonaws.com/doc/2013-04-01/';

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListResourceRecordSets.html */
export function createZoneTexts({ zone, endpoint, ...settings }: ZoneSettings): ZoneTexts {
  // Route 53 is one for all regions, and is signed for this one.
  const requests = signedRequests('route53', { ...settings, region: 'us-east-1' });
  const base = (endpoint ?? 'https://route53.amazonaws.com').replace(/\/$/, '');
  const url = `${base}/2013-04-01/hostedzone/${zone}/rrset`;
  const text = async (response: Response): Promise<string> => {
    const body = await response.text();
    if (response.ok) return body;
    const why = /<Code>([^<]+)/.exec(body)?.[1] ?? String(response.status);
    throw new BroadsheetError('unavailable', `Route 53 answered ${why}.`, {
      remedy: 'Check that the hosted zone is in this account.',
      cause: new Error(why),
    });
  };
  return {
    async read(name) {
      const query = new URLSearchParams({ name: `${name}.`, type: 'TXT', maxitems: '1' });
      const xml = await text(await requests({ method: 'GET', url: `${url}?${query}` }));
      // The list begins at that name, or at the next one where there is none.
      const [set = ''] = /<ResourceRecordSet>[\s\S]*?<\/ResourceRecordSet>/.exec(xml) ?? [];
      const is = (tag: string, value: string) => set.toLowerCase().includes(`<${tag}>${value}</${tag}>`);
      if (!is('name', `${name}.`) || !is('type', 'txt')) return [];
      return [...set.matchAll(/<Value>([\s\S]*?)<\/Value>/g)].map(([, value = '']) => readValue(value));
    },
    async write(name, texts) {
      const body = changeOf(name, texts);
      await text(await requests({ method: 'POST', url, headers: { 'Content-Type': 'text/xml' }, body }));
    },
  };
}

/** Strings of 255 octets at most, in quotation marks. */
const readValue = (xml: string): string => {
  const plain = xml
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
  return [...plain.matchAll(/"((?:[^"\\]|\\.)*)"/g)]
    .map(([, string = '']) => string.replaceAll(/\\(.)/g, '$1'))
    .join('');
};

const quoted = (text: string): string =>
  (text.match(/[\s\S]{1,250}/g) ?? [])
    .map((part) => `"${part.replaceAll(/(["\\])/g, '\\$1')}"`)
    .join(' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;');

const changeOf = (name: string, texts: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?><ChangeResourceRecordSetsRequest xmlns="${NAMESPACE}"><ChangeBatch><Changes><Change><Action>UPSERT</Action><ResourceRecordSet><Name>${name}.</Name><Type>TXT</Type><TTL>${TTL}</TTL><ResourceRecords>${texts
    .map((one) => `<ResourceRecord><Value>${quoted(one)}</Value></ResourceRecord>`)
    .join(
      '',
    )}</ResourceRecords></ResourceRecordSet></Change></Changes></ChangeBatch></ChangeResourceRecordSetsRequest>`;
