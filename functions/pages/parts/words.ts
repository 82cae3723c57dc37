/** Short hands for the system's words on pages. */
import { say } from '../../domain/text/translations.ts';
import type { PageContext } from './context.ts';

type Values = Readonly<Record<string, string | number>>;

export const page = ({ words }: PageContext, key: string, values?: Values): string =>
  say(words, `page.${key}`, values);
export const signup = ({ words }: PageContext, key: string, values?: Values): string =>
  say(words, `signup.${key}`, values);

/** ISO 15924 scripts aside: languages written from right to left. */
const RIGHT_TO_LEFT = /^(ar|arc|ckb|dv|fa|he|ks|ku-arab|nqo|pa-arab|ps|sd|syr|ug|ur|yi)(-|$)/i;
export const directionOf = (language: string): 'rtl' | 'ltr' =>
  RIGHT_TO_LEFT.test(language) ? 'rtl' : 'ltr';
