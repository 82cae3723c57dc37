/** Texts that are not read, because their names do not end as those of articles do: told, or nobody would know. */
import type { Problem } from '../problem.ts';
import type { ListedFile } from './source-files.ts';

/** `a.MD`, `a.markdown`, `a.md.txt`, as other programs and file managers call them. `.md` itself is read. */
const NEARLY = /^content\/(?:articles|editions|sponsors)\/.*\.(?:md|markdown|mdown|mkdn?|mdx|md\.txt|txt)$/i;

export const unreadNames = (files: readonly ListedFile[]): readonly Problem[] =>
  files.flatMap(({ path, fault }) =>
    fault || path.endsWith('.md') || !NEARLY.test(path) ? [] : [problemOf(path)],
  );

const problemOf = (file: string): Problem => ({
  ...{ file, line: 1, level: 'warning' },
  message: 'It is not read: its name does not end in `.md`.',
  remedy: 'Rename it so, in lower case, or put it outside of this folder.',
});
