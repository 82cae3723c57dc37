/**
 * Previews, for a reviewer, the changes of this tree against a commit: `node .ci/preview-changes.ts <commit> <folder>` serves both, and
 * writes pictures, HTML and diffs of each page and letter that differs, preview.html with all of them, and comment.md. Prints numbers only:
 * a file's name could be a command to the runner.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Difference, differencesOf, looksOf, samplesOf } from './preview-difference.ts';
import { startBrowser, takePictures } from './preview-pictures.ts';
import { commentOf, pageOf, plain, type Shown } from './preview-report.ts';
import { openSide, type Side } from './preview-side.ts';

/** The most pages and letters with pictures: each takes some three seconds. */
const MOST_PICTURED = 24;

/** Exports the commit's files, without git's own. */
function treeOf(commit: string, folder: string): string {
  mkdirSync(folder);
  const hash = execFileSync('git', ['rev-parse', '--verify', '--end-of-options', `${commit}^{commit}`], {
    encoding: 'utf8',
  }).trim();
  const tar = execFileSync('git', ['archive', '--format=tar', hash], { maxBuffer: 2 ** 31 - 1 });
  execFileSync('tar', ['-x', '-C', folder], { input: tar });
  return folder;
}

const folderOf = ({ kind, name }: Difference, i: number): string =>
  `${String(i + 1).padStart(2, '0')}-${kind}-${plain(name)
    .replaceAll(/[^\w-]+/g, '-')
    .slice(0, 60)}`;

async function picture(found: readonly Difference[], sides: Record<'before' | 'after', Side>, root: string) {
  const shown: Shown[] = [];
  await using browser = await startBrowser();
  for (const [i, one] of found.slice(0, MOST_PICTURED).entries()) {
    const folder = folderOf(one, i);
    mkdirSync(join(root, folder), { recursive: true });
    for (const side of ['before', 'after'] as const)
      if (one[side] !== undefined) writeFileSync(join(root, folder, `${side}.html`), one[side]);
    writeFileSync(join(root, folder, 'text.diff'), `${one.diff}\n`);
    shown.push({ ...one, folder, pictures: await takePictures(browser, one, sides, join(root, folder)) });
  }
  return shown;
}

async function preview(commit: string, root: string): Promise<string> {
  const work = mkdtempSync(join(tmpdir(), 'preview-'));
  const here = process.cwd();
  const open: Side[] = [];
  try {
    const base = treeOf(commit, join(work, 'tree'));
    const [before, after] = await Promise.all([
      openSide(base, here, join(work, 'before')),
      openSide(here, here, join(work, 'after')),
    ]);
    open.push(before, after);
    mkdirSync(root, { recursive: true });
    const found = after.pages.size === 0 ? [] : differencesOf(before, after);
    const samples = after.pages.size === 0 ? [] : samplesOf(before, after, found);
    const all = [...samples, ...found];
    const shown = all.length === 0 ? [] : await picture(all, { before, after }, root);
    writeFileSync(join(root, 'preview.html'), pageOf(shown, all.slice(shown.length), root));
    const broken = 'This tree cannot be served: `npm run broadsheet -- check` says why.\n';
    const comment = after.pages.size === 0 ? broken : commentOf(found, looksOf(before) !== looksOf(after));
    writeFileSync(join(root, 'comment.md'), comment);
    return `${found.length} pages and letters differ, of ${after.pages.size} and ${after.letters.size}; ${shown.length} pictured.`;
  } finally {
    for (const side of open) side.stop();
    rmSync(work, { recursive: true, force: true });
  }
}

const [commit, folder] = process.argv.slice(2);
if (commit && folder) console.log(await preview(commit, resolve(folder)));
else {
  console.error('Usage: node .ci/preview-changes.ts <commit> <folder>');
  process.exitCode = 2;
}
