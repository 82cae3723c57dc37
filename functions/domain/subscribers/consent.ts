/** What a person agrees to on the sign-up form: shown there, and hashed into the evidence of consent (GDPR art. 7(1)). */
import type { Publication } from '../publication/publication.ts';
import { say, type Words } from '../text/translations.ts';

export const consentText = (words: Words, { title }: Publication): string =>
  say(words, 'signup.consent', { title });
