/** The words of the system: one file per language (templates/words/en.yaml), flattened to `section.key`. */

export type Words = Readonly<Record<string, string>>;

/** `{name}` in the sentence is replaced; `key.one` is taken for `count: 1` where it exists. An unknown key shows itself. */
export function say(
  words: Words,
  key: string,
  values: Readonly<Record<string, string | number>> = {},
): string {
  const one = values.count === 1 ? words[`${key}.one`] : undefined;
  const sentence = one ?? words[key] ?? key;
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
