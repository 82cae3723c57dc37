/** What a command says of the carrier's own suppression list, after it did its part here. */
import { type ProviderRelease, releaseAtCarrier } from '../flows/subscribers/release-at-provider.ts';
import type { LocalParts } from '../wiring/local/local.ts';
import { openCarrierList } from '../wiring/remote/account.ts';

/** undefined: mail does not go through SES. */
export async function releaseAtSes(
  local: Pick<LocalParts, 'config'>,
  addresses: { typed: string; stored: string | undefined },
): Promise<ProviderRelease | undefined> {
  if (local.config.mailer !== 'ses') return undefined;
  const region = process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION || undefined;
  return releaseAtCarrier(openCarrierList, { ...addresses, region });
}

/** Lines to follow what was said; empty where there is nothing to say. */
export function tellRelease(release: ProviderRelease | undefined): string {
  if (!release) return '';
  if (release.state === 'removed') return "\nSES's own suppression list held it, too: it was taken off.";
  if (release.state === 'absent') return "\nSES's own suppression list does not hold it.";
  return [
    `\nSES's own suppression list may still hold it: ${release.why} Whoever may do so takes it off with`,
    ...release.commands.map((command) => `  ${command}`),
  ].join('\n');
}
