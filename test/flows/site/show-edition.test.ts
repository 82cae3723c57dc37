import { describe, expect, it } from 'vitest';
import type { EditionItem } from '../../../functions/domain/content/edition.ts';
import { assembleEdition } from '../../../functions/flows/letters/assemble.ts';
import { showEdition } from '../../../functions/flows/site/show-edition.ts';
import { anEdition, article, entries, extra, folded, view } from '../../support/builders/an-edition.ts';
import { publishedViews } from '../../support/builders/published.ts';
import { aFragment, NOON } from '../../support/builders/small-publication.ts';
import { aStore } from '../../support/builders/small-site.ts';

const sent = { date: NOON, since: NOON, settled: NOON };
const note: EditionItem = {
  kind: 'text',
  label: 'Also',
  body: aFragment('<p>A note.</p>', { text: 'A note.' }),
};
const sponsor: EditionItem = {
  kind: 'sponsor',
  label: undefined,
  sponsor: { name: 'Dial', url: 'https://dial.example', body: aFragment('<p>Buy.</p>', { text: 'Buy.' }) },
};
const frame = {
  intro: aFragment('<p>Good morning.</p>', { text: 'Good morning.' }),
  signoff: aFragment('<p>Bye.</p>', { text: 'Bye.' }),
};

describe('an edition in the browser', () => {
  it.each([
    ['whole stories', anEdition([article('harbour'), article('rail')])],
    [
      'a brief, a headline and a note',
      anEdition([article('harbour', 'brief'), article('rail', 'headline'), note]),
    ],
    ['a sponsor, a greeting and a farewell', anEdition([article('harbour'), sponsor], frame)],
  ])('with %s says the length its letter says', async (_, edition) => {
    const { words, minutes } = await assembleEdition(await view(), edition, extra);
    const fragments = { harbour: folded, rail: aFragment('<p>Rail body.</p>') };
    const shownView = await publishedViews(aStore({ entries, fragments })).current();
    const { shown } = await showEdition(shownView, edition, sent);
    expect([shown.words, shown.minutes]).toEqual([words, minutes]);
  });
});
