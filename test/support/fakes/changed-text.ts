/** Texts that differ from a given one, for forgeries of tokens. */
import fc from 'fast-check';

/** The text with one character replaced, or cut short, or made longer. */
export const changedText = (text: string) =>
  fc.oneof(
    fc
      .tuple(fc.nat(text.length - 1), fc.string({ minLength: 1, maxLength: 1 }))
      .map(([at, c]) => text.slice(0, at) + c + text.slice(at + 1)),
    fc.nat(text.length - 1).map((length) => text.slice(0, length)),
    fc.string({ minLength: 1 }).map((more) => text + more),
  );
