/** Keys of a store: where each kind of blob lies. */

export const objectKey = (hash: string): string => `objects/${hash}`;
export const indexKey = (release: string): string => `release/${release}/index.json`;

/** Parts of letters, digits, `.`, `_`, `-`, none of them starting with a dot: nothing climbs, nothing hides. */
const KEY = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;

/** What can be the name of a blob, in any store. */
export const isBlobKey = (key: string): boolean => KEY.test(key);
