import { beforeEach, describe, expect, it } from 'vitest';
import { publish } from '../../../functions/flows/release/publish.ts';
import { withdraw } from '../../../functions/flows/release/withdraw.ts';
import { aFragment, anEntry, aPublication, NOON } from '../../support/builders/small-publication.ts';
import { putRelease } from '../../support/builders/small-release.ts';
import { memoryBlobs } from '../../support/fakes/memory-blobs.ts';
import { memoryPointers } from '../../support/fakes/memory-pointers.ts';

const TEXT = 'The council voted last night to keep six night routes through the winter.';
const fragment = aFragment(`<p>${TEXT}</p>`, { text: TEXT });

let store: { blobs: ReturnType<typeof memoryBlobs>; pointers: ReturnType<typeof memoryPointers> };
const release = (id: string, about: Parameters<typeof anEntry>[0] = {}, publication = aPublication()) =>
  putRelease(store.blobs, {
    publication,
    entries: [anEntry({ id, slug: id, date: NOON - 1000, ...about })],
    fragments: { [id]: fragment },
  });
const ports = () => ({ from: store.blobs, to: store.blobs, pointers: store.pointers, clock: () => NOON });
const goLive = (hash: string, explicit = false) => publish(ports(), hash, { explicit });

beforeEach(async () => {
  store = { blobs: memoryBlobs(), pointers: memoryPointers() };
  await goLive(await release('one'));
});

describe('a flip, wherever it is made', () => {
  it('is refused where a story that is live would stand under another name; what is live stays', async () => {
    const before = await store.pointers.read();
    await expect(goLive(await release('the-one'))).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(
        /^\/articles\/the-one: error: This is the story `one`.+`aliases: \[one\]`/,
      ),
    });
    expect(await store.pointers.read()).toEqual(before);
  });

  it('is refused where the story was taken down by `withdraw`', async () => {
    await withdraw({ blobs: store.blobs, pointers: store.pointers, clock: () => NOON }, 'one');
    await expect(goLive(await release('the-one'))).rejects.toMatchObject({ code: 'invalid' });
  });

  it.each([
    ['under its id and old address', { id: 'one', slug: 'the-one', aliases: ['one'] }, undefined],
    ['where it was to come', { id: 'one', slug: 'one', date: NOON + 1000 }, 'the-one'],
    ['as a draft', { id: 'one', slug: 'one', draft: true }, 'the-one'],
  ])('is made %s', async (_, about, then) => {
    await goLive(await release('one', about));
    if (then) await goLive(await release(then, { date: NOON + 1000 }));
  });

  it('is made where the old address is one of the publication’s redirects', async () => {
    const publication = aPublication({ redirects: { '/articles/one': '/articles/the-one' } });
    await goLive(await release('one', { slug: 'the-one' }, publication));
  });

  it('is made where somebody names the release: they go back', async () => {
    await goLive(await release('the-one'), true);
  });
});
