/** Keys of a store: where each kind of blob lies. */

export const objectKey = (hash: string): string => `objects/${hash}`;
export const indexKey = (release: string): string => `release/${release}/index.json`;

/** Of a release's name as it is typed: hex, nothing that climbs. */
export const isReleaseHash = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);
