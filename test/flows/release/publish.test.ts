import { describe, expect, it } from 'vitest';
import { createFolderBlobs } from '../../../functions/adapters/fs/blobs.ts';
import { createFolderPointers } from '../../../functions/adapters/fs/pointers.ts';
import type { Blobs } from '../../../functions/domain/release/release.ts';
import { DAY, HOUR } from '../../../functions/domain/time/instant.ts';
import { openRelease } from '../../../functions/flows/release/open-release.ts';
import { publish } from '../../../functions/flows/release/publish.ts';
import { createViews } from '../../../functions/flows/release/view.ts';
import { restore, withdraw } from '../../../functions/flows/release/withdraw.ts';
import { anEntry, NOON } from '../../support/builders/small-publication.ts';
import { putRelease } from '../../support/builders/small-release.ts';
import { type MemoryBlobs, memoryBlobs } from '../../support/fakes/memory-blobs.ts';
import { temporaryFolder } from '../../support/hosts/temporary-folder.ts';

const story = (changes = {}) => anEntry({ id: 'a', date: NOON - DAY, ...changes });
const EXPLICIT = { explicit: true };
const PLAIN = { explicit: false };

/** A folder store, what builds left in memory, and a clock to set. */
function store(to: Blobs = createFolderBlobs(temporaryFolder(), { durable: false })) {
  const pointers = createFolderPointers(temporaryFolder());
  const clock = { now: NOON };
  const from = memoryBlobs();
  const ports = { from, to, pointers, clock: () => clock.now };
  const take = { blobs: to, pointers, clock: () => clock.now };
  const view = () => createViews(take, { refresh: 0 }).current();
  return { ports, take, from, clock, view };
}

