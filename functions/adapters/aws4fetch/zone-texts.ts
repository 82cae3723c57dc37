/** TXT records of one name in a hosted zone of Route 53, by small signed requests. */
import { BroadsheetError } from '../../domain/error.ts';
import { type RequestSettings, signedRequests } from './requests.ts';

export type ZoneTexts = {
  /** The strings of each record joined; empty if there is no record. Throws `unavailable`. */
  read(name: string): Promise<readonly string[]>;
  /** The obstacle to a plain TXT record at that name, such as `A CNAME record`; undefined if there is none. Throws `unavailable`. */
  barred(name: string): Promise<string | undefined>;
  /** Writes these texts in place of all TXT records of the name. Throws `unavailable`. */
  write(name: string, texts: readonly string[]): Promise<void>;
};

export type ZoneSettings = Omit<RequestSettings, 'region'> & { zone: string; endpoint: string | undefined };

const TTL = 1800;
const NAMESPACE = 'https://route53.amazonaws.com/doc/2013-04-01/';

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListResourceRecordSets.html */
export function createZoneTexts({ zone, endpoint, ...settings }: ZoneSettings): ZoneTexts {
  // Route 53 serves all regions, and takes signatures for this one.
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
  /** The record sets of the name, of all types, as XML. The list begins at that name, or at the next one if it has none. */
  const setsAt = async (name: string): Promise<string[]> => {
    const query = new URLSearchParams({ name: `${name}.`, maxitems: '20' });
    const xml = await text(await requests({ method: 'GET', url: `${url}?${query}` }));
    const sets = xml.match(/<ResourceRecordSet>[\s\S]*?<\/ResourceRecordSet>/g) ?? [];
    return sets.filter((set) => set.toLowerCase().includes(`<name>${name}.</name>`));
  };
  return {
    async read(name) {
      const set = (await setsAt(name)).find((one) => typeOf(one) === 'TXT') ?? '';
      return [...set.matchAll(/<Value>([\s\S]*?)<\/Value>/g)].map(([, value = '']) => readValue(value));
    },
    async barred(name) {
      const sets = await setsAt(name);
      // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html: nothing stands beside a CNAME.
      const led = sets.map(typeOf).find((type) => type === 'CNAME' || type === 'NS');
      if (led !== undefined) return `A record of the type ${led}`;
      return sets.some((set) => typeOf(set) === 'TXT' && set.includes('<SetIdentifier>'))
        ? 'A TXT record with a routing policy'
        : undefined;
    },
    async write(name, texts) {
      const body = changeOf(name, texts);
      await text(await requests({ method: 'POST', url, headers: { 'Content-Type': 'text/xml' }, body }));
    },
  };
}

const typeOf = (set: string): string => /<Type>([^<]+)/.exec(set)?.[1] ?? '';

/** Reads a value: quoted strings of 255 octets at most. */
const readValue = (xml: string): string => {
  const plain = xml
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
  return [...plain.matchAll(/"((?:[^"\\]|\\.)*)"/g)]
    .map(([, string = '']) =>
      string.replaceAll(/\\(?:([0-3][0-7]{2})|(.))/g, (_, octal?: string, plain = '') =>
        octal === undefined ? plain : String.fromCharCode(Number.parseInt(octal, 8)),
      ),
    )
    .join('');
};

/** Escapes an octet that is no printable ASCII, as Route 53 wants it; texts hold one character for each octet. */
const octal = (character: string): string => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`;

const quoted = (text: string): string =>
  (text.match(/[\s\S]{1,250}/g) ?? [])
    .map((part) => `"${part.replaceAll(/(["\\])/g, '\\$1').replaceAll(/[^ -~]/g, octal)}"`)
    .join(' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;');

const changeOf = (name: string, texts: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?><ChangeResourceRecordSetsRequest xmlns="${NAMESPACE}"><ChangeBatch><Changes><Change><Action>UPSERT</Action><ResourceRecordSet><Name>${name}.</Name><Type>TXT</Type><TTL>${TTL}</TTL><ResourceRecords>${texts
    .map((one) => `<ResourceRecord><Value>${quoted(one)}</Value></ResourceRecord>`)
    .join(
      '',
    )}</ResourceRecords></ResourceRecordSet></Change></Changes></ChangeBatch></ChangeResourceRecordSetsRequest>`;
