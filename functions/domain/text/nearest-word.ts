/** Guesses a mistyped word ("did you mean"): the known word at the least edit distance, if one is near. */

/** Counts the edits from a to b: insert, delete, replace, swap two neighbours. */
export function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, i) => i)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, rows[i - 2]![j - 2]! + 1);
      row.push(best);
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}

/** The characters of a word that are compared: the cost is the product of the lengths. */
const MAX_COMPARED_LENGTH = 60;

/** At most a third of the letters may differ, three in all. `_`, `-` and case do not count. */
export function findNearest(word: string, known: readonly string[]): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[-_\s]/g, '');
  const meant = plain(word.slice(0, MAX_COMPARED_LENGTH));
  let best: string | undefined;
  let least = Math.min(3, Math.max(1, Math.floor(meant.length / 3))) + 1;
  for (const candidate of known) {
    const name = plain(candidate.slice(0, MAX_COMPARED_LENGTH));
    if (Math.abs(name.length - meant.length) >= least) continue;
    const edits = editDistance(meant, name);
    if (edits < least) {
      least = edits;
      best = candidate;
    }
  }
  return best;
}

/** The remedy for an unknown word: `Did you mean …?`, or the list of known words. */
export function suggestWord(word: string, known: readonly string[]): string {
  const near = findNearest(word, known);
  if (near !== undefined) return `Did you mean \`${near}\`?`;
  if (known.length === 0) return 'There are none yet.';
  const shown = known.slice(0, 30).map((name) => `\`${name}\``);
  return `Known are ${shown.join(', ')}${known.length > 30 ? ' …' : ''}.`;
}

/** The most look-ups of one caller: comparing a word with ten thousand names takes about 50 ms. */
const MAX_LOOKUPS = 20;

/** For long lists: names the nearest word, or returns `otherwise` if none is near or the look-ups are used up. */
export function createGuess(otherwise: string): (word: string, known: () => readonly string[]) => string {
  let left = MAX_LOOKUPS;
  return (word, known) => {
    const near = left-- > 0 ? findNearest(word, known()) : undefined;
    return near === undefined ? otherwise : `Did you mean \`${near}\`?`;
  };
}
