import { expect, it } from 'vitest';
import {
  createTooLargeError,
  isTextFile,
  MAX_FILE_BYTES,
  MAX_TEXT_FILE_BYTES,
} from '../../../functions/domain/source/file-sizes.ts';

it.each([
  ['content/articles/a.md', true],
  ['content/articles/a.MD', true],
  ['content/publication.yaml', true],
  ['content/publication.yml', true],
  ['content/images/a.jpg', false],
  ['content/images/a.svg', false],
  ['content/a.md.jpg', false],
])('%s is a text: %s', (path, is) => {
  expect(isTextFile(path)).toBe(is);
});

it.each([
  [MAX_TEXT_FILE_BYTES, 'The file is larger than 2 MB.', 'Split it into several articles.'],
  [MAX_FILE_BYTES, 'The file is larger than 100 MB.', 'Make it smaller.'],
])('a file beyond %d characters is refused: %s %s', (most, message, remedy) => {
  expect(createTooLargeError(most)).toMatchObject({ code: 'too-large', message, remedy });
});