describe('publishing', () => {
  it('ships a release and makes it live', async () => {
    const { ports, from, view } = store();
    const hash = await putRelease(from, { entries: [story()] });
    expect(await publish(ports, hash, PLAIN)).toMatchObject({
      release: hash,
      flippedAt: NOON,
      withdrawn: [],
    });
    const live = await view();
    expect(await live.newest({ limit: 9 })).toHaveLength(1);
    expect((await live.release.fragment((await live.newest({ limit: 1 }))[0]!)).html).toContain('harbour');
  });

  it('ships only what the store lacks', async () => {
    const to = memoryBlobs();
    const { ports, from } = store(to);
    const many = Array.from({ length: 200 }, (_, i) => anEntry({ id: `n${i}`, date: NOON - i * DAY }));
    await publish(ports, await putRelease(from, { entries: many }), PLAIN);
    to.puts.length = 0;
    const edited = many.with(5, { ...many[5]!, title: 'Edited', hash: 'edited' });
    await publish(ports, await putRelease(from, { entries: edited, fragments: {} }), PLAIN);
    const objects = to.puts.filter((key) => key.startsWith('objects/'));
    // A pack, each month's list for its places, newest, topics, the manifest, the changes; no look-up table.
    expect(objects.length).toBeLessThan(15);
  });

  it('says which blob a build lacks, and leaves the live release alone', async () => {
    const { ports, from, view } = store();
    const first = await putRelease(from, { entries: [story()] });
    await publish(ports, first, PLAIN);
    const second = await putRelease(from, { entries: [], files: ['media/lost-1.webp'] });
    await expect(publish(ports, second, PLAIN)).rejects.toMatchObject({
      code: 'broken',
      message: expect.stringContaining('media/lost-1.webp'),
    });
    expect((await view()).pointer.release).toBe(first);
  });

  it('leaves the live release whole wherever it dies', async () => {
    const to = memoryBlobs();
    const { ports, from, view } = store(to);
    const first = await putRelease(from, { entries: [story()] });
    await publish(ports, first, PLAIN);
    const second = await putRelease(from, { entries: [story({ title: 'Two', hash: 'two' })] });
    for (let dies = 0; ; dies++) {
      const done = await publish({ ...ports, to: dyingAfter(to, dies) }, second, PLAIN).catch(
        () => undefined,
      );
      const live = await view();
      const [entry] = await live.newest({ limit: 1 });
      expect(await live.release.fragment(entry!)).toBeDefined();
      expect(live.pointer.release).toBe(done ? second : first);
      if (done) break;
    }
  });

  it('refuses an older commit in the place of a newer one, unless it is asked for', async () => {
    const { ports, from } = store();
    const newer = await putRelease(from, { entries: [story()] });
    const older = await putRelease(from, { entries: [] });
    await publish(ports, newer, { ...PLAIN, commit: { hash: 'bbbb', time: NOON } });
    const commit = { hash: 'aaaa', time: NOON - HOUR };
    await expect(publish(ports, older, { ...PLAIN, commit })).rejects.toMatchObject({ code: 'refused' });
    expect(await publish(ports, older, { ...EXPLICIT, commit })).toMatchObject({ release: older });
  });

  it('rolls back from the store alone, and dates what that changes', async () => {
    const { ports, take, from, clock, view } = store();
    const first = await putRelease(from, { entries: [story({ hash: 'one' })] });
    const second = await putRelease(from, { entries: [story({ hash: 'two', title: 'Two' })] });
    await publish(ports, first, PLAIN);
    clock.now += HOUR;
    await publish(ports, second, PLAIN);
    clock.now += HOUR;
    await publish({ ...ports, from: take.blobs }, first, EXPLICIT);
    const live = await view();
    expect(live.changedAt(await live.newest({ limit: 1 }))).toBe(NOON + 2 * HOUR);
  });

  it('leaves what is live already as it is', async () => {
    const { ports, from, clock } = store();
    const hash = await putRelease(from, { entries: [story()] });
    const pointer = await publish(ports, hash, PLAIN);
    clock.now += HOUR;
    expect(await publish(ports, hash, PLAIN)).toEqual(JSON.parse(JSON.stringify(pointer)));
  });

  it('knows no release that was never built', async () => {
    await expect(publish(store().ports, 'f'.repeat(64), PLAIN)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('puts a whole release in the place of a damaged one', async () => {
    const to = memoryBlobs();
    const { ports, from, view } = store(to);
    await publish(ports, await putRelease(from, { entries: [story()] }), PLAIN);
    for (const key of to.kept.keys()) to.kept.delete(key);
    const next = await putRelease(from, { entries: [story({ hash: 'two' })] });
    await publish(ports, next, PLAIN);
    expect((await view()).pointer.release).toBe(next);
  });

  it('lets one of two through that publish at once', async () => {
    const { ports, from } = store();
    const hashes = await Promise.all(
      ['one', 'two'].map((id) => putRelease(from, { entries: [story({ id })] })),
    );
    const results = await Promise.allSettled(hashes.map((hash) => publish(ports, hash, PLAIN)));
    const failed = results.filter((r) => r.status === 'rejected');
    // The one that is late may find the other live already: then its story has another name there.
    expect(failed.map((r) => ['conflict', 'invalid'].includes(r.reason.code))).toEqual([true]);
  });

  it.each([
    ['the older first', 1],
    ['the newer first', -1],
  ])('leaves the newest commit of several live that publish at once: %s', async (_, order) => {
    const { ports, from } = store();
    const times = [1, 2, 3].toSorted((a, b) => (a - b) * order);
    const going = times.map(async (time) => {
      const hash = await putRelease(from, { entries: [story({ hash: `h${time}` })] });
      return publish(ports, hash, { ...PLAIN, commit: { hash: `c${time}`, time } });
    });
    const refused = (await Promise.allSettled(going)).filter((r) => r.status === 'rejected');
    expect(refused.every(({ reason }) => reason.code === 'refused')).toBe(true);
    expect((await ports.pointers.read())?.commit?.time).toBe(3);
  });
});

describe('withdrawing', () => {
  it('takes an article down at once, by id or slug, and dates the lists it was in', async () => {
    const { ports, take, from, clock, view } = store();
    const entries = [story({ slug: 'harbour-opens' }), anEntry({ id: 'b', date: NOON - 2 * DAY })];
    await publish(ports, await putRelease(from, { entries }), PLAIN);
    clock.now += HOUR;
    await withdraw(take, 'harbour-opens');
    const live = await view();
    expect((await live.newest({ limit: 9 })).map((e) => e.id)).toEqual(['b']);
    expect(await live.article('harbour-opens')).toMatchObject({ kind: 'gone' });
    expect(live.changedAt(await live.newest({ limit: 9 }), {})).toBe(NOON + HOUR);
    expect(live.changedAt([entries[1]!])).toBe(NOON);
  });

  it('is one withdrawal when said twice', async () => {
    const { ports, take, from } = store();
    await publish(ports, await putRelease(from, { entries: [story()] }), PLAIN);
    await withdraw(take, 'a');
    expect((await withdraw(take, 'a')).pointer.withdrawn).toHaveLength(1);
  });

  it('says which article it took down, whichever was the last before', async () => {
    const { ports, take, from } = store();
    const entries = [story({ slug: 'harbour-opens' }), anEntry({ id: 'b', date: NOON - 2 * DAY })];
    await publish(ports, await putRelease(from, { entries }), PLAIN);
    for (const id of ['a', 'b']) await withdraw(take, id);
    expect(await withdraw(take, 'harbour-opens')).toMatchObject({ article: 'a' });
  });

  it('outlives publications, also of a release that lacks the article', async () => {
    const { ports, take, from, view } = store();
    const first = await putRelease(from, { entries: [story()] });
    await publish(ports, first, PLAIN);
    await withdraw(take, 'a');
    await publish(ports, await putRelease(from, { entries: [] }), PLAIN);
    await publish(ports, first, EXPLICIT);
    expect(await (await view()).newest({ limit: 9 })).toEqual([]);
  });

  it('is taken back, and the article counts as changed then', async () => {
    const { ports, take, from, clock, view } = store();
    await publish(ports, await putRelease(from, { entries: [story()] }), PLAIN);
    await withdraw(take, 'a');
    clock.now += HOUR;
    await restore(take, 'a');
    const live = await view();
    expect(live.changedAt(await live.newest({ limit: 1 }))).toBe(NOON + HOUR);
  });

  it('names what it does not know', async () => {
    const { ports, take, from } = store();
    await expect(withdraw(take, 'a')).rejects.toMatchObject({ code: 'not-found' });
    await publish(ports, await putRelease(from, { entries: [story()] }), PLAIN);
    await expect(withdraw(take, 'nope')).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringMatching(/"nope"/),
    });
    await expect(restore(take, 'a')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('an opened release', () => {
  it('says which object of it is missing or damaged', async () => {
    const blobs = memoryBlobs();
    const release = await openRelease(blobs, await putRelease(blobs, { entries: [story()] }));
    const [entry] = release.index.newest;
    blobs.kept.set(`objects/${entry!.place.object}`, new Uint8Array([1, 2, 3]));
    await expect(release.fragment(entry!)).rejects.toMatchObject({
      code: 'broken',
      message: expect.stringMatching(/is damaged/),
    });
    blobs.kept.delete(`objects/${entry!.place.object}`);
    await expect(release.fragment(entry!)).rejects.toMatchObject({
      code: 'broken',
      message: expect.stringMatching(/is missing/),
    });
  });
});

/** Writes so many blobs, then fails for ever: a process that dies. */
function dyingAfter(blobs: MemoryBlobs, writes: number): Blobs {
  let left = writes;
  return {
    ...blobs,
    put: async (key, bytes) => (left-- > 0 ? blobs.put(key, bytes) : Promise.reject(new Error('died'))),
  };
}
