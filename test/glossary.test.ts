import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commentsOf, filesIn, isThere, leadsSomewhere, readSource } from './support/probes/sources.ts';

/** Rows of a table of docs/glossary.md, by the heading above it: the cells of each. */
function rowsBelow(heading: string): string[][] {
  const section = readSource('docs/glossary.md').split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

const fileOf = (cells: string[]): string => {
  const path = cells.at(-1)!.replaceAll('`', '');
  return isThere(path) ? path : `functions/${path}`;
};

/** Letters and digits alone, one blank between words: hyphens and the stars of a comment do not count. */
const flat = (text: string): string => ` ${text.toLowerCase().replace(/[^a-z0-9äöü]+/g, ' ')} `;
/** At the beginning of a word, so that `lease` is not found in a release. */
const missingIn = (text: string, words: string): string[] =>
  words.split(', ').filter((word) => !flat(text).includes(flat(word).trimEnd()));
const commentText = (file: string): string =>
  commentsOf(readSource(file))
    .map(([, text]) => text)
    .join(' ');

/** Every file of the repository that a page may name by its name alone. */
const NAMES = new Set(
  ['functions', 'infra', 'test', 'templates', 'content', 'docs', '.ci', '.github']
    .flatMap((folder) => filesIn(folder, ''))
    .map((file) => basename(file)),
);
const ROOTS =
  /^(?:functions|infra|test|docs|templates|content|bench|\.ci|\.github|domain|flows|web|pages|feeds|adapters|wiring|server|cli)\//;
const isRight = (path: string): boolean =>
  path.includes('/') ? !ROOTS.test(path) || leadsSomewhere(path) : NAMES.has(path) || isThere(path);
const PATH = /^(?:[\w.*-]+\/)+[\w.*-]*$|^[\w-]+\.(?:ts|md|json|ya?ml|css|mjml|txt)$/;
const pathsIn = (page: string): string[] =>
  [
    ...readSource(page)
      .replace(/```[\s\S]*?```/g, '')
      .matchAll(/`([^`\s]+)`/g),
  ]
    .map((match) => match[1]!)
    .filter((path) => PATH.test(path) && !path.includes('*') && !path.startsWith('/'));

describe('the glossary', () => {
  it.each(rowsBelow('Words of the product'))('says "%s" in a comment of its file', (...cells) => {
    expect(missingIn(commentText(fileOf(cells)), cells[0]!)).toEqual([]);
  });

  it.each(rowsBelow('Terms of the field'))('finds "%s" by a search in its file', (...cells) => {
    expect(missingIn(readSource(fileOf(cells)), cells[0]!)).toEqual([]);
  });

  it('has a row for each word once', () => {
    const words = rowsBelow('Words of the product').map(([word]) => word);
    expect(words.length).toBeGreaterThan(40);
    expect(words.length).toBe(new Set(words).size);
  });
});

describe('the pages for newcomers', () => {
  it.each([
    'README.md',
    'docs/architecture.md',
    'docs/glossary.md',
    'docs/contributing.md',
    'docs/torture.md',
  ])('name in %s no path that is not there', (page) => {
    expect(pathsIn(page).filter((path) => !isRight(path))).toEqual([]);
  });
});
