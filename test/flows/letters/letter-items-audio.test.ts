import { expect, it } from 'vitest';
import { assembleEdition } from '../../../functions/flows/letters/assemble.ts';
import { anEdition, article, extra, html, text } from '../../support/builders/an-edition.ts';
import { letterView } from '../../support/builders/letter-view.ts';
import { anEntry } from '../../support/builders/small-publication.ts';

it('an article with a recording leads to it in a letter, in both parts', async () => {
  const audio = { href: '/media/a-01.mp3', type: 'audio/mpeg', bytes: 9, seconds: 61, label: 'MP3, 1 kB' };
  const view = await letterView({ entries: [anEntry({ id: 'a', title: 'Talk <1>', audio })] });
  const { letter } = await assembleEdition(view, anEdition([article('a', 'whole')]), extra);
  expect(text(letter).replaceAll('\n', ' ')).toContain(
    'Listen: Talk <1> (1:01, MP3, 1 kB: https://paper.example/media/a-01.mp3)',
  );
  expect(html(letter)).toContain('href="https://paper.example/media/a-01.mp3"');
  expect(html(letter)).toContain('Listen: Talk &lt;1&gt;</a> (1:01, MP3, 1 kB)');
});
