/** Slugs: the part of a file's name that becomes an address for life. */

import { trim } from './trim.ts';

const ASCII_SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
/** Letters, their marks and digits of any script, without those that do not show. */
const SLUG = /^(?!\p{M})[[\p{L}\p{M}\p{Nd}]--\p{DI}]+(?:-[[\p{L}\p{M}\p{Nd}]--\p{DI}]+)*$/v;
const MAX_SLUG = 100;

/** A slug is in small letters, where a script has them, and in the composed form of Unicode (NFC). */
export const isSlug = (text: string): boolean =>
  text.length <= MAX_SLUG &&
  (ASCII_SLUG.test(text) ||
    (SLUG.test(text) && text === text.normalize('NFC') && text === text.toLowerCase()));

/** `content/articles/2026-11-20-night-buses.md` → `night-buses`. The date in the name only sorts the files. */
export function fileSlug(path: string): string {
  // Some file systems keep accents apart from their letters (NFD).
  const name = fileName(path).normalize('NFC');
  return name.replace(/^\d{4}-\d{2}-\d{2}-(?=.)/, '');
}

/** `content/editions/2026-11-23-brief.md` → `2026-11-23-brief`. */
export const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1).replace(/\.md$/i, '');

/** Makes a slug of a name: `Größe & Maß` → `grosse-mass`. Empty if the name has no letter or digit that a slug may hold. */
export const toSlug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/æ/g, 'ae')
    .replace(/ø/g, 'o')
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80)
    .replace(/-$/, '');

/** Makes a slug that stays in the script of the name: `日本語 の見出し` → `日本語-の見出し`. Its file's name has 255 bytes at most. */
export function toScriptSlug(text: string): string {
  const slug = text
    .normalize('NFC')
    .toLowerCase()
    .normalize('NFC')
    .replace(/[\p{DI}'’]/gv, '')
    .replace(/[^\p{L}\p{M}\p{Nd}]+/gu, '-')
    .replace(/(^|-)\p{M}+/gu, '$1')
    .replace(/-+/g, '-');
  return trim([...slug].slice(0, 60).join(''), /-/);
}
