import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../functions/domain/content/article.ts';
import {
  byNewest,
  type Changes,
  isVisible,
  type Pointer,
} from '../../../functions/domain/release/release.ts';
import { DAY, HOUR, type Instant } from '../../../functions/domain/time/instant.ts';
import { monthOf } from '../../../functions/domain/time/month.ts';
import { createObjectWriter } from '../../../functions/flows/build/object-writer.ts';
import { createViews, type View } from '../../../functions/flows/release/view.ts';
import { arbitraryEntries, arbitraryInstant } from '../../support/builders/arbitrary-entries.ts';
import { anEntry, aPublication, NOON } from '../../support/builders/small-publication.ts';
import { putRelease, type SmallRelease } from '../../support/builders/small-release.ts';
import { memoryBlobs } from '../../support/fakes/memory-blobs.ts';
import { memoryPointers } from '../../support/fakes/memory-pointers.ts';

const ZONE = 'Europe/London';
const NO_CHANGES: Changes = { site: 0, articles: {}, editions: {}, removals: [] };

/** A store with one release live, a clock to set, and a way to put another one live. */
async function publication(given: SmallRelease, withdrawn: readonly string[] = []) {
  const blobs = memoryBlobs();
  const pointers = memoryPointers();
  const clock = { now: NOON };
  const live = async (next: SmallRelease, gone: readonly string[] = [], changes = NO_CHANGES) => {
    const writer = createObjectWriter(blobs, { cache: {}, objects: new Set() });
    const pointer: Pointer = {
      release: await putRelease(blobs, next),
      withdrawn: gone.map((article) => ({ article, at: NOON })),
      changes: await writer.write(JSON.stringify(changes)),
      commit: undefined,
      flippedAt: NOON,
    };
    await writer.flush();
    await pointers.replace(pointer, await pointers.read());
  };
  await live(given, withdrawn);
  const views = createViews({ blobs, pointers, clock: () => clock.now }, { refresh: 1000 });
  return { blobs, pointers, clock, live, views };
}

async function viewOf(
  entries: readonly Entry[],
  now: Instant,
  withdrawn: readonly string[] = [],
): Promise<View> {
  const { clock, views } = await publication({ entries }, withdrawn);
  clock.now = now;
  return views.current();
}

const ids = (entries: readonly Entry[]) => entries.map((e) => e.id);
const numbered = (count: number, make: (i: number) => Partial<Entry>) =>
  Array.from({ length: count }, (_, i) => anEntry({ id: `n${String(i).padStart(3, '0')}`, ...make(i) }));

