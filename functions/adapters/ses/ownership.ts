/** Checks, with a cache, which domains the account owns: SES is asked when a run starts, and once for all runs of a few minutes. */
import type { SendingAccount } from '../../domain/account/aws-account.ts';
import { listDomainsUpwards } from '../../domain/dns/dns.ts';
import { isBroadsheetError } from '../../domain/error.ts';

/** Milliseconds; a newly verified domain is recognized within this time. */
const CACHE_DURATION = 5 * 60_000;

type Known = { owned: boolean | undefined; at: number };

/**
 * True if SES has verified the domain, or one above it, as a domain. undefined if these credentials may not ask (a server's policy of an
 * older version). Throws `unavailable` if SES does not answer, as the quota does.
 */
export function createOwnership(identity: SendingAccount['identity'], clock: () => number) {
  const known = new Map<string, Known>();
  return async (domain: string): Promise<boolean | undefined> => {
    const before = known.get(domain);
    if (before && Math.abs(clock() - before.at) < CACHE_DURATION) return before.owned;
    const owned = await isOwned(identity, domain);
    known.set(domain, { owned, at: clock() });
    return owned;
  };
}

async function isOwned(identity: SendingAccount['identity'], domain: string): Promise<boolean | undefined> {
  let isUnsaid = false;
  for (const name of listDomainsUpwards(domain)) {
    try {
      const found = await identity(name);
      if (found?.kind === 'domain' && found.verified) return true;
    } catch (error) {
      if (!isDenied(error)) throw error;
      isUnsaid = true;
    }
  }
  return isUnsaid ? undefined : false;
}

/** The cause is the name of SES's error (adapters/aws4fetch/account.ts). */
const isDenied = (error: unknown): boolean =>
  isBroadsheetError(error) &&
  error.cause instanceof Error &&
  /^(AccessDenied|NotAuthorized|403)/.test(error.cause.message);
