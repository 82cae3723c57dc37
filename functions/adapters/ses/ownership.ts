/** Tells which domains the account owns. Answers of SES are cached for minutes; they are needed when a run starts. */
import type { SendingAccount } from '../../domain/account/aws-account.ts';
import { upwards } from '../../domain/dns/dns.ts';
import { isBroadsheetError } from '../../domain/error.ts';

/** Milliseconds that an answer is cached: a domain verified just now counts as owned after this time at the latest. */
const KEEP = 5 * 60_000;

type Known = { owned: boolean | undefined; at: number };

/**
 * True if SES has verified the domain or a parent domain. undefined if these credentials may not ask (a server's policy of an older
 * version). Throws `unavailable` if SES does not answer.
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

/** True for a missing right. adapters/aws4fetch/account.ts keeps the name of SES's error as the cause. */
const isDenied = (error: unknown): boolean =>
  isBroadsheetError(error) &&
  error.cause instanceof Error &&
  /^(AccessDenied|NotAuthorized|403)/.test(error.cause.message);
