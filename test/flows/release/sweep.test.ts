import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFolderBlobs } from '../../../functions/adapters/fs/blobs.ts';
import { createFolderPointers } from '../../../functions/adapters/fs/pointers.ts';
import { createFolderListing } from '../../../functions/adapters/fs/store-listing.ts';
import { DAY } from '../../../functions/domain/time/instant.ts';
import { readObject } from '../../../functions/flows/release/objects.ts';
import { openRelease, readIndex } from '../../../functions/flows/release/open-release.ts';
import { publish } from '../../../functions/flows/release/publish.ts';
import { sweepStore } from '../../../functions/flows/release/sweep.ts';
import { withdraw } from '../../../functions/flows/release/withdraw.ts';
import { anEntry, NOON } from '../../support/builders/small-publication.ts';
import { putRelease } from '../../support/builders/small-release.ts';
import { memoryBlobs } from '../../support/fakes/memory-blobs.ts';
import { temporaryFolder } from '../../support/hosts/temporary-folder.ts';

/** A folder store into which releases `0` to `count - 1` were published, one a day, the last one today. */
async function aStore(count: number) {
  const root = temporaryFolder();
  // Going live is dated by the file system's own clock.
  const now = Date.now();
  const blobs = createFolderBlobs(root, { durable: false });
  const pointers = createFolderPointers(root);
  const from = memoryBlobs();
  const ports = { from, to: blobs, blobs, pointers, clock: () => NOON, listing: createFolderListing(root) };
  const dated = new Set<string>();
  const date = (at: Date) => {
    const indices = readdirSync(join(root, 'release')).map((name) =>
      join(root, 'release', name, 'index.json'),
    );
    const objects = readdirSync(join(root, 'objects')).map((name) => join(root, 'objects', name));
    for (const path of [...indices, ...objects]) {
      if (!dated.has(path)) utimesSync(path, at, at);
      dated.add(path);
    }
  };
  const hashes: string[] = [];
  for (let n = 0; n < count; n++) {
    const entries = [anEntry({ id: 'same' }), anEntry({ id: 'a', title: `${n}`, hash: `${n}` })];
    hashes.push(await putRelease(from, { entries }));
    await publish(ports, hashes[n]!, { explicit: true });
    date(new Date(now - (count - 1 - n) * DAY));
  }
  const keeping = {
    keptRelease: async () => (await pointers.read())?.release,
    keptObject: async () => (await pointers.read())?.changes,
  };
  const swept = (newest: number, days: number) =>
    sweepStore(ports, { ...keeping, newest, age: days * DAY }, now);
  const there = () => hashes.filter((hash) => readdirSync(join(root, 'release')).includes(hash));
  return { root, ports, hashes, swept, there, keeping, now };
}

/** Throws where anything of it is missing. */
async function readWhole(blobs: ReturnType<typeof createFolderBlobs>, hash: string): Promise<string[]> {
  const { files } = await readIndex(blobs, hash);
  const keys = (await readObject(blobs, files)).split('\n').filter((key) => key.startsWith('objects/'));
  for (const key of keys) await readObject(blobs, key.slice('objects/'.length));
  return [...keys, `objects/${files}`];
}

describe('sweeping a store', () => {
  it('keeps what older code shows: the release before, and its changes', async () => {
    const { ports, hashes, keeping, there, now } = await aStore(6);
    const [release] = hashes;
    const { files: changes } = await readIndex(ports.blobs, hashes[1]!);
    const before = async () => [{ format: 0, release: release!, changes }];
    await sweepStore(ports, { ...keeping, earlierReleases: before, newest: 1, age: 0 }, now);
    expect(there()).toEqual([hashes[0], hashes[5]]);
    expect(await readObject(ports.blobs, changes)).not.toBe('');
    expect(await readWhole(ports.blobs, release!)).not.toEqual([]);
  });

  it('keeps the newest, those of the last days, and every object that one of them names', async () => {
    const { root, ports, hashes, swept, there } = await aStore(12);
    const before = readdirSync(join(root, 'objects')).length;
    expect(await swept(3, 5.5)).toMatchObject({ releases: 6 });
    expect(there()).toEqual(hashes.slice(6));
    const named = new Set((await Promise.all(there().map((hash) => readWhole(ports.blobs, hash)))).flat());
    named.add(`objects/${(await ports.pointers.read())!.changes}`);
    const left = readdirSync(join(root, 'objects'));
    expect(left.length).toBeLessThan(before);
    expect(left.filter((name) => !named.has(`objects/${name}`))).toEqual([]);
    expect(await swept(3, 5.5)).toEqual({ releases: 0, objects: 0 });
  });

  it('keeps what is live, however old, and what was live until today', async () => {
    const { ports, hashes, swept, there } = await aStore(8);
    await publish(ports, hashes[0]!, { explicit: true });
    await swept(2, 0.5);
    expect(there()).toEqual([hashes[0], hashes[7]]);
    await readWhole(ports.blobs, hashes[0]!);
    await withdraw(ports, 'same');
    await publish(ports, hashes[7]!, { explicit: true });
    expect((await ports.pointers.read())?.release).toBe(hashes[7]);
    expect((await openRelease(ports.blobs, hashes[7]!)).index.count).toBe(2);
  });

  it('makes going back to what was swept a clear refusal', async () => {
    const { ports, hashes, swept } = await aStore(4);
    await swept(1, 0.5);
    const back = publish({ ...ports, from: ports.blobs }, hashes[0]!, { explicit: true });
    await expect(back).rejects.toMatchObject({
      code: 'not-found',
      remedy: expect.stringContaining('check out its commit'),
    });
    expect((await ports.pointers.read())?.release).toBe(hashes[3]);
  });

  it('does nothing while anybody publishes, or if a release that stays cannot be read', async () => {
    const { root, ports, swept, there } = await aStore(4);
    expect(await ports.pointers.withSharedLock(() => swept(1, 0.5))).toEqual({ releases: 0, objects: 0 });
    const { files } = await readIndex(ports.blobs, (await ports.pointers.read())!.release);
    await ports.listing.deleteObject(files);
    const objects = readdirSync(join(root, 'objects'));
    await expect(swept(1, 0.5)).rejects.toMatchObject({ code: 'broken' });
    expect(there()).toHaveLength(4);
    expect(readdirSync(join(root, 'objects'))).toEqual(objects);
  });
});
