/** List-Id (RFC 2919): names a newsletter for life, whatever domain it is sent from. */
import type { Newsletter, Publication } from '../publication/publication.ts';
import type { Letter } from './letter.ts';

/** `localhost` is RFC 2919's namespace (§3) for lists that no domain vouches for: ours moves between domains. */
export const listIdOf = (
  publication: Publication,
  newsletter: Newsletter,
): NonNullable<Letter['listId']> => ({
  phrase: `${publication.title}: ${newsletter.name}`,
  id: `${newsletter.id}.${publication.id}.list-id.localhost`,
});
