import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../../functions/domain/problem.ts';
import { build } from '../../../functions/flows/build/build.ts';
import { openRelease } from '../../../functions/flows/release/open-release.ts';
import { articleText, SQUARE, withArticles } from '../../support/builders/small-build.ts';

const FILE = 'content/authors/ada.md';
const ada = (keys = '', body = 'She writes.') => `---\nname: Ada Marsh\n${keys}---\n${body}\n`;

async function builtWith(files: Readonly<Record<string, string>>) {
  const ports = withArticles({
    '2026-11-20-harbour': articleText().replace(/^authors: .*$/m, 'authors: [ada  marsh]'),
  });
  for (const [path, text] of Object.entries(files)) ports.content.write(path, text);
  const { hash, problems } = await build(ports);
  const release = hash === undefined ? undefined : await openRelease(ports.out, hash);
  return { ports, release, problems: problems.map(formatProblem) };
}

describe('an author with a file', () => {
  it('is found by the slug of the name, with words, picture and links', async () => {
    const keys = 'image: { src: images/square.svg, alt: Ada }\nlinks: [https://a.example/@ada]\n';
    const { release, ports } = await builtWith({ [FILE]: ada(keys), 'content/images/square.svg': SQUARE });
    const author = await release?.author('ada-marsh');
    expect([author?.name, author?.body.text, author?.links]).toEqual([
      'Ada Marsh',
      'She writes.',
      ['https://a.example/@ada'],
    ]);
    expect(await ports.out.has(author!.picture!.page[0]!.path)).toBe(true);
    expect(await release?.author('__proto__')).toBeUndefined();
  });

  it('leaves the index as it was where there is none, and changes every page where there is', async () => {
    const [without, one, other] = [
      await builtWith({}),
      await builtWith({ [FILE]: ada() }),
      await builtWith({ [FILE]: ada('', 'She reads.') }),
    ].map(({ release }) => release!.index);
    expect('authors' in without!).toBe(false);
    expect(new Set([without, one, other].map((index) => index!.site)).size).toBe(3);
  });

  it.each([
    [
      { [FILE]: ada('', '[A](/articles/nowhere)') },
      'ada.md:4: error: The link `/articles/nowhere` leads to no page',
    ],
    [{ [FILE]: ada('image: { src: images/x.jpg, alt: A }\n') }, 'There is no file `content/images/x.jpg`'],
    [{ [FILE]: ada().replace('Marsh', 'Marhs') }, 'warning: No article is by `Ada Marhs`'],
    [{ [FILE]: ada(), 'content/authors/ada-2.md': ada() }, '`Ada Marsh` has a file already'],
  ])('is checked like other content', async (files, problem) => {
    expect((await builtWith(files)).problems.join()).toContain(problem);
  });
});
