/** Keys of a store: where each kind of blob lies. */

export const objectKey = (hash: string): string => `objects/${hash}`;
export const indexKey = (release: string): string => `release/${release}/index.json`;
/** Says that everything which the release names is there: an index alone may have come with a deployment, which ships no pictures. */
export const wholeKey = (release: string): string => `release/${release}/whole`;

const MEDIA = 'media/';
export const isMediaKey = (key: string): boolean => key.startsWith(MEDIA);

/** Parts of letters, digits, `.`, `_`, `-`, none of them starting with a dot: nothing climbs, nothing hides. */
const KEY = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;

/** What can be the name of a blob, in any store. */
export const isBlobKey = (key: string): boolean => KEY.test(key);
