import { describe, expect, it } from 'vitest';
import { compose, prepareLetter, previewText } from '../../../functions/domain/letters/compose.ts';
import { aLetter, aRecipient, aStamp, HASH, raw } from '../../support/builders/letters.ts';

const topical = aLetter({
  blocks: [
    { topic: 'world', kind: 'article', label: undefined, words: 300 },
    { topic: undefined, kind: 'sponsor', label: undefined, words: 0 },
    { topic: 'cities', kind: 'article', label: undefined, words: 1200 },
    { topic: 'world', kind: 'article', label: '{n}. One to watch:', words: 40 },
  ],
  html: ['<!doctype html>'],
  text: [
    { slot: 'words' },
    ', ',
    { slot: 'minutes' },
    '\n',
    { block: 0, pieces: [{ slot: 'label' }, ' A\n'] },
    { block: 1, pieces: ['Sponsor', { slot: 'number' }, '\n'] },
    { block: 2, pieces: [{ slot: 'label' }, ' B\n'] },
    { block: 3, pieces: [{ slot: 'label' }, ' C\n'] },
  ],
});
describe('topics', () => {
  const textFor = (...topics: string[]) => previewText(topical, aRecipient({ topics }));

  it('none chosen means all', () => {
    expect(textFor()).toBe('1,540 words, 6 minutes\n1 big thing: A\nSponsor\n2. B\n3. One to watch: C\n');
  });

  it('renumber and recount what is left', () => {
    expect(textFor('world')).toBe('340 words, 1 minute\n1 big thing: A\nSponsor\n2. One to watch: C\n');
    expect(textFor('cities', 'health')).toBe('1,200 words, 5 minutes\nSponsor\n1 big thing: B\n');
  });

  it('leave nothing: there is no message', () => {
    expect(textFor('health')).toBeUndefined();
    expect(
      compose(prepareLetter(topical, HASH), aRecipient({ topics: ['health'] }), aStamp()),
    ).toBeUndefined();
  });

  it('compose the same bytes whichever variants were made before, more than are remembered too', () => {
    const topics = Array.from({ length: 7 }, (_, i) => `t${i}`);
    const letter = aLetter({
      blocks: topics.map((topic) => ({ topic, kind: 'article', label: undefined, words: 10 })),
      text: topics.map((topic, block) => ({ block, pieces: [{ slot: 'label' }, ` ${topic}\n`] })),
    });
    const prepared = prepareLetter(letter, HASH);
    for (let mask = 1; mask < 128; mask++) {
      const recipient = aRecipient({ topics: topics.filter((_, i) => mask & (1 << i)) });
      expect(Buffer.from(compose(prepared, recipient, aStamp())!).toString('latin1')).toBe(
        raw(letter, recipient),
      );
    }
    expect(prepared.variants.size).toBe(64);
  });
});
