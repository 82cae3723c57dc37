/**
 * Shortens texts. Ends are trimmed by a loop: a regular expression such as `/x+$/` would try a long run in the middle from each position.
 */

/** `those` matches the single characters to remove. */
export function trimEnd(text: string, those: RegExp): string {
  let end = text.length;
  while (end > 0 && those.test(text[end - 1]!)) end--;
  return text.slice(0, end);
}

export function trim(text: string, those: RegExp): string {
  const cut = trimEnd(text, those);
  let start = 0;
  while (start < cut.length && those.test(cut[start]!)) start++;
  return cut.slice(start);
}

/** Cuts the text between words to `most` characters, plus an ellipsis. */
export function cutAtWord(text: string, most: number): string {
  if (text.length <= most) return text;
  const head = text
    .slice(0, most)
    .toWellFormed()
    .replace(/\ufffd$/, '');
  const space = head.lastIndexOf(' ');
  return `${head.slice(0, space > most / 2 ? space : head.length).replace(/[\s,;:.–—-]+$/, '')}…`;
}
