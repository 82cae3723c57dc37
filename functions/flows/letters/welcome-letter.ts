/** What a welcome letter tells beside its words: the latest letter of each newsletter, and when the next one comes. */
import type { BlockFilling } from '../../domain/letters/fill-template.ts';
import type { Newsletter } from '../../domain/publication/publication.ts';
import { slotAfter } from '../../domain/publication/schedule.ts';
import { formatDate } from '../../domain/text/dates.ts';
import { say } from '../../domain/text/translations.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { Shell } from './letter-shell.ts';

/** The latest letter of a newsletter that went to its readers. `url` is absolute. */
export type LatestLetter = { newsletter: string; subject: string; url: string };

type WelcomeBlocks = { latest: readonly BlockFilling[]; next: readonly BlockFilling[] };

/**
 * `newsletters`: those that were chosen. Nothing of a letter to come is told but its time, which the schedule says; an edited newsletter
 * keeps to it as far as its editors do.
 */
export function fillWelcome(
  { context }: Shell,
  newsletters: readonly Newsletter[],
  latest: readonly LatestLetter[],
  now: Instant,
): WelcomeBlocks {
  const { publication, words } = context;
  return {
    latest: newsletters.flatMap(({ id, name }) => {
      const found = latest.find(({ newsletter }) => newsletter === id);
      if (!found) return [];
      const lead = say(words, 'notice.welcome-latest', { newsletter: name });
      return [{ marks: { lead, headline: found.subject, url: found.url } }];
    }),
    next: newsletters.flatMap(({ name, schedule, retired }) => {
      if (!schedule || retired) return [];
      const date = formatDate(context, slotAfter(schedule, publication.timezone, now), 'appointment');
      return [{ marks: { next: say(words, 'notice.welcome-next', { newsletter: name, date }) } }];
    }),
  };
}
