/** Texts cut short. Ends go in one pass: as a regular expression (`/x+$/`), a long run in the middle would be tried from each of its places. */

/** `those`: one character that goes. */
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

/** At most `most` characters, cut between words. */
export function cutAtWord(text: string, most: number): string {
  if (text.length <= most) return text;
  const head = text
    .slice(0, most)
    .toWellFormed()
    .replace(/\ufffd$/, '');
  const space = head.lastIndexOf(' ');
  return `${head.slice(0, space > most / 2 ? space : head.length).replace(/[\s,;:.–—-]+$/, '')}…`;
}
