import { describe, expect, it } from 'vitest';
import { assembleEdition } from '../../../functions/flows/letters/assemble.ts';
import { describeOverweight, weighPictures } from '../../../functions/flows/letters/check-letter-size.ts';
import { anEdition, article, extra, view } from '../../support/builders/an-edition.ts';
import { memoryBlobs } from '../../support/fakes/memory-blobs.ts';

describe('the weight of a letter', () => {
  it('counts each picture once, as often as it is shown', async () => {
    const twice = anEdition([article('harbour'), article('harbour')]);
    const { pictures } = await assembleEdition(await view(), twice, extra);
    expect(pictures).toEqual(['media/harbour-0a1b-1200.jpg']);
    const blobs = memoryBlobs();
    await blobs.put(pictures[0]!, new Uint8Array(1234));
    expect(await weighPictures(blobs, pictures)).toBe(1234);
  });

  it('is not known before all of its pictures are made', async () => {
    expect(await weighPictures(memoryBlobs(), ['media/a.jpg'])).toBeUndefined();
    expect(await weighPictures(memoryBlobs(), [])).toBe(0);
  });

  it('is too much above 90 KB of HTML, and names the heaviest three', () => {
    const heaviest = ['a', 'b', 'c', 'd'].map((article) => ({ article, bytes: 30_000 }));
    const found = describeOverweight({ htmlBytes: 90 * 1024 + 1, heaviest });
    expect(found?.remedy).toMatch(/a \(29\.3 KB\), b \(29\.3 KB\), c \(29\.3 KB\)\.$/);
    expect(describeOverweight({ htmlBytes: 90 * 1024, heaviest })).toBeUndefined();
  });
});
