import { expect, it } from 'vitest';
import { parsePublication } from '../../../functions/domain/publication/publication-source.ts';
import { brief, PUBLICATION, yaml } from '../../support/builders/content.ts';

const problemsOf = (logo: string) =>
  brief(
    parsePublication({ path: 'content/publication.yaml', text: `${PUBLICATION}${logo}\n` }, yaml, {})
      .problems,
  );

it('a logo without one for dark screens is warned of', () => {
  expect(problemsOf('logo: { light: images/a.png, alt: A }')).toEqual([
    '13 warning: `logo` has no `dark`: on dark screens the title stands in its place. Add `dark:` with a light version, or `dark: images/a.png` if it can be seen on both.',
  ]);
});

it.each(['images/a.png', 'images/b.png'])('a logo that says what dark screens show passes: %s', (dark) => {
  expect(problemsOf(`logo: { light: images/a.png, dark: ${dark}, alt: A }`)).toEqual([]);
});
