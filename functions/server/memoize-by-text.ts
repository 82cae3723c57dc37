/** Memoization of answers about a text that nearly all requests share: parsing addresses took a tenth of an answer. */

const MOST_TEXTS = 100;

/** An answer that is undefined is asked for again. */
export function remembered<T>(ask: (text: string) => T): (text: string) => T {
  const answers = new Map<string, T>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    const answer = ask(text);
    // Whoever makes up names must not fill the memory.
    if (answers.size < MOST_TEXTS) answers.set(text, answer);
    return answer;
  };
}
