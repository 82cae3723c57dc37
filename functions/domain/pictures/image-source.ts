/** Resolves the path of an image, as an author writes it, to a file below the content folder. */

import { formatNumber, MAX_URL } from '../source/text-limits.ts';

/** `src` is a path below the content folder: `images/bus.jpg`. */
export type ImageSource = { src: string; alt: string; caption: string; credit: string; line: number };

export type ResolvedImage = { src: string } | { fault: { message: string; remedy: string } };

/** The path may be `images/x.jpg`, `/images/x.jpg`, or relative to the file `from` that names the image: `../images/x.jpg`. */
export function resolveImage(written: string, from: string): ResolvedImage {
  if (written.length > MAX_URL) {
    const message = `The image \`${shorten(written)}\` has a path of ${formatNumber(written.length)} characters.`;
    return { fault: { message, remedy: `Name one of ${formatNumber(MAX_URL)} at most.` } };
  }
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(written)) {
    const message = `The image \`${shorten(written)}\` lies outside the publication.`;
    return { fault: { message, remedy: 'Put the file into `content/images/` and name it `images/…`.' } };
  }
  const src = resolveBelow(decodePath(written), from);
  if (src !== undefined && /\.(jpe?g|png|webp|avif|gif|svg)$/i.test(src)) return { src };
  const message = `\`${shorten(written)}\` is not the path of an image.`;
  return {
    fault: { message, remedy: 'Name a jpg, png, webp, avif, gif or svg file, such as `images/bus.jpg`.' },
  };
}

const shorten = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Undefined if the path leads out of the content folder. */
function resolveBelow(path: string, from: string): string | undefined {
  const steps = /^\.\.?\//.test(path) ? from.split('/').slice(1, -1) : [];
  if (/[\\\0]/.test(path)) return undefined;
  for (const step of path.split('/')) {
    if (step === '' || step === '.') continue;
    if (step !== '..') steps.push(step);
    else if (steps.pop() === undefined) return undefined;
  }
  return steps.join('/');
}
