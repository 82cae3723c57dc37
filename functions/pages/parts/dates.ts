/** `<time>` elements: a date in the publication's language and time zone, with the exact instant as attribute. */
import { type DateStyle, formatDate } from '../../domain/text/dates.ts';
import { formatLocalTime, formatRfc3339, type Instant } from '../../domain/time/instant.ts';
import type { PageContext } from './context.ts';
import { type Html, html } from './markup.ts';

export const timeElement = (context: PageContext, instant: Instant, style: DateStyle): Html =>
  html`<time datetime="${formatRfc3339(instant)}">${formatDate(context, instant, style)}</time>`;

/** Day and minute. At midnight the day alone, because a date without a time is stored as midnight. */
export const momentElement = (context: PageContext, instant: Instant): Html =>
  timeElement(
    context,
    instant,
    formatLocalTime(instant, context.publication.timezone).endsWith('T00:00') ? 'day' : 'minute',
  );
