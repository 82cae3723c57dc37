import { expect, it } from 'vitest';
import { releasePage, stopPage, stoppedPage } from '../../functions/pages/stop.ts';
import { aPublication } from '../support/builders/small-publication.ts';
import { readWords } from '../support/builders/words.ts';

const alert = { token: 't', subject: 'S', newsletter: 'Alerts', run: 'a_x', count: 9_870_000 };

it.each(['en', 'de'])('pages of an alert say that an estimate is one, in %s', (language) => {
  const words = readWords(language);
  const context = {
    ...{ publication: { ...aPublication(), language }, words, assets: {} },
    ...{ base: 'https://paper.example', now: 0, preview: false },
  };
  const pages = (about: boolean) => [
    stopPage(context, { ...alert, about, until: undefined }),
    stopPage(context, { ...alert, about, until: undefined, begun: true }),
    stoppedPage(context, { ...alert, about }),
    releasePage(context, { ...alert, about }),
  ];
  const estimate = { en: /about 9870000 readers/, de: /etwa 9870000 Leute/ }[language]!;
  for (const page of pages(true)) expect(page).toMatch(estimate);
  for (const page of pages(false)) expect(page).not.toMatch(estimate);
});
