/** WebSub: notifies the hub of a changed feed, once per change, and not before caches show the new feed. */

import { entityTagOf, opaqueTagOf } from '../../domain/hash.ts';
import type { Ledger } from '../../domain/ledger/ledger.ts';
import { FEED_FORMATS, type FeedRequest, feedPath } from '../../domain/site/paths.ts';
import type { WebSubHub } from '../../domain/site/websub.ts';
import type { View, Views } from '../release/view.ts';

export type WebSubPorts = {
  views: Views;
  ledger: Pick<Ledger, 'getState' | 'setState'>;
  hub: WebSubHub;
  base: string;
};

/** Called by every tick. Looks at the feeds only if the view has changed since all of them were announced. */
export async function announceFeeds({ views, ledger, hub, base }: WebSubPorts): Promise<void> {
  const view = await views.current();
  const { hub: address } = view.release.index.publication;
  // A hub cannot fetch from an editor's machine.
  if (address === undefined || !base.startsWith('https:')) return;
  if ((await ledger.getState('websub')) === view.key) return;
  // The feed writers are loaded only for a change, because a tick starts each minute.
  const { makeFeed } = await import('./make-feed.ts');
  let all = true;
  for (const wanted of listFeeds(view)) {
    const topic = `${base}${feedPath(wanted.format, wanted.topic)}`;
    const tag = entityTagOf((await makeFeed(view, base, wanted)).text);
    if ((await ledger.getState(`websub ${topic}`)) === tag) continue;
    // The hub fetches the feed at once: a notification that comes too early would pass on the old one.
    const shown = opaqueTagOf((await hub.readPublicTag(topic)) ?? '') === tag;
    if (shown) {
      await hub.publish(address, topic);
      await ledger.setState(`websub ${topic}`, tag);
    } else all = false;
  }
  if (all) await ledger.setState('websub', view.key);
}

function listFeeds(view: View): FeedRequest[] {
  const topics = view.release.index.publication.topics.filter((topic) => !topic.retired);
  return FEED_FORMATS.flatMap((format) => [{ format }, ...topics.map(({ id }) => ({ format, topic: id }))]);
}
