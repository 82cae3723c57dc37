import { describe, expect, it } from 'vitest';
import type { Pointer } from '../../../functions/domain/release/release.ts';
import { DAY, HOUR } from '../../../functions/domain/time/instant.ts';
import { publish } from '../../../functions/flows/release/publish.ts';
import { createViews } from '../../../functions/flows/release/view.ts';
import { restore, withdraw } from '../../../functions/flows/release/withdraw.ts';
import { anEntry, NOON } from '../../support/builders/small-publication.ts';
import { putRelease } from '../../support/builders/small-release.ts';
import { memoryBlobs } from '../../support/fakes/memory-blobs.ts';
import { memoryPointers } from '../../support/fakes/memory-pointers.ts';

const EXPLICIT = { explicit: true };

/** A store that newer code publishes to as well; a function of this code's that looks at it. */
function store() {
  const [blobs, pointers] = [memoryBlobs(), memoryPointers()];
  const clock = { now: NOON };
  const ports = { from: blobs, to: blobs, blobs, pointers, clock: () => clock.now };
  const logged: string[] = [];
  const log = (line: string) => void logged.push(line);
  const opened = () => createViews({ blobs, pointers, clock: ports.clock }, { refresh: 1000, log });
  const put = async (id: string, format?: number) => {
    const index = format === undefined ? {} : { format };
    const entries = [anEntry({ id, date: NOON - DAY }), anEntry({ id: 'kept', date: NOON - 2 * DAY })];
    return publish(ports, await putRelease(blobs, { entries, index }), EXPLICIT);
  };
  const views = opened();
  const shown = async (of = views) => {
    clock.now += HOUR;
    return (await (await of.current()).newest({ limit: 9 })).map(({ id }) => id);
  };
  return { ...{ blobs, pointers, ports, logged, opened, put, views, shown } };
}

describe('a function that does not read the live release’s format', () => {
  it('shows the release before, also when it starts only now, and logs it once', async () => {
    const { put, shown, opened, logged } = store();
    await put('old');
    expect(await shown()).toEqual(['old', 'kept']);
    await put('new', 2);
    expect(await shown()).toEqual(['old', 'kept']);
    expect(await shown()).toEqual(['old', 'kept']);
    expect(logged).toHaveLength(1);
    expect(logged[0]).toMatch(/format 2.*reads 1/);
    expect(await shown(opened())).toEqual(['old', 'kept']);
  });

  it('shows the last one it reads, however many newer ones there were, in however many formats', async () => {
    const { put, shown, opened } = store();
    for (const id of ['one', 'two']) await put(id);
    for (const id of ['three', 'four']) await put(id, 2);
    await put('five', 3);
    await put('six', 3);
    expect(await shown(opened())).toEqual(['two', 'kept']);
  });

  it('shows what is published in its own format again', async () => {
    const { put, shown, pointers } = store();
    await put('old');
    await put('new', 2);
    await put('back');
    expect(await shown()).toEqual(['back', 'kept']);
    expect(await pointers.read()).not.toHaveProperty('before');
  });

  it('hides at once what is withdrawn from the release it does not read', async () => {
    const { pointers, put, shown, opened } = store();
    await put('old');
    await put('new', 2);
    const current = (await pointers.read())!;
    await pointers.replace({ ...current, withdrawn: [{ article: 'kept', at: NOON }] }, current);
    expect(await shown(opened())).toEqual(['old']);
  });

  it('says what to do where there was none before', async () => {
    const { put, opened } = store();
    await put('new', 2);
    await expect(opened().current()).rejects.toMatchObject({
      code: 'unavailable',
      cause: { message: expect.stringMatching(/format 2/) },
    });
  });

  it('keeps what it has where none before is left', async () => {
    const { put, shown, pointers } = store();
    await put('old');
    await shown();
    await put('new', 2);
    const { before: _, ...bare } = (await pointers.read())!;
    await pointers.replace(bare, await pointers.read());
    expect(await shown()).toEqual(['old', 'kept']);
  });
});

describe('a release and a pointer of before there were formats', () => {
  it('are read as they always were', async () => {
    const { blobs, pointers, put, shown, opened } = store();
    const { release } = await put('old');
    const key = `release/${release}/index.json`;
    const { format: _, ...index } = JSON.parse(new TextDecoder().decode(await blobs.get(key)));
    blobs.kept.set(key, new TextEncoder().encode(JSON.stringify(index)));
    expect(await pointers.read()).not.toHaveProperty('before');
    expect(await shown(opened())).toEqual(['old', 'kept']);
    expect((await put('new', 2)).before).toMatchObject([{ format: 1, release }]);
  });
});

describe('publishing and withdrawing', () => {
  it('publishing to functions that do not read the release is refused before anything is shipped or live', async () => {
    const { blobs, pointers, ports, put } = store();
    await put('old');
    const before = (await pointers.read()) as Pointer;
    const dist = memoryBlobs();
    const hash = await putRelease(dist, { entries: [anEntry()], index: { format: 2 } });
    blobs.puts.length = 0;
    const going = publish({ ...ports, from: dist }, hash, { ...EXPLICIT, supportedFormats: [1] });
    await expect(going).rejects.toMatchObject({
      code: 'refused',
      remedy: expect.stringMatching(/^Deploy first/),
    });
    expect(blobs.puts).toEqual([]);
    expect(await pointers.read()).toEqual(before);
    expect(
      await publish({ ...ports, from: dist }, hash, { ...EXPLICIT, supportedFormats: [1, 2] }),
    ).toMatchObject({
      release: hash,
    });
  });

  it('withdrawing and restoring keep the release before', async () => {
    const { ports, put, pointers } = store();
    const { release } = await put('older', 0);
    await put('live');
    await withdraw(ports, 'kept');
    expect(await pointers.read()).toMatchObject({ before: [{ format: 0, release }] });
    await restore(ports, 'kept');
    expect(await pointers.read()).toMatchObject({ before: [{ format: 0, release }] });
  });

  it('withdrawing from a release that this code does not read says so, and changes nothing', async () => {
    const { ports, put, pointers } = store();
    await put('old');
    const live = await put('new', 2);
    const told = { message: expect.stringMatching(/format 2/) };
    await expect(withdraw(ports, 'kept')).rejects.toMatchObject(told);
    expect((await pointers.read())!.release).toBe(live.release);
  });
});
