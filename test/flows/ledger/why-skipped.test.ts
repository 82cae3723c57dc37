import { expect, it } from 'vitest';
import type { SkipCounts } from '../../../functions/domain/ledger/compacted-run.ts';
import type { Subscriber } from '../../../functions/domain/subscribers/subscriber.ts';
import { explainSkipped } from '../../../functions/flows/ledger/why-skipped.ts';
import { freezeLetter } from '../../../functions/flows/letters/frozen-letters.ts';
import { aLetter } from '../../support/builders/letters.ts';
import { aRun } from '../../support/builders/runs.ts';
import { NOON } from '../../support/builders/small-publication.ts';
import { aSubscriber, hashOf, idOf, openSubscriptions } from '../../support/builders/subscriptions.ts';
import { memoryBlobs } from '../../support/fakes/memory-blobs.ts';

const ADA = 'ada@example.com';
const article = { topic: 'world', kind: 'article', label: undefined, words: 10 } as const;

/** The reasons for copies of the daily, cut off at noon, of which `subscriber` had one. */
async function explain(
  subscriber: Subscriber | undefined,
  { suppress = false, ...about }: { suppress?: boolean; letter?: undefined; ids?: readonly string[] } = {},
) {
  const desk = openSubscriptions();
  try {
    const blobs = memoryBlobs();
    const letter = await freezeLetter(blobs, aLetter({ blocks: [article] }));
    if (subscriber) await desk.ports.subscribers.put(subscriber);
    if (suppress) await desk.ports.suppressions.add({ hash: hashOf(ADA), reason: 'asked', at: NOON });
    const run = aRun({ newsletter: 'daily', cutoff: NOON, letter, ...about });
    const why = await explainSkipped({ ...desk.ports, blobs }, run, about.ids ?? [idOf(ADA)]);
    return Object.entries(why).flatMap(([reason, count]) => (count > 0 ? [`${reason} ${count}`] : []));
  } finally {
    desk.close();
  }
}

it.each<[string, Partial<Subscriber>, keyof SkipCounts]>([
  ['unsubscribed', { status: 'unsubscribed' }, 'left'],
  ['reads another newsletter by now', { newsletters: ['brief'] }, 'left'],
  ['bounced', { status: 'bounced' }, 'left'],
  ['is on a pause', { pausedUntil: NOON + 1 }, 'paused'],
  ['was on a pause until now', { pausedUntil: NOON }, 'since'],
  ['chose topics of which the letter has none', { topics: ['business'] }, 'topics'],
  ['chose a topic of the letter since', { topics: ['world'] }, 'since'],
  ['has come back since', {}, 'since'],
])('a subscriber who %s (%j) was skipped for: %s', async (_, about, reason) => {
  expect(await explain(aSubscriber(ADA, about))).toEqual([`${reason} 1`]);
});

it.each([
  ['of a suppressed address', aSubscriber(ADA), { suppress: true }, ['suppressed 1']],
  [
    'of an address that is suppressed and left',
    aSubscriber(ADA, { status: 'unsubscribed' }),
    { suppress: true },
    ['suppressed 1'],
  ],
  ['of a subscriber who was erased', undefined, {}, ['erased 1']],
  [
    'of a run without a letter',
    aSubscriber(ADA, { topics: ['business'] }),
    { letter: undefined },
    ['since 1'],
  ],
  ['of nobody', aSubscriber(ADA), { ids: [] }, []],
  [
    'beyond one page of subscribers',
    aSubscriber(ADA),
    { ids: [...Array.from({ length: 500 }, (_, n) => `x${n}`), idOf(ADA)] },
    ['erased 500', 'since 1'],
  ],
])('a copy %s', async (_, subscriber, about, reasons) => {
  expect((await explain(subscriber, about)).toSorted()).toEqual(reasons);
});
