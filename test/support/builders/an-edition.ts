/** An edition with two articles, the view that assembles its letter, and readers of the letter's HTML and text. */
import type { Edition, EditionItem } from '../../../functions/domain/content/edition.ts';
import { FOLD_MARK, styleMark } from '../../../functions/domain/content/fragment.ts';
import { previewHtml, previewText } from '../../../functions/domain/letters/compose.ts';
import type { Letter } from '../../../functions/domain/letters/letter.ts';
import { letterView } from './letter-view.ts';
import { aRecipient } from './letters.ts';
import { aFragment, anEntry, aPicture, NOON } from './small-publication.ts';

export const extra = { base: 'https://paper.example', corrections: [] };

export const article = (
  id: string,
  as: 'whole' | 'brief' | 'headline' = 'whole',
  label?: string,
): EditionItem => ({
  kind: 'article',
  article: id,
  as,
  label,
});

export const anEdition = (items: readonly EditionItem[], changes: Partial<Edition> = {}): Edition => ({
  id: '2026-11-23-brief',
  aliases: [],
  newsletter: 'brief',
  subject: 'The harbour opens & the ferries sail',
  preheader: 'Three boats, one pier.',
  sendAt: NOON,
  items,
  intro: undefined,
  signoff: undefined,
  hash: 'h',
  ...changes,
});

export const folded = aFragment(
  `<p${styleMark('p')}><strong${styleMark('strong.axiom')} class="axiom">Why it matters:</strong> Above.</p>${FOLD_MARK}<p>Below.</p>`,
  { text: `Why it matters: Above.\n\n${FOLD_MARK}Below.`, folded: true },
);

export const entries = [
  anEntry({ id: 'harbour', image: aPicture(), words: 300 }),
  anEntry({
    id: 'rail',
    title: 'Rails <b>bend</b>',
    topic: 'business',
    words: 500,
    summary: 'Steel gives in.',
  }),
  anEntry({ id: 'later', date: NOON + 1000 }),
];

export const view = () =>
  letterView({ entries, fragments: { harbour: folded, rail: aFragment('<p>Rail body.</p>') } });
export const html = (letter: Letter, topics: readonly string[] = []) =>
  previewHtml(letter, aRecipient({ topics }))!;
export const text = (letter: Letter, topics: readonly string[] = []) =>
  previewText(letter, aRecipient({ topics }))!;

/** An edition with an item of each kind, an intro and a sign-off. */
export const everything = anEdition(
  [
    article('harbour', 'brief'),
    {
      kind: 'sponsor',
      label: undefined,
      sponsor: {
        name: 'Dial & Hand',
        url: 'https://dial.example',
        body: aFragment('<p>Clocks.</p>', { text: 'Clocks.' }),
      },
    },
    article('rail', 'headline', 'One to watch'),
    { kind: 'text', label: 'Also', body: aFragment('<p>A note.</p>', { text: 'A note.' }) },
  ],
  {
    intro: aFragment('<p>Good morning.</p>', { text: 'Good morning.' }),
    signoff: aFragment('<p>Bye.</p>', { text: 'Bye.' }),
  },
);
