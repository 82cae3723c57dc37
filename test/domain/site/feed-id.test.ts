import { describe, expect, it } from 'vitest';
import { feedIdOf } from '../../../functions/domain/site/feed-id.ts';

describe('the id of a feed or item', () => {
  it.each([
    ['a feed', 'feed', ''],
    ['a feed of a topic', 'feed', 'world'],
    ['an article', 'article', 'night-buses'],
    ['an article with any name', 'article', '<x>&"\n'],
  ] as const)('of %s is a UUID of version 8 (RFC 9562)', (_, kind, id) => {
    const uuid = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    expect(feedIdOf('small-paper', kind, id)).toMatch(uuid);
  });

  it('is the same for life: a change here would show every reader every article again', () => {
    expect(feedIdOf('small-paper', 'article', 'harbour')).toBe(
      'urn:uuid:d76b86f4-ceb3-86a4-b710-e42504323119',
    );
  });

  it.each([
    ['of another publication', 'other-paper', 'article', 'harbour'],
    ['of a feed with that id', 'small-paper', 'feed', 'harbour'],
    ['of another article', 'small-paper', 'article', 'harbours'],
  ] as const)('is not that %s', (_, publication, kind, id) => {
    expect(feedIdOf(publication, kind, id)).not.toBe(feedIdOf('small-paper', 'article', 'harbour'));
  });
});
