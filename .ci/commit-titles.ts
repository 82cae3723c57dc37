/**
 * Lints commit titles by the convention `type(scope): what now holds` (Conventional Commits). A merge, and a commit that changes
 * content/ alone, may be called anything.
 *
 * node .ci/commit-titles.ts [base]            the commits after base; without base, those after the commit that brought this file
 * node .ci/commit-titles.ts --message <file>  one message, for the hook in .ci/hooks
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, parse } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const MAX_TITLE_CHARACTERS = 70;
const TYPES = ['feat', 'fix', 'perf', 'refactor', 'test', 'docs', 'chore'];

/** Scopes that are not folders: automation, packages, and rules of every part. */
const MORE_SCOPES = ['ci', 'deps', 'github', 'house'];
/** Folders that are scopes, as are the folders within them: the layers of functions/, parts of the stack, kinds of test. */
const TOP = ['bench', 'docs', 'functions', 'infra', 'templates', 'test'];

const foldersIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? `${folder}/${entry.name}` : [],
  );
const namesIn = (folder: string): string[] => readdirSync(join(ROOT, folder)).map((file) => parse(file).name);

/** Finds the scopes. Folders of functions/ go one level deeper: the parts of a layer, the adapters. A command is a scope too. */
function findScopes(): Set<string> {
  const layers = TOP.flatMap(foldersIn);
  const parts = layers.filter((folder) => folder.startsWith('functions/')).flatMap(foldersIn);
  const folders = [...layers, ...parts].map((folder) => basename(folder));
  return new Set([...TOP, ...folders, ...namesIn('functions/cli/commands'), ...MORE_SCOPES]);
}

export const SCOPES: ReadonlySet<string> = findScopes();
/** The scope of a `docs` commit may be the page. */
const PAGES = new Set(['readme', ...namesIn('docs')]);

/** Titles that git, GitHub or Dependabot writes. */
const WRITTEN_BY_TOOL = /^(Merge |Revert "|chore\(deps(-dev)?\): bump )/;

/** The fault of a title, in words; undefined if the title is right. */
export function faultOfTitle(title: string): string | undefined {
  if (WRITTEN_BY_TOOL.test(title)) return undefined;
  // GitHub adds the number of a pull request that it squashes.
  const typed = title.replace(/ \(#\d+\)$/, '');
  const [, type = '', scope = ''] = /^([a-z]+)\(([^)]+)\): [^\s].*[^\s.]$/.exec(typed) ?? [];
  if (type === '') return 'is not `type(scope): what now holds`, without a full stop';
  if (!TYPES.includes(type)) return `has no type of ${TYPES.join(', ')}`;
  if (!SCOPES.has(scope) && !(type === 'docs' && PAGES.has(scope)))
    return `has a scope that is no part: ${scope}`;
  if (typed.length > MAX_TITLE_CHARACTERS)
    return `is ${typed.length} characters long, not ${MAX_TITLE_CHARACTERS}`;
  return undefined;
}

const git = (...words: string[]): string => execFileSync('git', words, { encoding: 'utf8' }).trim();

/** The commit that brought this file; in a shallow clone, which lacks earlier commits, the oldest one. */
const findIntroduction = (): string =>
  git('log', '--diff-filter=A', '--format=%H', '-1', '--', '.ci/commit-titles.ts');

function titlesIn(...range: string[]): string[] {
  // The full history keeps commits that a merge made void.
  const options = ['--format=%s', '--no-merges', '--full-history'];
  return git('log', ...options, ...range, '--', '.', ':(exclude)content')
    .split('\n')
    .filter(Boolean);
}

function readTitles([base = '', file = '']: string[]): string[] {
  if (base === '--message') return readFileSync(file, 'utf8').split('\n').slice(0, 1);
  if (base !== '') return titlesIn(`${base}..HEAD`);
  const introduction = findIntroduction();
  // The ancestry path leaves out branches that began before it.
  return introduction === '' ? [] : titlesIn('--ancestry-path', `${introduction}..HEAD`);
}

if (import.meta.main) {
  const titles = readTitles(process.argv.slice(2));
  const faults = titles.flatMap((title) => {
    const fault = faultOfTitle(title);
    return fault === undefined ? [] : `“${title}” ${fault}`;
  });
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) console.error(`Parts: ${[...SCOPES].sort().join(', ')}`);
  console.log(`${titles.length} commit titles, ${faults.length} with a fault`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
