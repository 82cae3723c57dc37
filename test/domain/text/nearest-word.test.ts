import { describe, expect, it } from 'vitest';
import { ARTICLE_KEYS } from '../../../functions/domain/content/article-source.ts';
import { findNearest, suggestWord } from '../../../functions/domain/text/nearest-word.ts';

describe('a word that is not known', () => {
  it.each([
    ['auhtors', 'authors'],
    ['author', 'authors'],
    ['Title', 'title'],
    ['alises', 'aliases'],
    ['tag', 'tags'],
    ['corection', 'corrections'],
    ['topics', 'topic'],
    ['xyzzy', undefined],
    ['', undefined],
  ])('%j means %j', (word, expected) => {
    expect(findNearest(word, ARTICLE_KEYS[''])).toBe(expected);
  });

  it('does not count hyphens, underscores and case', () => {
    expect(findNearest('reply_to', ['from', 'replyTo'])).toBe('replyTo');
  });

  it('gets the whole choice where nothing is near', () => {
    expect(suggestWord('sports', ['world', 'cities'])).toBe('Known are `world`, `cities`.');
  });

  it('costs little, however long it is', () => {
    expect(findNearest('a'.repeat(1_000_000), ARTICLE_KEYS[''])).toBeUndefined();
  });
});
