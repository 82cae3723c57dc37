/** A feed of a small paper before rendering, for tests that read what each format makes of it. */
import type { Entry, Fragment } from '../../../functions/domain/content/article.ts';
import type { FeedDocument } from '../../../functions/feeds/document.ts';
import { feedItem } from '../../../functions/feeds/item.ts';
import { aFragment, anEntry, aPublication, NOON } from '../builders/small-publication.ts';

export const ATOM = '{http://www.w3.org/2005/Atom}';
export const MEDIA = '{http://search.yahoo.com/mrss/}';

const context = { publication: aPublication(), words: {}, base: 'https://paper.example' };

export function aFeedDocument(
  stories: readonly { entry?: Partial<Entry>; fragment?: Fragment }[] = [{}],
  changes: Partial<FeedDocument> = {},
): FeedDocument {
  return {
    id: 'urn:uuid:8f2b1f7e-0000-8000-8000-000000000000',
    title: 'The Small Paper',
    description: 'A paper for tests.',
    language: 'en',
    publisher: 'The Small Paper',
    home: 'https://paper.example/',
    self: 'https://paper.example/feed.xml',
    hub: undefined,
    icons: undefined,
    chain: {},
    updated: NOON,
    changedAt: NOON,
    items: stories.map(({ entry, fragment }) => feedItem(context, anEntry(entry), fragment ?? aFragment())),
    ...changes,
  };
}
