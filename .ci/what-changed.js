// Tells content from code between two commits, for .github/workflows/deploy.yml: node .ci/what-changed.js <before> <after>.
// Prints `content=`, `code=` and `before=` for GITHUB_OUTPUT, and never a file's name, which could hold a line of its own.
// Needs nothing but Node and git: it runs before anything is installed.
import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';

const COMMIT = /^[0-9a-f]{40}$/;

/** Content that also shapes the stack: senders, addresses of alarms, `hosting`. Without a deployment such a change is half done. */
const SETTINGS = 'content/publication.yaml';

/**
 * Classifies paths: content is everything below content/, spelled so. Everything else is code: templates, tests, docs, the workflow itself.
 */
export const kindsOf = (paths) => ({
  content: paths.some((path) => path.startsWith('content/')),
  code: paths.some((path) => !path.startsWith('content/') || path === SETTINGS),
});

/** If nothing can be compared (a new branch, a forced push, a pull request), everything counts as code, and is checked first. */
export function compare(before, after) {
  const unknown = { content: false, code: true, before: '' };
  if (!COMMIT.test(before) || !COMMIT.test(after)) return unknown;
  try {
    const git = (...words) =>
      execFileSync('git', words, {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        maxBuffer: 2 ** 30,
      });
    git('merge-base', '--is-ancestor', before, after);
    // A rename counts as a deletion and an addition: a file that moves from functions/ to content/ changes code.
    const paths = git('diff', '--name-only', '--no-renames', '--no-ext-diff', '-z', before, after);
    return { ...kindsOf(paths.split('\0').filter(Boolean)), before };
  } catch {
    return unknown;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [before = '', after = ''] = process.argv.slice(2);
  for (const [name, value] of Object.entries(compare(before, after))) console.log(`${name}=${value}`);
}
