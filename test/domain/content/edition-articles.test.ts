import { describe, expect, it } from 'vitest';
import { checkEditionArticles } from '../../../functions/domain/content/edition-articles.ts';
import type { ArticleFacts } from '../../../functions/domain/source/source-files.ts';
import { MINUTE } from '../../../functions/domain/time/instant.ts';
import {
  articleFacts,
  editionFacts,
  faultsOf,
  located,
  wholeContent,
} from '../../support/builders/content.ts';
import { NOON } from '../../support/builders/small-publication.ts';

const SEND = { sendAt: { at: NOON, line: 4 } };
const matching = (all: readonly RegExp[]) => all.map((one) => expect.stringMatching(one));
const ROWS: readonly [string, Partial<ArticleFacts>, readonly RegExp[], readonly RegExp[]][] = [
  ['of noon', { date: NOON }, [], []],
  [
    'of a minute later',
    { date: NOON + MINUTE },
    [/appears at 2026-11-23 12:01, the edition goes at 2026-11-23 12:00/],
    [/appears at/],
  ],
  // Links to drafts and to what is withdrawn are told of as links of any text are.
  ['that is a draft', { draft: true }, [/is a draft\. The edition would be held/], []],
  ['withdrawn at noon', { withdrawn: true, withdrawnAt: NOON }, [/is withdrawn/], []],
  ['withdrawn after noon', { withdrawn: true, withdrawnAt: NOON + 1 }, [], []],
];

describe('an edition that goes at noon', () => {
  it.each(ROWS)('and names an article %s', (_, about, named) => {
    const edition = editionFacts({ ...SEND, articles: [located('bus', 6)] });
    const faults = faultsOf(checkEditionArticles, wholeContent([articleFacts('bus', about)], [edition]));
    expect(faults).toEqual(matching(named));
  });

  it.each(ROWS)('and leads to an article %s', (_, about, __, linked) => {
    const edition = editionFacts({ ...SEND, links: [{ href: '/articles/bus/#x', line: 9 }] });
    const faults = faultsOf(checkEditionArticles, wholeContent([articleFacts('bus', about)], [edition]));
    expect(faults).toEqual(matching(linked));
  });

  it.each([
    ['2026-10-24-brief', 0],
    // Exactly thirty-one days.
    ['2026-10-23-brief', 0],
    ['2026-10-22-brief', 1],
    ['2025-11-23-brief', 1],
    ['2026-12-24-brief', 0],
    ['2026-12-25-brief', 1],
    ['brief', 0],
    ['2026-13-45-brief', 0],
  ])('and is named %s has %d warnings', (name, count) => {
    const edition = editionFacts({ ...SEND, file: `content/editions/${name}.md` });
    expect(faultsOf(checkEditionArticles, wholeContent([], [edition]))).toHaveLength(count);
  });
});

it.each([
  ['a draft', { draft: true }, 1],
  ['withdrawn', { withdrawn: true, withdrawnAt: NOON }, 1],
  ['of any later time', { date: NOON * 2 }, 0],
])('an edition without a time, with an article that is %s, has %d warnings', (_, about, count) => {
  const edition = editionFacts({ articles: [located('bus', 6)] });
  expect(faultsOf(checkEditionArticles, wholeContent([articleFacts('bus', about)], [edition]))).toHaveLength(
    count,
  );
});
