/** Language tags. */

/** BCP 47 in its usual spelling (`en-gb` → `en-GB`); `undefined`: not a tag. */
export function canonicalLanguage(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}
