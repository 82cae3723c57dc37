/** The suppression list that the carrier (SES) keeps of its own behind ours: plain addresses, for one account and region. */

export type CarrierList = {
  /** Takes an address off it; false: it was not on it. Throws `unavailable`: it is not known whether it still is. */
  remove(address: string): Promise<boolean>;
};

/**
 * What an operator types to do the same by hand; `region` undefined: that of their own settings.
 * https://docs.aws.amazon.com/cli/latest/reference/sesv2/delete-suppressed-destination.html
 */
export const removalCommand = (address: string, region: string | undefined): string =>
  `aws sesv2 delete-suppressed-destination --email-address ${quoted(address)}${region ? ` --region ${region}` : ''}`;

/** For a POSIX shell: a local part may hold `$`, `'` or a backquote. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