describe('a view equals what a plain filter over all articles says', () => {
  const scene = fc.record({
    entries: arbitraryEntries(160),
    now: arbitraryInstant,
    gone: fc.array(fc.integer({ min: 0, max: 160 }), { maxLength: 5 }),
    limit: fc.integer({ min: 0, max: 170 }),
    topic: fc.constantFrom(undefined, 'world', 'business', 'nowhere'),
  });
  const options = { numRuns: Number(process.env.PROPERTY_RUNS ?? 60) };

  it('in newest, since, month, months and hidden', async () => {
    const property = fc.asyncProperty(scene, async ({ entries, now, gone, limit, topic }) => {
      const withdrawn = new Set(gone.map((i) => `n${i}`));
      const view = await viewOf(entries, now, [...withdrawn]);
      const sorted = entries.toSorted(byNewest);
      const visible = sorted.filter((e) => isVisible(e, withdrawn, now));
      const inTopic = visible.filter((e) => topic === undefined || e.topic === topic);
      const query = topic === undefined ? { limit } : { topic, limit };
      expect(ids(await view.newest(query))).toEqual(ids(inTopic.slice(0, limit)));
      const from = now - 3 * DAY;
      expect(ids(await view.since(from))).toEqual(ids(visible.filter((e) => e.date > from)));
      const months = [...Map.groupBy(visible, (e) => monthOf(e.date, ZONE))];
      expect(await view.months()).toEqual(months.map(([month, all]) => ({ month, count: all.length })));
      for (const [month, all] of months) expect(ids(await view.month(month))).toEqual(ids(all));
      const hidden = sorted.filter((e) => e.draft || (e.date > now && !isGoneIn(e, withdrawn, now)));
      expect(ids(await view.hidden())).toEqual(ids(hidden));
    });
    await fc.assert(property, options);
  });

  it('in what it finds by slug, id and old address, and when it changes next', async () => {
    const property = fc.asyncProperty(scene, async ({ entries, now, gone }) => {
      const withdrawn = new Set(gone.map((i) => `n${i}`));
      const view = await viewOf(entries, now, [...withdrawn]);
      for (const entry of entries) {
        const kind = kindOf(entry, withdrawn, now);
        expect(await view.article(entry.slug)).toMatchObject({ kind, entry: { id: entry.id } });
        expect(await view.byId(entry.id)).toMatchObject({ kind, entry: { slug: entry.slug } });
        for (const alias of entry.aliases) {
          const moved = { kind: 'redirect', to: `/articles/${entry.slug}` };
          expect(await view.article(alias)).toMatchObject(kind === 'hidden' ? { kind } : moved);
        }
      }
      expect(view.nextChange).toBe(nextChange(entries, now));
    });
    await fc.assert(property, options);
  });
});

const isGoneIn = (e: Entry, withdrawn: ReadonlySet<string>, now: Instant) =>
  withdrawn.has(e.id) || (e.withdrawn !== undefined && e.withdrawn.date <= now);

function kindOf(entry: Entry, withdrawn: ReadonlySet<string>, now: Instant): string {
  if (isVisible(entry, withdrawn, now)) return 'visible';
  return !entry.draft && isGoneIn(entry, withdrawn, now) ? 'gone' : 'hidden';
}

function nextChange(entries: readonly Entry[], now: Instant): Instant | undefined {
  const instants = entries.filter((e) => !e.draft).flatMap((e) => [e.date, e.withdrawn?.date ?? 0]);
  const ahead = instants.filter((i) => i > now);
  return ahead.length > 0 ? Math.min(...ahead) : undefined;
}

describe('a view', () => {
  it('finds the newest behind any number of drafts and articles to come', async () => {
    const hidden = numbered(150, (i) => ({ date: NOON + HOUR, draft: i % 2 === 0 }));
    const old = numbered(3, (i) => ({ id: `old${i}`, date: NOON - i * DAY, topic: 'business' }));
    const view = await viewOf([...hidden, ...old], NOON);
    expect(ids(await view.newest({ limit: 2 }))).toEqual(['old0', 'old1']);
    expect(ids(await view.newest({ topic: 'business', limit: 9 }))).toEqual(['old0', 'old1', 'old2']);
  });

  it('reads one small index for its newest, whatever the number of articles', async () => {
    const { blobs, views } = await publication({
      entries: numbered(1500, (i) => ({ date: NOON - i * HOUR })),
    });
    blobs.gets.length = 0;
    expect(await (await views.current()).newest({ limit: 50 })).toHaveLength(50);
    expect(blobs.gets).toHaveLength(2);
  });

  it('shows what is due without anything being published', async () => {
    const { clock, views } = await publication({ entries: [anEntry({ id: 'soon', date: NOON + HOUR })] });
    const before = await views.current();
    expect(await before.newest({ limit: 9 })).toEqual([]);
    expect(before.nextChange).toBe(NOON + HOUR);
    clock.now = NOON + HOUR;
    const after = await views.current();
    expect(ids(await after.newest({ limit: 9 }))).toEqual(['soon']);
    expect(after.key).not.toBe(before.key);
    expect(after.nextChange).toBeUndefined();
  });

  it('keeps its key until something changes', async () => {
    const { clock, views } = await publication({
      entries: [anEntry(), anEntry({ id: 'b', date: NOON + DAY })],
    });
    const { key } = await views.current();
    clock.now = NOON + HOUR;
    expect((await views.current()).key).toBe(key);
  });

  it('says what an article that is gone says of itself', async () => {
    const entry = anEntry({ withdrawn: { date: NOON - 1, note: 'It was wrong.' } });
    const view = await viewOf([entry], NOON);
    expect(await view.article('harbour')).toMatchObject({ kind: 'gone', note: 'It was wrong.' });
  });

  it('follows the redirects of the publication', async () => {
    const redirects = { '/about.html': '/newsletters/daily' };
    const { views } = await publication({ entries: [], publication: aPublication({ redirects }) });
    const view = await views.current();
    expect(await view.article('/about.html')).toEqual({ kind: 'redirect', to: '/newsletters/daily' });
    expect(await view.article('constructor')).toBeUndefined();
    expect(await view.article('__proto__')).toBeUndefined();
  });

  it('reads the fragment of an entry', async () => {
    const view = await viewOf([anEntry({ id: 'a', title: 'A' }), anEntry({ id: 'b', title: 'B' })], NOON);
    const [b] = await view.newest({ limit: 1 });
    expect((await view.release.fragment(b!)).html).toBe('<p>B</p>');
  });
});

