/** Random articles, crowded in time and topic so that ties, drafts, withdrawals and full lists all happen. */
import fc from 'fast-check';
import type { Entry } from '../../../functions/domain/content/article.ts';
import { DAY, HOUR } from '../../../functions/domain/time/instant.ts';
import { anEntry, NOON } from './small-publication.ts';

const TOPICS = ['world', 'business'];

/** Within about two months around NOON, on whole hours: many share an instant. */
export const arbitraryInstant = fc
  .integer({ min: -40 * 24, max: 20 * 24 })
  .map((hours) => NOON + hours * HOUR);

const arbitraryEntry = fc.record({
  date: arbitraryInstant,
  topic: fc.constantFrom(...TOPICS),
  draft: fc.boolean(),
  plain: fc.integer({ min: 0, max: 9 }),
  leaves: fc.integer({ min: 0, max: 10 }),
  aliases: fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 2 }),
});

/** Ids, slugs and aliases differ from one another, as `check` demands. */
export const arbitraryEntries = (most: number): fc.Arbitrary<Entry[]> =>
  fc.array(arbitraryEntry, { maxLength: most, size: 'max' }).map((all) =>
    all.map(({ date, topic, draft, plain, leaves, aliases }, i) =>
      anEntry({
        id: `n${i}`,
        slug: `story-${i}`,
        title: `Story ${i}`,
        date,
        topic,
        draft: draft && plain < 3,
        withdrawn: plain === 9 ? { date: date + leaves * DAY, note: `note ${i}` } : undefined,
        aliases: aliases.map((a) => (a % 2 ? `old-${i}-${a}` : `/old/${i}/${a}.html`)),
      }),
    ),
  );
