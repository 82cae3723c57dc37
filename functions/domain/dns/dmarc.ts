/** DMARC (RFC 9989): the policy that a domain publishes, and whether the domain of DKIM or SPF aligns with a From address. */
import { isWithin } from './dns.ts';

export type Dmarc = {
  /** The domain that has the record: the From address's own, or one above it. */
  domain: string;
  policy: string;
  /** True if only the very domain aligns; else any domain of the same organisation does. */
  strict: { dkim: boolean; spf: boolean };
  /** Tags of the record that RFC 9989 no longer has. */
  removed: readonly string[];
  /** The targets of reports, as `rua` has them. */
  reports?: readonly string[];
  /** `y`: a public suffix, below which names are sold; `n`: an organisation of its own. */
  psd?: string;
};

/** pct, rf and ri went with RFC 7489. */
const REMOVED_TAGS = ['pct', 'rf', 'ri'];

/** RFC 9989 §4.8: blanks may stand around the equals sign, and the version is in capitals. */
export const isDmarc = (text: string): boolean =>
  /^v[ \t]*=[ \t]*DMARC1[ \t]*(;|$)/.test(text.replace(/^V/, 'v'));

/** True also for a misspelt record that no server may read: `v=dmarc1`, a missing semicolon, extra quotation marks. */
export const isMeantAsDmarc = (text: string): boolean => /^[\s"'“\\]*v\s*=\s*["'“]?dmarc1?\b/i.test(text);

/** Reads the TXT records at `_dmarc.<domain>`; undefined if none is a DMARC record, or several are (RFC 9989: then none counts). */
export function readDmarc(domain: string, from: string, records: readonly string[]): Dmarc | undefined {
  const [record, ...others] = records.filter(isDmarc);
  if (record === undefined || others.length > 0) return undefined;
  const tags = new Map(
    record.split(';').map((tag): [string, string] => {
      const [name = '', ...value] = tag.split('=');
      return [name.trim().toLowerCase(), value.join('=').trim().toLowerCase()];
    }),
  );
  const own = tags.get('p') ?? 'none';
  const [rua, psd] = [tags.get('rua'), tags.get('psd')];
  return {
    domain,
    policy: from === domain ? own : (tags.get('sp') ?? own),
    strict: { dkim: tags.get('adkim') === 's', spf: tags.get('aspf') === 's' },
    removed: REMOVED_TAGS.filter((name) => tags.has(name)),
    ...(rua && { reports: rua.split(',').map((uri) => uri.trim()) }),
    ...(psd && { psd }),
  };
}

/** `organisation`: the domain that the account owns; all domains within it belong to one organisation. */
export const isAligned = (
  from: string,
  spoken: string,
  { strict, organisation }: { strict: boolean; organisation: string },
): boolean => (strict ? from === spoken : isWithin(from, organisation) && isWithin(spoken, organisation));