describe('views', () => {
  it('see a new pointer when they look again, not before', async () => {
    const { clock, live, views } = await publication({ entries: [anEntry({ id: 'a' })] });
    await views.current();
    await live({ entries: [anEntry({ id: 'b' })] });
    clock.now = NOON + 999;
    expect(ids(await (await views.current()).newest({ limit: 1 }))).toEqual(['a']);
    clock.now = NOON + 1000;
    expect(ids(await (await views.current()).newest({ limit: 1 }))).toEqual(['b']);
  });

  it('look again when the clock was set back', async () => {
    const { clock, live, views } = await publication({ entries: [anEntry({ id: 'a' })] });
    await views.current();
    await live({ entries: [anEntry({ id: 'b', date: NOON - DAY })] });
    clock.now = NOON - HOUR;
    expect(ids(await (await views.current()).newest({ limit: 1 }))).toEqual(['b']);
  });

  it('keep what they have while the pointer cannot be read, or names a release that is not there', async () => {
    const { clock, blobs, pointers, live } = await publication({ entries: [anEntry({ id: 'a' })] });
    const faults = { fail: false };
    const unsure = {
      ...pointers,
      read: async () => (faults.fail ? Promise.reject(new Error('disk')) : pointers.read()),
    };
    const views = createViews({ blobs, pointers: unsure, clock: () => clock.now }, { refresh: 1000 });
    await views.current();
    faults.fail = true;
    clock.now += 5000;
    expect(ids(await (await views.current()).newest({ limit: 1 }))).toEqual(['a']);
    faults.fail = false;
    await live({ entries: [anEntry({ id: 'b' })] });
    const { release } = (await pointers.read())!;
    blobs.kept.delete(`release/${release}/index.json`);
    clock.now += 5000;
    expect(ids(await (await views.current()).newest({ limit: 1 }))).toEqual(['a']);
  });

  it('are unavailable when nothing was ever published', async () => {
    const views = createViews(
      { blobs: memoryBlobs(), pointers: memoryPointers(), clock: () => NOON },
      { refresh: 1000 },
    );
    await expect(views.current()).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('ask the pointer once for many who come at once', async () => {
    const { blobs, pointers } = await publication({ entries: [anEntry()] });
    let reads = 0;
    const read = async () => {
      reads++;
      return pointers.read();
    };
    const counted = { ...pointers, read };
    const views = createViews({ blobs, pointers: counted, clock: () => NOON }, { refresh: 1000 });
    await Promise.all(Array.from({ length: 50 }, () => views.current()));
    expect(reads).toBe(1);
  });
});
