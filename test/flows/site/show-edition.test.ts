import { describe, expect, it } from 'vitest';
import type { Fragment } from '../../../functions/domain/content/article.ts';
import type { EditionItem } from '../../../functions/domain/content/edition.ts';
import { FOLD_MARK } from '../../../functions/domain/content/fragment.ts';
import { assembleEdition } from '../../../functions/flows/letters/assemble.ts';
import { showEdition } from '../../../functions/flows/site/show-edition.ts';
import { editionPage } from '../../../functions/pages/edition.ts';
import { anEdition, article, entries, extra, folded, view } from '../../support/builders/an-edition.ts';
import { pageContext } from '../../support/builders/every-page.ts';
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

describe('an article for the letter alone', () => {
  const secret = { ...entries[0]!, access: 'letter' as const, summary: 'Three words more' };
  const whole = aFragment('<p>Secret body.</p>', { text: 'Secret body.' });
  const pageOf = async (fragment: Fragment, as: 'whole' | 'brief' | 'headline') => {
    const view = await publishedViews(
      aStore({ entries: [secret], fragments: { [secret.id]: fragment } }),
    ).current();
    const { shown } = await showEdition(view, anEdition([article(secret.id, as)]), sent);
    return { shown, page: editionPage(pageContext(), shown) };
  };

  it.each(['whole', 'brief', 'headline'] as const)(
    'without a fold shows its summary on the page of an edition that prints it as %s',
    async (as) => {
      const { shown, page } = await pageOf(whole, as);
      expect(page).toContain('<p>Three words more</p>');
      expect(page).not.toContain('Secret body');
      expect(shown.words).toBe(3);
    },
  );

  it('shows what stands above its fold, and says where the rest is', async () => {
    const { page } = await pageOf(folded, 'whole');
    expect(page).toContain('class="letter-only"');
    expect(page).not.toContain(folded.text.split(FOLD_MARK)[1]!.trim());
  });
});
