/** The DMARC record a deployment writes: never a second one, and never a weaker one than what is there. */
import { ownedDomainOf } from './owned-domain.ts';

export const POLICIES = ['none', 'quarantine', 'reject'] as const;
export type Policy = (typeof POLICIES)[number];

/** `hosting.dmarc`. `keep`: nothing is written, whatever is found. */
export type DmarcWish = 'keep' | { policy: Policy; rua?: string };

/** `write`: all texts of `_dmarc.<domain>`. */
export type DmarcDecision =
  | { kind: 'keep' }
  | { kind: 'write'; texts: string[] }
  | { kind: 'refuse'; why: string };

const isDmarc = (text: string): boolean => /^v=DMARC1\s*(;|$)/.test(text);
const KEEP: DmarcDecision = { kind: 'keep' };

/**
 * `here`: TXT records at `_dmarc.<domain>`; `above`: a domain above has a policy, or nobody could say. `policy` undefined: nobody
 * asked for one, so that only a domain without any gets `p=none`.
 */
export function decideDmarc(
  here: readonly string[],
  above: boolean,
  { policy, rua }: { policy: Policy | undefined; rua: string | undefined },
): DmarcDecision {
  const [found, ...more] = here.filter(isDmarc);
  if (policy === undefined && (found !== undefined || above)) return KEEP;
  if (more.length > 0)
    return { kind: 'refuse', why: 'There are several DMARC records, which count as none. Leave one.' };
  const others = here.filter((text) => !isDmarc(text));
  const wanted = policy ?? 'none';
  if (found === undefined) return { kind: 'write', texts: [...others, recordOf(wanted, rua)] };
  const before = policyIn(found);
  if (before === undefined || POLICIES.indexOf(before) > POLICIES.indexOf(wanted))
    return {
      kind: 'refuse',
      why: `The record there says ${before === undefined ? 'no policy that is known' : `p=${before}`}; a deployment does not lower it to p=${wanted}. Change it by hand, or write \`dmarc: keep\`.`,
    };
  const changed = change(found, wanted, rua);
  return changed === found ? KEEP : { kind: 'write', texts: [...others, changed] };
}

/** RFC 9989: no pct. */
const recordOf = (policy: Policy, rua: string | undefined): string =>
  `v=DMARC1; p=${policy}${rua === undefined ? '' : `; rua=mailto:${rua}`}`;

const tagsOf = (record: string): [name: string, value: string][] =>
  record.split(';').flatMap((tag): [string, string][] => {
    const [name = '', ...value] = tag.split('=');
    return name.trim() === '' ? [] : [[name.trim(), value.join('=').trim()]];
  });

/** A record without `p` that has a `rua` is treated as none (RFC 9989 §4.7). */
function policyIn(record: string): Policy | undefined {
  const [, said = 'none'] = tagsOf(record).find(([name]) => name.toLowerCase() === 'p') ?? [];
  return POLICIES.find((policy) => policy === said.toLowerCase());
}

/** Every other tag stays, and where reports go unless somebody says where. */
function change(record: string, policy: Policy, rua: string | undefined): string {
  const set = new Map([['p', policy], ...(rua === undefined ? [] : [['rua', `mailto:${rua}`] as const])]);
  const kept = tagsOf(record);
  const now = kept.map(([name, value]): [string, string] => [name, set.get(name.toLowerCase()) ?? value]);
  const names = now.map(([name]) => name.toLowerCase());
  // The policy stands second: old readers want it there (RFC 7489 §6.4).
  if (!names.includes('p')) now.splice(1, 0, ['p', policy]);
  if (rua !== undefined && !names.includes('rua')) now.push(['rua', `mailto:${rua}`]);
  const same = now.length === kept.length && now.every(([, value], n) => value === kept[n]![1]);
  return same ? record : now.map(([name, value]) => `${name}=${value}`).join('; ');
}

/**
 * Where reports go: an editor's address within the organisation of `domain`. Others would need a record of their own that lets
 * them take reports (RFC 9990 §4, external destinations). undefined: nobody's.
 */
export const reportsTo = (domain: string, editors: readonly string[]): string | undefined =>
  editors.find((email) => ownedDomainOf(email.split('@').at(-1)!.toLowerCase()) === ownedDomainOf(domain));
