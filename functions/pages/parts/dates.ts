/** `<time>` elements: a date in the publication's language and time zone, with the exact instant as attribute. */
import { type DateStyle, dateText } from '../../domain/text/dates.ts';
import { type Instant, localText, rfc3339 } from '../../domain/time/instant.ts';
import type { PageContext } from './context.ts';
import { type Html, html } from './markup.ts';

export const time = (context: PageContext, instant: Instant, style: DateStyle): Html =>
  html`<time datetime="${rfc3339(instant)}">${dateText(context, instant, style)}</time>`;

/** Day and minute. At midnight the day alone, because a date without a time is stored as midnight. */
export const renderMoment = (context: PageContext, instant: Instant): Html =>
  time(
    context,
    instant,
    localText(instant, context.publication.timezone).endsWith('T00:00') ? 'day' : 'minute',
  );
