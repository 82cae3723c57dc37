/** Editions of unusual shapes: every construct of Markdown, a few words alone, a few words with many pictures. */
import type { Picture } from '../../../functions/domain/content/article.ts';
import type { Edition } from '../../../functions/domain/content/edition.ts';
import { pictureMark } from '../../../functions/domain/content/fragment.ts';
import { anEdition } from '../builders/an-edition.ts';
import { markdown } from '../builders/content.ts';
import { aFragment } from '../builders/small-publication.ts';

const EVERY_CONSTRUCT = `## A heading
### A smaller one
#### The smallest

**Why it matters:** *emphasis*, **importance**, \`code\`, ~~struck~~, [a link](https://example.com), <https://example.com>, a note[^1].

- one
  1. nested
- two

3. third

> A quotation
> > within one

\`\`\`
code {
  kept: as it is
}
\`\`\`

| left | right | middle |
|:-----|------:|:------:|
| 1 | 2 | 3 |

---

Write to [us](mailto:us@example.com).

[^1]: The note, with *emphasis*.
`;

const textEdition = (id: string, fragment: ReturnType<typeof aFragment>, subject: string): Edition =>
  anEdition([{ kind: 'text', label: undefined, body: fragment }], {
    id,
    subject,
    preheader: '',
    sendAt: undefined,
  });

export function markdownEdition(): Edition {
  const where = { file: 'content/editions/all.md', line: 1, axioms: ['Why it matters'], idPrefix: 'all-' };
  const { fragment } = markdown.render(EVERY_CONSTRUCT, where);
  return textEdition('2026-11-24-markdown', { ...fragment, pictures: [] }, 'Every construct');
}

export const shortEdition = (): Edition =>
  textEdition(
    '2026-11-24-short',
    aFragment('<p>No letter today: back on Monday.</p>', { text: 'No letter today: back on Monday.' }),
    'Back on Monday',
  );

export const pictureEdition = (pictures: readonly Picture[]): Edition =>
  textEdition(
    '2026-11-24-pictures',
    aFragment(`<p>The week in pictures.</p>${pictures.map((_, n) => pictureMark(n)).join('')}`, {
      text: 'The week in pictures.',
      pictures,
    }),
    'The week in pictures',
  );

/** The same edition with a large picture in each item that may have one. */
export const withLargePictures = (edition: Edition): Edition => ({
  ...edition,
  items: edition.items.map((item) => (item.kind === 'article' ? { ...item, picture: 'large' } : item)),
});
