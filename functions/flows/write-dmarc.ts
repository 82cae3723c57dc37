/** The DMARC record of a deployment's own zone: looked at where it is, and above, then written or left alone. */

import { decideDmarc, type Policy } from '../domain/dmarc-record.ts';
import { type Dns, upwards } from '../domain/dns.ts';
import { BroadsheetError } from '../domain/error.ts';
import { findDmarc } from './examine-dmarc.ts';

export type DmarcZone = {
  read(name: string): Promise<readonly string[]>;
  write(name: string, texts: readonly string[]): Promise<void>;
};

/** Returns what was done. Throws `refused` where the wish would lower what is there, `unavailable` where the zone does not answer. */
export async function writeDmarc(
  { zone, dns }: { zone: DmarcZone; dns: Dns },
  domain: string,
  wish: { policy: Policy | undefined; rua: string | undefined },
): Promise<'kept' | 'written'> {
  const name = `_dmarc.${domain}`;
  const here = await zone.read(name);
  const decided = decideDmarc(here, await hasPolicyAbove(dns, domain), wish);
  if (decided.kind === 'keep') return 'kept';
  if (decided.kind === 'refuse')
    throw new BroadsheetError('refused', `${name}: ${decided.why}`, { remedy: 'See docs/domain.md.' });
  await zone.write(name, decided.texts);
  return 'written';
}

/** Where nobody could say, nothing is written: `doctor` looks again. */
async function hasPolicyAbove(dns: Dns, domain: string): Promise<boolean> {
  const [, parent] = upwards(domain);
  if (parent === undefined) return false;
  const found = await findDmarc(dns, parent).catch(() => undefined);
  return found === undefined || found.dmarc !== undefined || found.several !== undefined;
}
