import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../../functions/domain/problem.ts';
import { findUnreadNames } from '../../../functions/domain/source/file-names.ts';
import { build } from '../../../functions/flows/build/build.ts';
import { articleText, PUBLICATION, smallBuild } from '../../support/builders/small-build.ts';
import { memoryFiles } from '../../support/fakes/memory-files.ts';

const told = (path: string) => findUnreadNames([{ path, stamp: '' }]).map(formatProblem);

describe('a text that is called otherwise than articles are', () => {
  it.each([
    ...['articles/a.MD', 'articles/a.Md', 'articles/2026/a.markdown', 'articles/a.md.txt', 'articles/a.mdx'],
    ...['editions/a.MD', 'sponsors/a.txt', 'articles/a.mkd', 'articles/.MD'],
  ])('is not read, and that is told: %s', (name) =>
    expect(told(`content/${name}`)).toEqual([
      `content/${name}:1: warning: The file is not read: its name does not end in \`.md\`. Rename it so, in lower case, or put it outside of this folder.`,
    ]),
  );

  it.each([
    ...[
      'articles/a.md',
      'images/a.txt',
      'articles/a.jpg',
      'articles/Makefile',
      'drafts/a.markdown',
      'README.MD',
    ],
  ])('is none by the name of %s', (name) => expect(told(`content/${name}`)).toEqual([]));

  it('is a warning of each build, and no error', async () => {
    const content = memoryFiles({
      'content/publication.yaml': PUBLICATION,
      'content/articles/a.md': articleText(),
      'content/articles/b.MD': articleText(),
    });
    const ports = { ...smallBuild(), content };
    for (const { hash, problems } of [await build(ports), await build(ports)]) {
      expect(hash).toBeDefined();
      expect(problems.map(formatProblem)).toContainEqual(
        expect.stringMatching(/^content\/articles\/b\.MD:1: warn/),
      );
    }
  });
});
