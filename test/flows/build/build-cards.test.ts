import { describe, expect, it } from 'vitest';
import { cardPath, type ShareCard, storyCard } from '../../../functions/domain/content/share-card.ts';
import { buildCards } from '../../../functions/flows/build/build-cards.ts';
import { anEntry, aPicture, aPublication } from '../../support/builders/small-publication.ts';
import { memoryBlobs } from '../../support/fakes/memory-blobs.ts';

const publication = aPublication();
const bare = anEntry({ id: 'bare', title: 'Bare', image: undefined });
const pictured = anEntry({ id: 'pictured', title: 'Pictured', image: aPicture() });

function aDesk() {
  const drawn: ShareCard[] = [];
  const drawCard = async (card: ShareCard) => {
    drawn.push(card);
    return new Uint8Array([1]);
  };
  const out = memoryBlobs();
  const make = (count = 2) =>
    buildCards(
      { drawCard, out },
      { publication, storyCount: count, stories: async () => [bare, pictured], editions: [] },
    );
  return { drawn, out, make };
}

describe('the share cards of a build', () => {
  it('are drawn for the front page, topics, newsletters and stories without a picture, and once', async () => {
    const { drawn, out, make } = aDesk();
    const { media } = await make();
    const titles = drawn.map(({ title }) => title);
    expect(titles).toContain('Bare');
    expect(titles).not.toContain('Pictured');
    expect(titles).toHaveLength(2 + publication.topics.length + publication.newsletters.length);
    for (const key of media) expect(await out.has(key)).toBe(true);
    expect(media).toContain(cardPath(storyCard(publication, bare, publication.topics[0])));
    expect((await make()).media).toEqual(media);
    expect(drawn).toHaveLength(titles.length);
  });

  it('are no story’s own where there are very many', async () => {
    const { drawn, make } = aDesk();
    expect((await make(10_000)).scope).toEqual({ stories: false, editions: true });
    expect(drawn.map(({ title }) => title)).not.toContain('Bare');
  });
});
