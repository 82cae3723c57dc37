/** The byline of a story in a letter: its authors, and its date if that is not the letter's own day. */
import type { Entry } from '../../domain/content/article.ts';
import { type DateContext, formatDate, formatList } from '../../domain/text/dates.ts';
import { say } from '../../domain/text/translations.ts';
import type { Instant } from '../../domain/time/instant.ts';

/** Empty for a story of the same day without authors. `sentOn`: the date that the letter shows. */
export function bylineOf(
  context: DateContext,
  sentOn: Instant,
  { authors, date }: Pick<Entry, 'authors' | 'date'>,
): string {
  const by =
    authors.length === 0 ? '' : say(context.words, 'letter.by', { authors: formatList(context, authors) });
  const day = formatDate(context, date, 'day');
  const dated = day === formatDate(context, sentOn, 'day') ? '' : day;
  return [by, dated].filter((part) => part !== '').join(' · ');
}
