/** Counts the lines up to an index of a text. Indexes mostly rise, so counting from the last one reads each character once. */
export function createLineCounter(text: string): (index: number) => number {
  let lines = 0;
  let from = 0;
  return (index) => {
    if (index < from) [lines, from] = [0, 0];
    for (let at = text.indexOf('\n', from); at >= 0 && at < index; at = text.indexOf('\n', at + 1)) {
      lines++;
      from = at + 1;
    }
    return lines;
  };
}
