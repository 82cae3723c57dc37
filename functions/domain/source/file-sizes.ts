/** How large a file of the content may be. */
import { BroadsheetError } from '../error.ts';

/** A book has a million characters; beyond this nobody wrote it by hand, and every step costs its length. */
export const MAX_TEXT_FILE = 2_000_000;
/** A photograph of 268 million pixels, as good as a camera writes it. */
export const MAX_FILE = 100_000_000;

export const isText = (path: string): boolean => /\.(?:md|ya?ml)$/i.test(path);

export const tooLarge = (most: number): BroadsheetError =>
  new BroadsheetError('too-large', `The file is larger than ${most / 1_000_000} MB.`, {
    remedy: most === MAX_TEXT_FILE ? 'Split it into several articles.' : 'Make it smaller.',
  });
