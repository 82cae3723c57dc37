/** Warns of file names: two names that are one on another machine, and texts that are not read because of their ending. */
import type { Problem } from '../problem.ts';
import type { ListedFile } from './source-files.ts';

const ASCII = /^[\x20-\x7e]*$/;

const caseKeyOf = (path: string): string =>
  (ASCII.test(path) ? path : path.normalize('NFC').toUpperCase().normalize('NFC')).toLowerCase();

export function findTwinNames(files: readonly ListedFile[]): readonly Problem[] {
  const first = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { path } of files) {
    const key = caseKeyOf(path);
    const twin = first.get(key);
    if (twin === undefined) first.set(key, path);
    else problems.push({ file: path, line: 1, level: 'warning', ...describeTwin(path, twin) });
  }
  return problems;
}

function describeTwin(path: string, twin: string): Pick<Problem, 'message' | 'remedy'> {
  const how =
    path.normalize('NFC') === twin.normalize('NFC') ? 'in how its accents are written' : 'in capitals';
  return {
    message: `The name differs from \`${twin}\` only ${how}: other machines keep one of the two.`,
    remedy: 'Rename one of them.',
  };
}

/** Endings that other programs and file managers give to Markdown: `a.MD`, `a.markdown`, `a.md.txt`. Only `.md` itself is read. */
const NEARLY_MARKDOWN =
  /^content\/(?:(?:articles|authors|editions|sponsors|welcome)\/.*|welcome)\.(?:md|markdown|mdown|mkdn?|mdx|md\.txt|txt)$/i;

export const findUnreadNames = (files: readonly ListedFile[]): readonly Problem[] =>
  files.flatMap(({ path, fault }) =>
    fault || path.endsWith('.md') || !NEARLY_MARKDOWN.test(path) ? [] : [problemOf(path)],
  );

const problemOf = (file: string): Problem => ({
  ...{ file, line: 1, level: 'warning' },
  message: 'The file is not read: its name does not end in `.md`.',
  remedy: 'Rename it so, in lower case, or put it outside of this folder.',
});
