/** DMARC (RFC 9989): the policy a domain publishes, and whether a signature or an envelope speaks for its From address. */
import { within } from './dns.ts';

export type Dmarc = {
  /** Where it was found; the From address's own domain, or one above it. */
  domain: string;
  policy: string;
  /** strict: the very domain; else any of the same organisation. */
  strict: { dkim: boolean; spf: boolean };
  /** Tags that RFC 9989 no longer has. */
  removed: readonly string[];
};

/** pct, rf and ri went with RFC 7489. */
const REMOVED = ['pct', 'rf', 'ri'];

/** Of the TXT records at `_dmarc.<domain>`; undefined: none is one, or several are (RFC 9989: then there is none). */
export function readDmarc(domain: string, from: string, records: readonly string[]): Dmarc | undefined {
  const [record, ...others] = records.filter((text) => /^v=DMARC1\s*(;|$)/.test(text));
  if (record === undefined || others.length > 0) return undefined;
  const tags = new Map(
    record.split(';').map((tag): [string, string] => {
      const [name = '', ...value] = tag.split('=');
      return [name.trim().toLowerCase(), value.join('=').trim().toLowerCase()];
    }),
  );
  const own = tags.get('p') ?? 'none';
  return {
    domain,
    policy: from === domain ? own : (tags.get('sp') ?? own),
    strict: { dkim: tags.get('adkim') === 's', spf: tags.get('aspf') === 's' },
    removed: REMOVED.filter((name) => tags.has(name)),
  };
}

/** `organisation`: the domain whose owner the account is; whatever lies within it is of one organisation. */
export const isAligned = (
  from: string,
  spoken: string,
  { strict, organisation }: { strict: boolean; organisation: string },
): boolean => (strict ? from === spoken : within(from, organisation) && within(spoken, organisation));
