/** The consent texts (GDPR art. 7(1)): a form shows one, and its hash is stored as the evidence. */
import type { Newsletter, Publication } from '../../domain/publication/publication.ts';
import { say, type Words } from '../../domain/text/translations.ts';

/** The text of the full form, for all newsletters that are ticked there. */
export const consentText = (words: Words, { title }: Publication): string =>
  say(words, 'signup.consent', { title });

/** The text of the form of one newsletter, where nothing is ticked. */
export const newsletterConsentText = (
  words: Words,
  { title }: Publication,
  { name }: Pick<Newsletter, 'name'>,
): string => say(words, 'signup.consent-one', { title, newsletter: name });
