/** The port of the provider's own suppression list (SES keeps one behind ours): plain addresses, for one account and region. */

export type ProviderSuppressions = {
  /** Takes an address off the list; false if it was not there. Throws `unavailable`: the address may still be on the list. */
  remove(address: string): Promise<boolean>;
};

/**
 * The command with which an operator does the same by hand. `region`: undefined for the region of the operator's own settings.
 * https://docs.aws.amazon.com/cli/latest/reference/sesv2/delete-suppressed-destination.html
 */
export const formatRemovalCommand = (address: string, region: string | undefined): string =>
  `aws sesv2 delete-suppressed-destination --email-address ${quoteForShell(address)}${region ? ` --region ${region}` : ''}`;

/** Quotes a text for a POSIX shell: a local part may hold `$`, `'` or a backquote. */
const quoteForShell = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
