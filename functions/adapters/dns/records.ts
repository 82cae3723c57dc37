/** DNS look-ups by the machine's resolver, or by another one. */
import { Resolver } from 'node:dns/promises';
import type { Dns } from '../../domain/dns/dns.ts';
import { BroadsheetError } from '../../domain/error.ts';

/** `server`: `1.1.1.1`, `127.0.0.1:5300`; undefined for the machine's own. */
export function createDns(server: string | undefined, { timeout = 3000 }: { timeout?: number } = {}): Dns {
  const resolver = new Resolver({ timeout, tries: 2 });
  if (server !== undefined) resolver.setServers([server]);
  return {
    txt: async (name) => (await answer(name, resolver.resolveTxt(name))).map((strings) => strings.join('')),
    mx: async (name) =>
      (await answer(name, resolver.resolveMx(name))).map(({ exchange }) => exchange.toLowerCase()),
    a: (name) => answer(name, resolver.resolve4(name)),
    cname: async (name) =>
      (await answer(name, resolver.resolveCname(name))).map((target) => target.toLowerCase()),
  };
}

/** The errors of c-ares for a name that does not exist, or has no record of that type. */
const NOTHING = ['ENOTFOUND', 'ENODATA'];

async function answer<T>(name: string, asking: Promise<T[]>): Promise<T[]> {
  try {
    return await asking;
  } catch (cause) {
    if (NOTHING.includes((cause as NodeJS.ErrnoException).code ?? '')) return [];
    throw new BroadsheetError('unavailable', `DNS did not say anything of ${name}.`, {
      remedy: 'Check the network; DNS_SERVER=1.1.1.1 asks another resolver.',
      cause,
    });
  }
}
