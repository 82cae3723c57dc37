/** A file of `content/files/` (download, attachment): how it is named, and what is said of it beside a link. */
import { resolveBelow } from '../source/content-path.ts';
import { MAX_URL } from '../source/text-limits.ts';
import { createGuess } from '../text/nearest-word.ts';
import { toSlug } from '../text/slug.ts';
import { DOWNLOAD_ENDINGS, downloadTypeOf } from './content-types.ts';
import { decodePath } from './decoded-path.ts';

/** Bytes. A podcast of four hours at 128 kbit/s has 230 MB; a longer film is better off with a host of films. */
export const MAX_DOWNLOAD_BYTES = 250_000_000;

/** `path` is below the site's root: `media/<name>`. `label`: kind and size in the publication's language, as `PDF, 1.2 MB`. */
export type ContentFile = { path: string; type: string; bytes: number; label: string };

/** By the path below the content folder, `files/plan.pdf`. */
export type FileTable = Readonly<Record<string, ContentFile>>;

export const FILES_FOLDER = 'files/';

/** The file that a link of a text leads to: `src` below the content folder, `place` with its `#`. Undefined: no link to a file. */
export function fileOfLink(written: string, from: string): { src: string; place: string } | undefined {
  if (
    !written.includes(FILES_FOLDER) ||
    written.length > MAX_URL ||
    /^[a-z][a-z0-9+.-]*:|^\/\/|\?/i.test(written)
  )
    return undefined;
  const [, path = '', place = ''] = /^([^#]*)(#.*)?$/s.exec(written) ?? [];
  const src = resolveBelow(decodePath(path), from);
  return src?.startsWith(FILES_FOLDER) ? { src, place } : undefined;
}

/** The name holds the hash, so that nobody guesses the file of a story to come, and caches keep the file for ever. */
export function planContentFile(
  src: string,
  { hash, bytes }: { hash: string; bytes: number },
  language: string,
): ContentFile | undefined {
  const type = downloadTypeOf(src);
  if (type === undefined) return undefined;
  const name = src.slice(src.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  const ending = name.slice(dot + 1).toLowerCase();
  const stem = toSlug(name.slice(0, dot)).slice(0, 60) || 'file';
  const path = `media/${stem}-${hash.slice(0, 16)}.${ending}`;
  return { path, type, bytes, label: describeFile(ending, bytes, language) };
}

/** `known`: the paths of the files that there are. */
export function describeMissingFile(
  src: string,
  known: readonly string[],
): { message: string; remedy: string } {
  const shown = src.slice(0, 80);
  if (downloadTypeOf(src) === undefined)
    return {
      message: `\`${shown}\` is of a kind of file that is not served.`,
      remedy: `Pack it into a zip, or name one that ends in ${DOWNLOAD_ENDINGS.join(', ')}.`,
    };
  const guess = createGuess('Add the file, or mend the path.');
  return { message: `There is no file \`content/${shown}\`.`, remedy: guess(src, () => known) };
}

function describeFile(ending: string, bytes: number, language: string): string {
  const isLarge = bytes >= 1_000_000;
  const amount = isLarge ? bytes / 1_000_000 : Math.max(1, Math.round(bytes / 1000));
  const size = new Intl.NumberFormat(language, {
    style: 'unit',
    unit: isLarge ? 'megabyte' : 'kilobyte',
    maximumFractionDigits: amount < 10 ? 1 : 0,
  }).format(amount);
  return `${ending.toUpperCase()}, ${size}`;
}
