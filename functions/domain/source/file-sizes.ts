/** Limits on the size of content files, in bytes. */
import { BroadsheetError } from '../error.ts';

/** A book has a million characters. A larger text was not written by hand, and every step of a build costs time by its length. */
export const MAX_TEXT_FILE_BYTES = 2_000_000;
/** Enough for a photograph of 268 million pixels in the best quality of a camera. */
export const MAX_FILE_BYTES = 100_000_000;

export const isTextFile = (path: string): boolean => /\.(?:md|ya?ml)$/i.test(path);

export const createTooLargeError = (most: number): BroadsheetError =>
  new BroadsheetError('too-large', `The file is larger than ${most / 1_000_000} MB.`, {
    remedy: most === MAX_TEXT_FILE_BYTES ? 'Split it into several articles.' : 'Make it smaller.',
  });
