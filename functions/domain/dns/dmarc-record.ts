/** Decides the DMARC record that a deployment writes: never a second record, and never a weaker policy than the present one. */
import { isDmarc, isMeantAsDmarc } from './dmarc.ts';
import { registrableDomainOf } from './registrable-domain.ts';

export const DMARC_POLICIES = ['none', 'quarantine', 'reject'] as const;
export type DmarcPolicy = (typeof DMARC_POLICIES)[number];

/** `hosting.dmarc` of publication.yaml. `keep`: the deployment writes nothing. */
export type DmarcWish = 'keep' | { policy: DmarcPolicy; rua?: string };

/** `texts`: all TXT records that `_dmarc.<domain>` is to have. */
export type DmarcDecision =
  | { kind: 'keep' }
  | { kind: 'write'; texts: string[] }
  | { kind: 'refuse'; why: string };

const KEEP_RECORD: DmarcDecision = { kind: 'keep' };

/** `policy`: undefined if publication.yaml asks for none. `editor`: gets the reports if neither `rua` nor the record names an address. */
export type DmarcRequest = {
  policy: DmarcPolicy | undefined;
  rua: string | undefined;
  editor?: string | undefined;
};

/**
 * `here`: TXT records at `_dmarc.<domain>`. `above`: the policy that a domain above sets for this one; `true` if there may be one that
 * could not be read. If no policy is asked for, only a domain without any gets `p=none`.
 */
export function decideDmarc(
  here: readonly string[],
  above: boolean | DmarcPolicy,
  asked: DmarcRequest,
): DmarcDecision {
  const { policy } = asked;
  const [found, ...more] = here.filter(isMeantAsDmarc);
  if (policy === undefined && (found !== undefined || above)) return KEEP_RECORD;
  if (more.length > 0)
    return decideRefusal('There are several DMARC records, which count as none. Leave one.');
  const wanted = policy ?? 'none';
  if (found === undefined) return decideFirstRecord(here, above, { ...asked, policy: wanted });
  if (!isDmarc(found))
    return decideRefusal(`\`${found}\` is read by no server as a DMARC record. Correct it by hand.`);
  const before = readPolicy(found);
  if (before === undefined || isWeaker(wanted, before))
    return decideRefusal(
      `The record there says ${before === undefined ? 'no policy that is known' : `p=${before}`}; a deployment does not lower it to p=${wanted}. Change it by hand, or write \`dmarc: keep\`.`,
    );
  const changed = changeRecord(found, wanted, asked);
  const others = here.filter((text) => text !== found);
  return changed === found ? KEEP_RECORD : { kind: 'write', texts: [...others, changed] };
}

/** A first record of the domain replaces the policy from a domain above, and must not be weaker either. */
function decideFirstRecord(
  here: readonly string[],
  above: boolean | DmarcPolicy,
  { policy, rua, editor }: DmarcRequest & { policy: DmarcPolicy },
): DmarcDecision {
  if (typeof above === 'string' && isWeaker(policy, above))
    return decideRefusal(
      `A domain above it says p=${above} for what is below; a record with p=${policy} would lower that. Write \`dmarc: keep\`, or a policy as strong.`,
    );
  if (above === true && policy !== 'reject')
    return decideRefusal(
      `The policy of a domain above could not be read, and p=${policy} might lower that policy. Deploy again, or write \`dmarc: keep\`.`,
    );
  return { kind: 'write', texts: [...here, dmarcRecordOf(policy, rua ?? editor)] };
}

const decideRefusal = (why: string): DmarcDecision => ({ kind: 'refuse', why });
const isWeaker = (one: DmarcPolicy, other: DmarcPolicy): boolean =>
  DMARC_POLICIES.indexOf(one) < DMARC_POLICIES.indexOf(other);

/** RFC 9989 has no pct tag. */
export const dmarcRecordOf = (policy: DmarcPolicy, rua: string | undefined): string =>
  `v=DMARC1; p=${policy}${rua === undefined ? '' : `; rua=mailto:${rua}`}`;

const tagsOf = (record: string): [name: string, value: string][] =>
  record.split(';').flatMap((tag): [string, string][] => {
    const [name = '', ...value] = tag.split('=');
    return name.trim() === '' ? [] : [[name.trim(), value.join('=').trim()]];
  });

/** A record with a `rua` but without `p` counts as `p=none` (RFC 9989 §4.7). */
function readPolicy(record: string): DmarcPolicy | undefined {
  const [, said = 'none'] = tagsOf(record).find(([name]) => name.toLowerCase() === 'p') ?? [];
  return DMARC_POLICIES.find((policy) => policy === said.toLowerCase());
}

/** Sets the policy. All other tags stay, also `rua` unless a new one is asked for. */
function changeRecord(record: string, policy: DmarcPolicy, { rua, editor }: DmarcRequest): string {
  const set = new Map([['p', policy], ...(rua === undefined ? [] : [['rua', `mailto:${rua}`] as const])]);
  const kept = tagsOf(record);
  const now = kept.map(([name, value]): [string, string] => [name, set.get(name.toLowerCase()) ?? value]);
  const names = now.map(([name]) => name.toLowerCase());
  // The policy stands second, because older receivers demand that (RFC 7489 §6.4).
  if (!names.includes('p')) now.splice(1, 0, ['p', policy]);
  const reports = rua ?? editor;
  if (reports !== undefined && !names.includes('rua')) now.push(['rua', `mailto:${reports}`]);
  const same = now.length === kept.length && now.every(([, value], n) => value === kept[n]![1]);
  return same ? record : now.map(([name, value]) => `${name}=${value}`).join('; ');
}

/**
 * The first editor's address that lies within the organisation of `domain`, as the target of reports; undefined if there is none. An
 * external address would need a record of its own that allows reports (RFC 9990 §4).
 */
export const findReportAddress = (domain: string, editors: readonly string[]): string | undefined =>
  editors.find(
    (email) =>
      canTakeReports(email) &&
      registrableDomainOf(email.split('@').at(-1)!.toLowerCase()) === registrableDomainOf(domain),
  );

/** Commas, semicolons and exclamation marks mean something in a record (RFC 9989 §4.7). */
export const canTakeReports = (email: string): boolean => !/[,;!%]/.test(email);
