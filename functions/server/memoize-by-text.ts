/** Memoizes a function of a text that nearly all requests share: parsing addresses took a tenth of an answer. */

const MOST_TEXTS = 100;

/** An undefined result is not cached. */
export function remembered<T>(ask: (text: string) => T): (text: string) => T {
  const answers = new Map<string, T>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    const answer = ask(text);
    // The bound keeps made-up names from filling the memory.
    if (answers.size < MOST_TEXTS) answers.set(text, answer);
    return answer;
  };
}
