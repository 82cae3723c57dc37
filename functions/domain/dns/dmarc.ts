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
  /** `rua`, as it is written: where reports go. */
  reports?: readonly string[];
  /** `y`: names below it are sold to others; `n`: it is an organisation of its own. */
  psd?: string;
};

/** pct, rf and ri went with RFC 7489. */
const REMOVED = ['pct', 'rf', 'ri'];

/** RFC 9989 §4.8: blanks may stand around the equals sign, and the version alone is in capitals. */
export const isDmarc = (text: string): boolean =>
  /^v[ \t]*=[ \t]*DMARC1[ \t]*(;|$)/.test(text.replace(/^V/, 'v'));

/** Meant as one, and perhaps read by nobody: `v=dmarc1`, a missing semicolon, quotation marks too many. */
export const isMeantAsDmarc = (text: string): boolean => /^[\s"'“\\]*v\s*=\s*["'“]?dmarc1?\b/i.test(text);

/** Of the TXT records at `_dmarc.<domain>`; undefined: none is one, or several are (RFC 9989: then there is none). */
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
    removed: REMOVED.filter((name) => tags.has(name)),
    ...(rua && { reports: rua.split(',').map((uri) => uri.trim()) }),
    ...(psd && { psd }),
  };
}

/** `organisation`: the domain whose owner the account is; whatever lies within it is of one organisation. */
export const isAligned = (
  from: string,
  spoken: string,
  { strict, organisation }: { strict: boolean; organisation: string },
): boolean => (strict ? from === spoken : within(from, organisation) && within(spoken, organisation));
