/** The DMARC record a deployment writes: never a second one, and never a weaker one than what is there. */
import { isDmarc, isMeantAsDmarc } from './dmarc.ts';
import { ownedDomainOf } from './registrable-domain.ts';

export const DMARC_POLICIES = ['none', 'quarantine', 'reject'] as const;
export type DmarcPolicy = (typeof DMARC_POLICIES)[number];

/** `hosting.dmarc`. `keep`: nothing is written, whatever is found. */
export type DmarcWish = 'keep' | { policy: DmarcPolicy; rua?: string };

/** `renderNotice`: all texts of `_dmarc.<domain>`. */
export type DmarcDecision =
  | { kind: 'keep' }
  | { kind: 'write'; texts: string[] }
  | { kind: 'refuse'; why: string };

const KEEP: DmarcDecision = { kind: 'keep' };

/** What somebody wants. `policy` undefined: nobody asked. `editor`: takes reports where neither `rua` nor the record says who does. */
export type AskedDmarc = {
  policy: DmarcPolicy | undefined;
  rua: string | undefined;
  editor?: string | undefined;
};

/**
 * `here`: TXT records at `_dmarc.<domain>`. `above`: the policy that a domain above has for this one; `true`: it has one, or nobody
 * could say. Where nobody asked for a policy, only a domain without any gets `p=none`.
 */
export function decideDmarc(
  here: readonly string[],
  above: boolean | DmarcPolicy,
  asked: AskedDmarc,
): DmarcDecision {
  const { policy } = asked;
  const [found, ...more] = here.filter(isMeantAsDmarc);
  if (policy === undefined && (found !== undefined || above)) return KEEP;
  if (more.length > 0) return refused('There are several DMARC records, which count as none. Leave one.');
  const wanted = policy ?? 'none';
  if (found === undefined) return decideNew(here, above, { ...asked, policy: wanted });
  if (!isDmarc(found))
    return refused(`\`${found}\` is read by no server as a DMARC record. Correct it by hand.`);
  const before = policyIn(found);
  if (before === undefined || isWeaker(wanted, before))
    return refused(
      `The record there says ${before === undefined ? 'no policy that is known' : `p=${before}`}; a deployment does not lower it to p=${wanted}. Change it by hand, or write \`dmarc: keep\`.`,
    );
  const changed = change(found, wanted, asked);
  const others = here.filter((text) => text !== found);
  return changed === found ? KEEP : { kind: 'write', texts: [...others, changed] };
}

/** A record of its own stands in place of what holds from above: that can lower it, too. */
function decideNew(
  here: readonly string[],
  above: boolean | DmarcPolicy,
  { policy, rua, editor }: AskedDmarc & { policy: DmarcPolicy },
): DmarcDecision {
  if (typeof above === 'string' && isWeaker(policy, above))
    return refused(
      `A domain above it says p=${above} for what is below; a record with p=${policy} would lower that. Write \`dmarc: keep\`, or a policy as strong.`,
    );
  if (above === true && policy !== 'reject')
    return refused(
      `Which policy holds from a domain above could not be seen, and p=${policy} might lower it. Deploy again, or write \`dmarc: keep\`.`,
    );
  return { kind: 'write', texts: [...here, recordOf(policy, rua ?? editor)] };
}

const refused = (why: string): DmarcDecision => ({ kind: 'refuse', why });
const isWeaker = (one: DmarcPolicy, other: DmarcPolicy): boolean =>
  DMARC_POLICIES.indexOf(one) < DMARC_POLICIES.indexOf(other);

/** RFC 9989: no pct. */
export const recordOf = (policy: DmarcPolicy, rua: string | undefined): string =>
  `v=DMARC1; p=${policy}${rua === undefined ? '' : `; rua=mailto:${rua}`}`;

const tagsOf = (record: string): [name: string, value: string][] =>
  record.split(';').flatMap((tag): [string, string][] => {
    const [name = '', ...value] = tag.split('=');
    return name.trim() === '' ? [] : [[name.trim(), value.join('=').trim()]];
  });

/** A record without `p` that has a `rua` is treated as none (RFC 9989 §4.7). */
function policyIn(record: string): DmarcPolicy | undefined {
  const [, said = 'none'] = tagsOf(record).find(([name]) => name.toLowerCase() === 'p') ?? [];
  return DMARC_POLICIES.find((policy) => policy === said.toLowerCase());
}

/** Every other tag stays, and where reports go unless somebody says where. */
function change(record: string, policy: DmarcPolicy, { rua, editor }: AskedDmarc): string {
  const set = new Map([['p', policy], ...(rua === undefined ? [] : [['rua', `mailto:${rua}`] as const])]);
  const kept = tagsOf(record);
  const now = kept.map(([name, value]): [string, string] => [name, set.get(name.toLowerCase()) ?? value]);
  const names = now.map(([name]) => name.toLowerCase());
  // The policy stands second: old readers want it there (RFC 7489 §6.4).
  if (!names.includes('p')) now.splice(1, 0, ['p', policy]);
  const reports = rua ?? editor;
  if (reports !== undefined && !names.includes('rua')) now.push(['rua', `mailto:${reports}`]);
  const same = now.length === kept.length && now.every(([, value], n) => value === kept[n]![1]);
  return same ? record : now.map(([name, value]) => `${name}=${value}`).join('; ');
}

/**
 * Where reports go: an editor's address within the organisation of `domain`. Others would need a record of their own that lets
 * them take reports (RFC 9990 §4, external destinations). undefined: nobody's.
 */
export const reportsTo = (domain: string, editors: readonly string[]): string | undefined =>
  editors.find(
    (email) =>
      canTakeReports(email) &&
      ownedDomainOf(email.split('@').at(-1)!.toLowerCase()) === ownedDomainOf(domain),
  );

/** Commas, semicolons and exclamation marks mean something in a record (RFC 9989 §4.7). */
export const canTakeReports = (email: string): boolean => !/[,;!%]/.test(email);
