/** Views of a small store that really publishes: what changed in it is written as a release and flipped to, withdrawals too. */
import type { Edition } from '../../../functions/domain/content/edition.ts';
import { sha256 } from '../../../functions/domain/hash.ts';
import type { Blobs } from '../../../functions/domain/release/release.ts';
import { createObjectWriter } from '../../../functions/flows/build/object-writer.ts';
import { publish } from '../../../functions/flows/release/publish.ts';
import { createViews, type LiveViews } from '../../../functions/flows/release/view.ts';
import { withdraw } from '../../../functions/flows/release/withdraw.ts';
import { memoryBlobs } from '../fakes/memory-blobs.ts';
import { memoryPointers } from '../fakes/memory-pointers.ts';
import { putRelease } from './small-release.ts';
import type { SmallStore } from './small-view.ts';

export function publishedViews(store: SmallStore): LiveViews {
  const [blobs, pointers, clock] = [memoryBlobs(), memoryPointers(), () => store.now];
  const views = createViews({ blobs, pointers, clock }, { refresh: 200 });
  let published = '';
  let last: Promise<void> = Promise.resolve();

  async function publishChanges(): Promise<void> {
    const { publication, entries, fragments, editions } = store;
    const content = JSON.stringify([publication, entries, fragments, editions]);
    if (content !== published) {
      const site = sha256(JSON.stringify(publication));
      const index = { editions: await writeEditions(blobs, editions) };
      const hash = await putRelease(blobs, { publication, entries, fragments, site, index });
      await publish({ from: blobs, to: blobs, pointers, clock }, hash, { explicit: true });
      published = content;
    }
    for (const id of store.withdrawn) await withdraw({ blobs, pointers, clock }, id);
    views.expire();
  }

  return {
    ...views,
    current: async () => {
      last = last.then(publishChanges);
      await last;
      return views.current();
    },
  };
}

async function writeEditions(blobs: Blobs, editions: readonly Edition[]): Promise<string> {
  const writer = createObjectWriter(blobs, { memory: {}, objects: new Set() });
  const ids: Record<string, string> = {};
  for (const { hash: _, ...edition } of editions) {
    const object = await writer.write(JSON.stringify(edition));
    for (const id of [edition.id, ...edition.aliases]) ids[id] = object;
  }
  const entries = editions.map(({ items: _, ...edition }) => ({ ...edition, articles: [] }));
  const list = await writer.write(JSON.stringify({ entries, ids }));
  await writer.settle();
  return list;
}
