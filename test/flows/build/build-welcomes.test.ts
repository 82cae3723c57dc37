import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../../functions/domain/problem.ts';
import { build } from '../../../functions/flows/build/build.ts';
import { openRelease } from '../../../functions/flows/release/open-release.ts';
import { articleText, SQUARE, withArticles } from '../../support/builders/small-build.ts';

async function builtWith(files: Readonly<Record<string, string>>) {
  const ports = withArticles({ '2026-11-20-harbour': articleText() });
  for (const [path, text] of Object.entries(files)) ports.content.write(path, text);
  const { hash, problems } = await build(ports);
  return {
    ports,
    problems: problems.map(formatProblem),
    release: hash && (await openRelease(ports.out, hash)),
  };
}
const bodies = async (files: Readonly<Record<string, string>>, ...chosen: string[][]) => {
  const { release } = await builtWith(files);
  if (!release) throw new Error('There is no release.');
  return Promise.all(chosen.map(async (ids) => (await release.welcome(ids))?.body.text));
};
const [ALL, BRIEF] = ['content/welcome.md', 'content/welcome/brief.md'];

describe('the editors’ own welcome', () => {
  it('is that of the only newsletter chosen, else that of all', async () => {
    const files = { [ALL]: 'To all.', [BRIEF]: 'To the brief.' };
    expect(await bodies(files, ['brief'], ['brief', 'other'], ['other'], [])).toEqual([
      'To the brief.',
      'To all.',
      'To all.',
      'To all.',
    ]);
    expect(await bodies({ [BRIEF]: 'To the brief.' }, ['other'])).toEqual([undefined]);
  });

  it('leaves the index as it was where there is none', async () => {
    const { release } = await builtWith({});
    expect(release && 'welcomes' in release.index).toBe(false);
  });

  it('brings its pictures along', async () => {
    const files = { [ALL]: 'Hi.\n\n![A red square](images/square.svg)', 'content/images/square.svg': SQUARE };
    const { release, ports } = await builtWith(files);
    const picture = (await (release || undefined)?.welcome([]))?.body.pictures[0];
    expect(await ports.out.has(picture!.mail.path)).toBe(true);
  });

  it.each([
    ['content/welcome/breif.md', 'Hi.', 'breif.md:1: error: There is no newsletter `breif`.'],
    [ALL, '[A](/articles/nowhere)', 'welcome.md:1: error: The link `/articles/nowhere` leads to no page'],
    [ALL, '![A bus](images/bus.jpg)', 'welcome.md:1: error: There is no file `content/images/bus.jpg`.'],
    ['content/welcome.markdown', 'Hi.', 'warning: The file is not read'],
    ['content/welcome/brief.txt', 'Hi.', 'warning: The file is not read'],
  ])('is checked like other content: %s', async (path, text, problem) => {
    expect((await builtWith({ [path]: text })).problems.join()).toContain(problem);
  });
});
