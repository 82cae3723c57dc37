import { describe, expect, it } from 'vitest';
import { wholeMarkKey } from '../../../functions/domain/release/release.ts';
import { DAY, HOUR } from '../../../functions/domain/time/instant.ts';
import { publish } from '../../../functions/flows/release/publish.ts';
import { publishShipped } from '../../../functions/flows/release/publish-shipped.ts';
import { listTextKeys } from '../../../functions/flows/release/ship.ts';
import { createViews } from '../../../functions/flows/release/view.ts';
import { aFragment, anEntry, NOON } from '../../support/builders/small-publication.ts';
import { putRelease } from '../../support/builders/small-release.ts';
import { memoryBlobs } from '../../support/fakes/memory-blobs.ts';
import { memoryPointers } from '../../support/fakes/memory-pointers.ts';

const picture = (n: number) => `media/harbour-${n}.webp`;

/** A build with pictures, and a stage that deployments and `publish` ship to. Only the build knows the pictures at first. */
function stage() {
  const [dist, to, pointers] = [memoryBlobs(), memoryBlobs(), memoryPointers()];
  const asked: string[] = [];
  const clock = { now: NOON };
  const bucket = {
    ...to,
    has: async (key: string) => {
      asked.push(key);
      return to.has(key);
    },
  };
  const ports = { from: dist, to: bucket, pointers, clock: () => clock.now };
  const build = async (title: string, pictures: number) => {
    const files = Array.from({ length: pictures }, (_, n) => picture(n));
    for (const key of files) await dist.put(key, new TextEncoder().encode(key));
    const entries = [anEntry({ title, hash: title, date: NOON - DAY })];
    return putRelease(dist, { entries, files });
  };
  const deploy = async (hash: string, commit?: { hash: string; time: number }) => {
    for (const key of await listTextKeys(dist, hash)) await to.put(key, (await dist.get(key))!);
    return publishShipped(ports, hash, commit);
  };
  const live = async () => (await pointers.read())?.release;
  const views = createViews({ blobs: to, pointers, clock: () => clock.now }, { refresh: 0 });
  return { ...{ dist, to, ports, build, deploy, live, views, asked, pointers } };
}

describe('a first deployment', () => {
  it('makes the text live, and says how many pictures are not there', async () => {
    const { build, deploy, live, views } = stage();
    const hash = await build('One', 3);
    expect(await deploy(hash)).toMatchObject({
      lacked: [picture(0), picture(1), picture(2)],
      isOlder: false,
    });
    expect(await live()).toBe(hash);
    expect(await (await views.current()).newest({ limit: 9 })).toHaveLength(1);
  });

  it('is finished by `publish`, which ships the pictures of what is live already', async () => {
    const { ports, to, build, deploy, live } = stage();
    const hash = await build('One', 3);
    await deploy(hash);
    await publish(ports, hash, { explicit: false });
    expect([0, 1, 2].map((n) => to.kept.has(picture(n)))).toEqual([true, true, true]);
    expect(await live()).toBe(hash);
    expect((await deploy(hash)).lacked).toEqual([]);
  });

  it('is refused where text is missing, and nothing is live', async () => {
    const { dist, to, ports, build, live } = stage();
    const hash = await build('One', 1);
    const index = `release/${hash}/index.json`;
    const { files } = JSON.parse(new TextDecoder().decode(await dist.get(index)));
    for (const key of [index, `objects/${files}`]) await to.put(key, (await dist.get(key))!);
    await expect(publishShipped(ports, hash, undefined)).rejects.toMatchObject({ code: 'broken' });
    expect(await live()).toBeUndefined();
  });
});

describe('a later deployment', () => {
  it('is live at once where every picture is in the bucket', async () => {
    const { ports, build, deploy, live } = stage();
    await publish(ports, await build('One', 3), { explicit: false });
    const hash = await build('Two', 2);
    expect(await deploy(hash)).toMatchObject({ lacked: [] });
    expect(await live()).toBe(hash);
  });

  it('leaves what is live where pictures are not there, until they are published', async () => {
    const { ports, build, deploy, live } = stage();
    const first = await build('One', 1);
    await publish(ports, first, { explicit: false });
    const next = await build('Two', 3);
    expect(await deploy(next)).toMatchObject({ lacked: [picture(1), picture(2)], live: { release: first } });
    expect(await live()).toBe(first);
    await publish(ports, next, { explicit: false });
    expect(await live()).toBe(next);
  });

  it('leaves a newer commit live, whatever pictures it has', async () => {
    const { ports, build, deploy, live } = stage();
    const newer = await build('Two', 2);
    await publish(ports, newer, { explicit: false, commit: { hash: 'bbbb', time: NOON } });
    const older = await build('One', 1);
    expect(await deploy(older, { hash: 'aaaa', time: NOON - HOUR })).toMatchObject({ isOlder: true });
    expect(await live()).toBe(newer);
  });

  it('that was never live with its pictures can be gone back to, and takes them from the build', async () => {
    const { ports, dist, to, build, deploy, live } = stage();
    const first = await build('One', 2);
    await deploy(first);
    await publish(ports, await build('Two', 1), { explicit: false });
    expect(to.kept.has(picture(1))).toBe(false);
    const either = { ...to, get: async (key: string) => (await to.get(key)) ?? dist.get(key) };
    await publish({ ...ports, from: either }, first, { explicit: true });
    expect(to.kept.has(picture(1))).toBe(true);
    expect(await live()).toBe(first);
  });
});

