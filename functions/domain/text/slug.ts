/** Slugs: the part of a file's name that becomes an address for life. */

const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
export const isSlug = (text: string): boolean => text.length <= 100 && SLUG.test(text);

/** `content/articles/2026-11-20-night-buses.md` → `night-buses`. The date in the name only sorts the files. */
export function fileSlug(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.md$/i, '');
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
