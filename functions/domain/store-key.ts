/** Keys of a store: where each kind of blob lies. */

export const objectKey = (hash: string): string => `objects/${hash}`;
export const indexKey = (release: string): string => `release/${release}/index.json`;
