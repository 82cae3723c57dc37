/** Removes an address from the provider's own suppression list (SES), and tells the operator the result. */
import { type ProviderRelease, releaseAtProvider } from '../flows/subscribers/release-at-provider.ts';
import type { LocalParts } from '../wiring/local/local.ts';
import { openProviderSuppressions } from '../wiring/remote/account.ts';

/** Returns undefined if mail does not go through SES. */
export async function releaseAtSes(
  local: Pick<LocalParts, 'config'>,
  addresses: { typed: string; stored: string | undefined },
): Promise<ProviderRelease | undefined> {
  if (local.config.mailer !== 'ses') return undefined;
  const region = process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION || undefined;
  return releaseAtProvider(openProviderSuppressions, { ...addresses, region });
}

/** Lines that follow a command's own answer; empty if there is nothing to tell. */
export function describeRelease(release: ProviderRelease | undefined): string {
  if (!release) return '';
  if (release.state === 'removed')
    return "\nSES's own suppression list held the address too, and it was removed there.";
  if (release.state === 'absent') return "\nSES's own suppression list does not hold the address.";
  return [
    `\nSES's own suppression list may still hold the address: ${release.why} An operator with the right to do so removes the address with`,
    ...release.commands.map((command) => `  ${command}`),
  ].join('\n');
}
