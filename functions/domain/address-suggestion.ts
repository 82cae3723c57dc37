/** "Did you mean gmail.com?": near-misses of the domains most people use. */

/** The address with its domain put right, or undefined where nothing is near. */
export function suggestAddress(email: string): string | undefined {
  throw new Error(email);
}
