/** The size at which letters and feeds show a picture: its own, as far as the column goes. */
import type { Picture } from './article.ts';

/** Pixels: no column of a letter is wider, and few of feed readers. */
const MAX_COLUMN_WIDTH = 600;

/** The file of the `mail` variant may be twice as wide as it is shown, for dense screens; that of a very tall photograph is narrower. */
export function shownSizeOf(
  { width: own, mail }: Pick<Picture, 'width' | 'mail'>,
  column: number = MAX_COLUMN_WIDTH,
): { width: number; height: number } {
  const width = Math.min(own, column, mail.width);
  return { width, height: Math.max(1, Math.round((mail.height * width) / mail.width)) };
}
