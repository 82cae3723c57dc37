/** Formats dates, lists and names of days as plain text, in the language of the words around them (i18n). */
import type { Instant } from '../time/instant.ts';
import { isolateIfForeign, LANGUAGE_NAME_KEY, type Words } from './translations.ts';

/** Both pages and letters have these values. */
export type DateContext = { publication: { language: string; timezone: string }; words: Words };

const DATE_STYLES = {
  day: { day: 'numeric', month: 'long', year: 'numeric' },
  weekday: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  minute: { day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' },
  appointment: {
    ...{ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit', timeZoneName: 'short' },
  },
  short: { day: 'numeric', month: 'short' },
  month: { month: 'long', year: 'numeric' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

export type DateStyle = keyof typeof DATE_STYLES;

const formatters = new Map<string, Intl.DateTimeFormat>();

/** `en` without a country is taken for British English: the day stands before the month. */
export const localeOf = (language: string): string => (language === 'en' ? 'en-GB' : language);

/** The locale of the words around the date, so that a publication without words of its own language has no half-translated text. */
const wordsLocaleOf = ({ publication, words }: DateContext): string =>
  localeOf(words[LANGUAGE_NAME_KEY] ?? publication.language);

function formatterFor(context: DateContext, style: DateStyle, zone: string): Intl.DateTimeFormat {
  const locale = wordsLocaleOf(context);
  const key = `${locale} ${zone} ${style}`;
  let found = formatters.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(locale, { ...DATE_STYLES[style], timeZone: zone });
    formatters.set(key, found);
  }
  return found;
}

export const formatDate = (context: DateContext, instant: Instant, style: DateStyle): string =>
  isolateIfForeign(formatterFor(context, style, context.publication.timezone).format(instant), context.words);

/** `2026-11` → "November 2026". */
export const formatMonth = (context: DateContext, month: string): string =>
  isolateIfForeign(
    formatterFor(context, 'month', 'UTC').format(Date.parse(`${month}-01T00:00:00Z`)),
    context.words,
  );

const lists = new Map<string, Intl.ListFormat>();

function listFormatOf(context: DateContext): Intl.ListFormat {
  const locale = wordsLocaleOf(context);
  let format = lists.get(locale);
  if (!format) {
    format = new Intl.ListFormat(locale, { type: 'conjunction' });
    lists.set(locale, format);
  }
  return format;
}

/** "Ada, Grace and Lin" in the publication's language. */
export const formatList = (context: DateContext, items: readonly string[]): string =>
  listFormatOf(context).format(items);

/** The same in parts: the items are of type `element`. */
export const listParts = (
  context: DateContext,
  items: readonly string[],
): { type: 'element' | 'literal'; value: string }[] => listFormatOf(context).formatToParts(items);

const weekdays = new Map<string, readonly string[]>();

/** Names of the days, Sunday first. */
export function weekdayNames(context: DateContext): readonly string[] {
  const locale = wordsLocaleOf(context);
  let names = weekdays.get(locale);
  if (!names) {
    const format = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' });
    // 2023-01-01 was a Sunday.
    names = [0, 1, 2, 3, 4, 5, 6].map((day) => format.format(Date.UTC(2023, 0, 1 + day)));
    weekdays.set(locale, names);
  }
  return names;
}
