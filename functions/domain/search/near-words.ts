/** Typing errors: words that are one edit away (a letter more, less, other, or two neighbours swapped) behind the same first letter. */

/** Shorter words have too many neighbours to guess which one is meant. */
const MIN_LENGTH = 4;

export const mayBeMistyped = (word: string): boolean => word.length >= MIN_LENGTH && !/\d/.test(word);

/** True for two different words that are one edit apart. */
export function isOneEditAway(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1 || a === b) return false;
  let same = 0;
  while (same < short.length && short[same] === long[same]) same++;
  if (short.length < long.length) return short.slice(same) === long.slice(same + 1);
  const isSwap = short[same] === long[same + 1] && short[same + 1] === long[same];
  return (
    short.slice(same + 1) === long.slice(same + 1) ||
    (isSwap && short.slice(same + 2) === long.slice(same + 2))
  );
}
