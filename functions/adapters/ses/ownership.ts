/** Which domains the account owns, asked of SES seldom: when a run starts, and once for all that start within a few minutes. */
import type { SendingAccount } from '../../domain/account/aws-account.ts';
import { upwards } from '../../domain/dns/dns.ts';
import { isBroadsheetError } from '../../domain/error.ts';

/** A domain that was just verified is believed within this time. */
const KEEP = 5 * 60_000;

type Known = { owned: boolean | undefined; at: number };

/**
 * Whether SES has verified the domain, or one above it, as a domain. undefined: these credentials may not ask (a server's policy of
 * an older version). Throws `unavailable` where SES does not answer, as its quota does.
 */
export function createOwnership(identity: SendingAccount['identity'], clock: () => number) {
  const known = new Map<string, Known>();
  return async (domain: string): Promise<boolean | undefined> => {
    const before = known.get(domain);
    if (before && Math.abs(clock() - before.at) < KEEP) return before.owned;
    const owned = await isOwned(identity, domain);
    known.set(domain, { owned, at: clock() });
    return owned;
  };
}

async function isOwned(identity: SendingAccount['identity'], domain: string): Promise<boolean | undefined> {
  let isUnsaid = false;
  for (const name of upwards(domain)) {
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

/** adapters/aws4fetch/account.ts keeps the name of SES's error as the cause. */
const isDenied = (error: unknown): boolean =>
  isBroadsheetError(error) &&
  error.cause instanceof Error &&
  /^(AccessDenied|NotAuthorized|403)/.test(error.cause.message);
