/** Views of a small store. Each change of the store is published as a release with its withdrawals, and the pointer is switched. */
import type { Edition } from '../../../functions/domain/content/edition.ts';
import { sha256 } from '../../../functions/domain/hash.ts';
import type { MailTemplates } from '../../../functions/domain/letters/template.ts';
import type { Blobs, ReleaseIndex } from '../../../functions/domain/release/release.ts';
import type { Words } from '../../../functions/domain/text/translations.ts';
import { createObjectWriter } from '../../../functions/flows/build/object-writer.ts';
import { publish } from '../../../functions/flows/release/publish.ts';
import { createViews, type LiveViews } from '../../../functions/flows/release/view.ts';
import { restore, withdraw } from '../../../functions/flows/release/withdraw.ts';
import { memoryBlobs } from '../fakes/memory-blobs.ts';
import { memoryPointers } from '../fakes/memory-pointers.ts';
import { putRelease } from './small-release.ts';
import type { SmallStore } from './small-site.ts';

/** The parts of a release that a letter needs beside its articles: translations and templates. */
export type Wording = { words: Words; templates: MailTemplates };

/** Without `wording`, pages show the keys of translations, and no letter can be assembled. */
export function publishedViews(store: SmallStore, wording?: () => Promise<Wording>): LiveViews {
  const [blobs, pointers, clock] = [memoryBlobs(), memoryPointers(), () => store.now];
  const views = createViews({ blobs, pointers, clock }, { refresh: 200 });
  const withdrawn = new Set<string>();
  let published = '';
  let last: Promise<void> = Promise.resolve();

  async function publishChanges(): Promise<void> {
    const { publication, entries, fragments, editions } = store;
    const content = JSON.stringify([publication, entries, fragments, editions]);
    if (content !== published) {
      const site = sha256(JSON.stringify(publication));
      const index = {
        editions: await writeEditions(blobs, editions),
        ...(await writeWording(blobs, wording)),
      };
      const hash = await putRelease(blobs, { publication, entries, fragments, site, index });
      await publish({ from: blobs, to: blobs, pointers, clock }, hash, { explicit: true });
      published = content;
    }
    for (const id of store.withdrawn) if (!withdrawn.has(id)) await switchTo(id, true);
    for (const id of withdrawn) if (!store.withdrawn.has(id)) await switchTo(id, false);
    views.expire();
  }

  async function switchTo(id: string, isWithdrawn: boolean): Promise<void> {
    await (isWithdrawn ? withdraw : restore)({ blobs, pointers, clock }, id);
    withdrawn[isWithdrawn ? 'add' : 'delete'](id);
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

async function writeWording(
  blobs: Blobs,
  wording: (() => Promise<Wording>) | undefined,
): Promise<Partial<ReleaseIndex>> {
  if (!wording) return {};
  const { words, templates } = await wording();
  const writer = createObjectWriter(blobs, { cache: {}, objects: new Set() });
  const object = await writer.write(JSON.stringify(templates));
  await writer.flush();
  return { words, templates: object };
}

async function writeEditions(blobs: Blobs, editions: readonly Edition[]): Promise<string> {
  const writer = createObjectWriter(blobs, { cache: {}, objects: new Set() });
  const ids: Record<string, string> = {};
  for (const { hash: _, ...edition } of editions) {
    const object = await writer.write(JSON.stringify(edition));
    for (const id of [edition.id, ...edition.aliases]) ids[id] = object;
  }
  const entries = editions.map(({ items: _, ...edition }) => ({ ...edition, articles: [] }));
  const list = await writer.write(JSON.stringify({ entries, ids }));
  await writer.flush();
  return list;
}
