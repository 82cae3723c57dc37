/** Look-up of translations by key: `page.…` and `signup.…`. */
import { say } from '../../domain/text/translations.ts';
import type { PageContext } from './context.ts';

type Values = Readonly<Record<string, string | number>>;

export const page = ({ words }: PageContext, key: string, values?: Values): string =>
  say(words, `page.${key}`, values);
export const signup = ({ words }: PageContext, key: string, values?: Values): string =>
  say(words, `signup.${key}`, values);
