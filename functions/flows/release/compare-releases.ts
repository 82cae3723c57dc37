/** Compares a release with the live one: a story that changed its id or lost its address is reported before readers meet it twice. */
import { isBroadsheetError } from '../../domain/error.ts';
import type { Release } from '../../domain/release/release.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { articleFaults } from './compare-articles.ts';
import { editionFaults } from './compare-editions.ts';
import type { IdentityFault, Shelf } from './identity-fault.ts';
import { openRelease } from './open-release.ts';

/** Returns no faults if the live release is damaged or of another publication: then nothing can be compared. */
export async function compareReleases(
  live: Shelf,
  next: Shelf,
  now: Instant,
): Promise<readonly IdentityFault[]> {
  if (live.hash === next.hash) return [];
  try {
    const [was, is] = await Promise.all([
      openRelease(live.blobs, live.hash),
      openRelease(next.blobs, next.hash),
    ]);
    if (was.index.publication.id !== is.index.publication.id) return [];
    return [
      ...deletedChoices(was, is),
      ...(await articleFaults({ ...live, release: was }, { ...next, release: is }, now)),
      ...(await editionFaults(was, is, now)),
    ];
  } catch (error) {
    if (isBroadsheetError(error) && ['broken', 'not-found'].includes(error.code)) return [];
    throw error;
  }
}

/** Finds deleted newsletters and topics: subscriptions, feeds and old runs refer to their ids. */
function deletedChoices(was: Release, is: Release): IdentityFault[] {
  return (['newsletters', 'topics'] as const).flatMap((key) => {
    const kept = new Set(is.index.publication[key].map(({ id }) => id));
    return was.index.publication[key]
      .filter(({ id }) => !kept.has(id))
      .map(({ id }): IdentityFault => {
        const what = key === 'topics' ? 'topic' : 'newsletter';
        return {
          ...{ of: { publication: key }, key, level: 'error' },
          message: `The ${what} \`${id}\` was published and is gone.`,
          remedy: `Put it back, and add \`retired: true\` to it: ${what === 'topic' ? 'feeds and choices' : 'subscriptions'} are known by its id.`,
        };
      });
  });
}
