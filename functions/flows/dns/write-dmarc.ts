/** Writes the DMARC record of a deployment's own zone, or leaves it alone, after a look at the record and at those of domains above. */
import {
  DMARC_POLICIES,
  type DmarcPolicy,
  type DmarcRequest,
  decideDmarc,
} from '../../domain/dns/dmarc-record.ts';
import { type Dns, listDomainsUpwards } from '../../domain/dns/dns.ts';
import { BroadsheetError } from '../../domain/error.ts';
import { findDmarcAbove } from './examine-dmarc.ts';

export type DmarcZone = {
  read(name: string): Promise<readonly string[]>;
  /** The record at the name that rules out a plain TXT record (`CNAME`, `NS`); undefined if there is none. */
  barred?(name: string): Promise<string | undefined>;
  write(name: string, texts: readonly string[]): Promise<void>;
};

/** Throws `refused` if the wish would lower the present policy, and `unavailable` if the zone does not answer. */
export async function writeDmarc(
  { zone, dns }: { zone: DmarcZone; dns: Dns },
  domain: string,
  wish: DmarcRequest,
): Promise<'kept' | 'written'> {
  const name = `_dmarc.${domain}`;
  const bar = await zone.barred?.(name);
  // The service that reads a domain's reports often keeps its record too.
  if (bar !== undefined && wish.policy === undefined) return 'kept';
  if (bar !== undefined)
    throw createRefusal(
      name,
      `${bar} is there and leads to the service that keeps the record. Change the record there, and write \`dmarc: keep\`.`,
    );
  const here = await zone.read(name);
  const decided = decideDmarc(here, await readPolicyAbove(dns, domain), wish);
  if (decided.kind === 'keep') return 'kept';
  if (decided.kind === 'refuse') throw createRefusal(name, decided.why);
  await zone.write(name, decided.texts);
  return 'written';
}

const createRefusal = (name: string, why: string) =>
  new BroadsheetError('refused', `${name}: ${why}`, { remedy: 'See docs/domain.md.' });

/** `true` if the policy could not be read. Then no record is written that might lower it, and `doctor` looks again. */
async function readPolicyAbove(dns: Dns, domain: string): Promise<boolean | DmarcPolicy> {
  if (listDomainsUpwards(domain).length < 2) return false;
  const found = await findDmarcAbove(dns, domain).catch(() => undefined);
  if (found?.dmarc === undefined) return found === undefined || found.several !== undefined;
  return DMARC_POLICIES.find((policy) => policy === found.dmarc?.policy) ?? true;
}
