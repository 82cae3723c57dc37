import { expect, it } from 'vitest';
import { freezeLetter, loadLetter } from '../../../functions/flows/letters/frozen-letters.ts';
import { aLetter } from '../../support/builders/letters.ts';
import { memoryBlobs } from '../../support/fakes/memory-blobs.ts';

it('a frozen letter is one blob named by its content, and thaws to what it was', async () => {
  const blobs = memoryBlobs();
  const letter = aLetter();
  const hash = await freezeLetter(blobs, letter);
  expect(await freezeLetter(blobs, { ...letter })).toBe(hash);
  expect([...blobs.kept.keys()]).toEqual([`letters/${hash}`]);
  expect(await loadLetter(blobs, hash)).toEqual(letter);
  expect(await freezeLetter(blobs, await loadLetter(blobs, hash))).toBe(hash);
  expect(await freezeLetter(blobs, { ...letter, subject: 'Another' })).not.toBe(hash);
});

it('a letter that is not there is not found', async () => {
  await expect(loadLetter(memoryBlobs(), 'a'.repeat(64))).rejects.toMatchObject({ code: 'not-found' });
});
