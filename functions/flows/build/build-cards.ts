/** Builds the share cards: each is drawn once, by its name, and not again while its blob exists. */
import type { Entry } from '../../domain/content/article.ts';
import type { EditionEntry } from '../../domain/content/edition.ts';
import {
  type CardScope,
  cardPath,
  cardScopeOf,
  editionCard,
  homeCard,
  newsletterCard,
  type ShareCard,
  storyCard,
  topicCard,
} from '../../domain/content/share-card.ts';
import type { Publication } from '../../domain/publication/publication.ts';
import type { BuildPorts } from './build-ports.ts';

/** `stories`: reads the entries; it is not called if there are too many for cards of their own. */
type CardSources = {
  publication: Publication;
  storyCount: number;
  stories: () => Promise<readonly Entry[]>;
  editions: readonly EditionEntry[];
};

export type BuiltCards = { scope: CardScope | undefined; media: readonly string[] };

/** Cards drawn at once: each has a core of its own. */
const MAX_DRAWN_AT_ONCE = 2;

export async function buildCards(
  { drawCard, out }: Pick<BuildPorts, 'drawCard' | 'out'>,
  sources: CardSources,
): Promise<BuiltCards> {
  if (!drawCard) return { scope: undefined, media: [] };
  const scope = cardScopeOf(sources.storyCount, sources.editions.length);
  const cards = new Map((await listCards(sources, scope)).map((card) => [cardPath(card), card]));
  const waiting = cards.entries();
  const work = async () => {
    for (const [path, card] of waiting) if (!(await out.has(path))) await out.put(path, await drawCard(card));
  };
  await Promise.all(Array.from({ length: MAX_DRAWN_AT_ONCE }, work));
  return { scope, media: [...cards.keys()] };
}

async function listCards(
  { publication, stories, editions }: CardSources,
  scope: CardScope,
): Promise<ShareCard[]> {
  const { topics, newsletters } = publication;
  const bare = scope.stories ? (await stories()).filter((entry) => !entry.image?.share) : [];
  const sent = scope.editions ? editions : [];
  return [
    homeCard(publication),
    ...topics.map((topic) => topicCard(publication, topic)),
    ...newsletters.map((newsletter) => newsletterCard(publication, newsletter)),
    ...bare.map((entry) =>
      storyCard(
        publication,
        entry,
        topics.find(({ id }) => id === entry.topic),
      ),
    ),
    ...sent.flatMap(({ subject, newsletter: id }) => {
      const newsletter = newsletters.find((one) => one.id === id);
      return newsletter ? [editionCard(publication, { subject, newsletter })] : [];
    }),
  ];
}
