/** Memoizes a function of a text that nearly all requests share: parsing addresses took a tenth of an answer. */
import { createBoundedCache } from '../domain/bounded-cache.ts';

/** The bound keeps made-up texts of requests from filling the memory. */
const MOST_TEXTS = 100;

/** An undefined result is not cached. */
export function remembered<T>(ask: (text: string) => T): (text: string) => T {
  const answers = createBoundedCache<T & {}>(MOST_TEXTS);
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    const answer = ask(text);
    if (answer !== undefined && answer !== null) answers.set(text, answer);
    return answer;
  };
}
