import { expect, it } from 'vitest';
import { findTwinNames, findUnreadNames } from '../../../functions/domain/source/file-names.ts';

const listed = (...paths: string[]) => paths.map((path) => ({ path, stamp: '1' }));

it.each([
  ['in capitals', 'content/images/bus.jpg', 'content/images/Bus.JPG', /only in capitals/],
  [
    'in how an accent is written',
    'content/a/\u00e9.md',
    'content/a/e\u0301.md',
    /how its accents are written/,
  ],
  ['in capitals beyond ASCII', 'content/a/straße.md', 'content/a/STRASSE.md', /only in capitals/],
])('two names that differ %s are one on other machines', (_, one, other, message) => {
  const problems = findTwinNames(listed(one, other));
  expect(problems).toMatchObject([
    { file: other, level: 'warning', message: expect.stringMatching(message) },
  ]);
});

it.each([
  ['in a letter', 'content/a/bus.md', 'content/a/buses.md'],
  ['in an accent', 'content/a/e.md', 'content/a/é.md'],
  ['in their folder', 'content/a/bus.md', 'content/b/bus.md'],
])('two names that differ %s are two: %s %s', (_, one, other) => {
  expect(findTwinNames(listed(one, other))).toEqual([]);
});

it.each([
  ['content/articles/a.md', 0],
  ['content/articles/a.MD', 1],
  ['content/articles/a.markdown', 1],
  ['content/editions/a.mdx', 1],
  ['content/sponsors/a.md.txt', 1],
  ['content/articles/notes.txt', 1],
  ['content/images/a.txt', 0],
  ['content/articles/a.jpg', 0],
  ['content/publication.yaml', 0],
])('%s is left unread with %d warnings', (path, count) => {
  expect(findUnreadNames(listed(path))).toHaveLength(count);
});

it('a file with another fault is told of once', () => {
  const fault = { message: 'It is a pipe.', remedy: 'Remove it.' };
  expect(findUnreadNames([{ path: 'content/articles/a.MD', stamp: '1', fault }])).toEqual([]);
});