describe('a picture that somebody deleted from the bucket', () => {
  it('comes back by `publish` once the mark of the live release is deleted too, and not before', async () => {
    const { ports, to, build } = stage();
    const hash = await build('One', 2);
    await publish(ports, hash, { explicit: false });
    to.kept.delete(picture(1));
    const isThere = async () => {
      await publish(ports, hash, { explicit: false });
      return to.kept.has(picture(1));
    };
    expect(await isThere()).toBe(false);
    to.kept.delete(wholeMarkKey(hash));
    expect(await isThere()).toBe(true);
  });

  it('comes back with the next release, too, where that mark is gone', async () => {
    const { ports, to, build } = stage();
    const first = await build('One', 2);
    await publish(ports, first, { explicit: false });
    to.kept.delete(picture(1));
    to.kept.delete(wholeMarkKey(first));
    await publish(ports, await build('Two', 3), { explicit: false });
    expect(to.kept.has(picture(1))).toBe(true);
  });
});

describe('content that cannot go live leaves the code deployed', () => {
  const TEXT = 'The council voted last night to keep six night routes through the winter.';
  const story = (blobs: ReturnType<typeof memoryBlobs>, id: string) =>
    putRelease(blobs, {
      entries: [anEntry({ id, slug: id, date: NOON - DAY })],
      fragments: { [id]: aFragment(`<p>${TEXT}</p>`, { text: TEXT }) },
    });

  it('where a published story would stand under another name', async () => {
    const { ports, dist, deploy, live } = stage();
    const first = await story(dist, 'one');
    await publish(ports, first, { explicit: false });
    const told = await deploy(await story(dist, 'the-one'));
    expect(told).toMatchObject({ live: { release: first }, lacked: [], isOlder: false });
    expect(told.refusal).toMatch(/^\/articles\/the-one: error: This is the story `one`/);
    expect(await live()).toBe(first);
  });

  /** Others flip just before each of the next flips. */
  function crowd({ pointers }: ReturnType<typeof stage>, others: readonly { hash: string; time: number }[]) {
    const { replace: flip } = pointers;
    const left = [...others];
    pointers.replace = async (next, expected) => {
      const other = left.shift();
      if (other) await flip({ ...expected!, commit: other, flippedAt: other.time }, await pointers.read());
      return flip(next, expected);
    };
  }
  const at = (time: number) => ({ hash: `c${time}`, time });

  it.each([1, 2, 4])('where %s others publish older commits meanwhile: it follows them', async (n) => {
    const room = stage();
    await publish(room.ports, await room.build('One', 1), { explicit: false, commit: at(1) });
    crowd(
      room,
      Array.from({ length: n }, (_, i) => at(i + 2)),
    );
    const hash = await room.build('Two', 1);
    expect(await room.deploy(hash, at(9))).toMatchObject({ live: { release: hash }, isOlder: false });
    expect(await room.live()).toBe(hash);
  });

  it('where others publish again and again meanwhile: theirs stays', async () => {
    const room = stage();
    const first = await room.build('One', 1);
    await publish(room.ports, first, { explicit: false, commit: at(1) });
    crowd(
      room,
      Array.from({ length: 9 }, (_, i) => at(i + 2)),
    );
    const told = await room.deploy(await room.build('Two', 1), at(99));
    expect(told).toMatchObject({ isOlder: false, live: { release: first }, isBusy: true });
    expect(await room.live()).toBe(first);
  });

  it('where somebody publishes a newer commit meanwhile: that stays', async () => {
    const room = stage();
    const first = await room.build('One', 1);
    await publish(room.ports, first, { explicit: false, commit: at(1) });
    crowd(room, [at(10)]);
    expect(await room.deploy(await room.build('Two', 1), at(9))).toMatchObject({ isOlder: true });
    expect((await room.pointers.read())?.commit).toEqual(at(10));
  });
});

describe('an edit among ten thousand pictures', () => {
  it('asks the bucket for what is new, and for nothing where it is live already', async () => {
    const { ports, build, deploy, asked } = stage();
    await publish(ports, await build('One', 10_000), { explicit: false });
    asked.length = 0;
    const hash = await build('Two', 10_001);
    await publish(ports, hash, { explicit: false });
    expect(asked.filter((key) => key.startsWith('media/'))).toEqual([picture(10_000)]);
    asked.length = 0;
    await publish(ports, hash, { explicit: false });
    await deploy(hash);
    expect(asked.length).toBeLessThan(5);
  });

  it('asks for all once, where what is live was published before there was a mark', async () => {
    const { ports, to, build, asked } = stage();
    const first = await build('One', 50);
    await publish(ports, first, { explicit: false });
    to.kept.delete(`release/${first}/whole`);
    to.kept.delete(picture(7));
    asked.length = 0;
    await publish(ports, await build('Two', 50), { explicit: false });
    expect(asked.filter((key) => key.startsWith('media/'))).toHaveLength(50);
    expect(to.kept.has(picture(7))).toBe(true);
  });
});
