import { describe, expect, it } from 'vitest';
import { build } from '../../../functions/flows/build/build.ts';
import { openRelease } from '../../../functions/flows/release/open-release.ts';
import { articleText, PUBLICATION, smallBuild } from '../../support/builders/small-build.ts';
import { memoryFiles } from '../../support/fakes/memory-files.ts';

const ENGLISH = 'axioms:\n  why: [Why it matters]\n  others: [Zoom in]\n';
const FRENCH = 'page:\n  by: De\naxioms:\n  why: [Pourquoi]\n  others: [En détail]\n';

/** A paper in French with one article, whose lead-in is English. */
const french = (words: Readonly<Record<string, string>>) =>
  smallBuild(
    memoryFiles({
      'content/publication.yaml': PUBLICATION.replace('language: en', 'language: fr'),
      'content/articles/a.md': articleText(),
    }),
    memoryFiles({ 'templates/words/en.yaml': ENGLISH, 'templates/letter.mjml': '<mjml></mjml>', ...words }),
  );

const messages = async (ports: ReturnType<typeof french>) =>
  (await build(ports)).problems.map(({ file, line, message }) => `${file}:${line} ${message}`);

describe('a build', () => {
  it('takes the axioms of a new language from its words alone', async () => {
    const ports = french({ 'templates/words/fr.yaml': FRENCH });
    const { hash, problems } = await build(ports);
    const { index } = await openRelease(ports.out, hash!);
    expect(index.publication.axioms).toEqual(['Pourquoi', 'En détail']);
    expect(index.publication).not.toHaveProperty('whyAxioms');
    expect(problems.map(({ message }) => message)).toEqual(['No "Pourquoi" in the first 3 paragraphs.']);
  });

  it('takes the English ones where the words of the language have none', async () => {
    expect(await messages(french({ 'templates/words/fr.yaml': 'page:\n  by: De\n' }))).toEqual([]);
  });

  it('reads articles again when the axioms of their language change', async () => {
    const ports = french({ 'templates/words/fr.yaml': FRENCH });
    await build(ports);
    ports.templates.write('templates/words/fr.yaml', FRENCH.replace('Pourquoi', 'Why it matters'));
    expect(await messages(ports)).toEqual([]);
    ports.templates.remove('templates/words/fr.yaml');
    expect(await messages(ports)).toEqual([
      'content/publication.yaml:4 There are no words of the system for `fr`: pages and letters say them in English.',
    ]);
  });

  it('refuses a wrong axiom once, by file and line', async () => {
    const wrong = FRENCH.replace('[En détail]', '[En détail, { Oui: mais }]');
    expect(await messages(french({ 'templates/words/fr.yaml': wrong }))).toEqual([
      'content/articles/a.md:8 No "Pourquoi" in the first 3 paragraphs.',
      'templates/words/fr.yaml:5 `others` holds a map.',
    ]);
  });
});
