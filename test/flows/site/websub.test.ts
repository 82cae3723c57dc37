import { describe, expect, it } from 'vitest';
import { BroadsheetError } from '../../../functions/domain/error.ts';
import { announceFeeds } from '../../../functions/flows/site/websub.ts';
import { publishedViews } from '../../support/builders/published.ts';
import { anEntry, aPublication, NOON } from '../../support/builders/small-publication.ts';
import { aSite, aStore } from '../../support/builders/small-site.ts';

const BASE = 'https://paper.example';
const HUB = 'https://hub.example/';

/** A hub that fetches from the site itself, through a cache that may lag behind. */
function aWorld() {
  const store = aStore({ publication: aPublication({ hub: HUB }), entries: [anEntry()] });
  const views = publishedViews(store);
  const { app } = aSite(store, { views });
  const memory = new Map<string, string>();
  const told: string[] = [];
  const state = { stale: false, hubUp: true };
  const ports = {
    views,
    ledger: {
      getState: async (key: string) => memory.get(key),
      setState: async (key: string, value: string) => void memory.set(key, value),
    },
    hub: {
      readPublicTag: async (topic: string) =>
        state.stale ? '"old"' : `W/${(await app.request(topic, { method: 'HEAD' })).headers.get('etag')}`,
      publish: async (hub: string, topic: string) => {
        if (!state.hubUp) throw new BroadsheetError('unavailable', 'down');
        expect(hub).toBe(HUB);
        told.push(topic.slice(BASE.length));
      },
    },
    base: BASE,
  };
  return { store, told, state, ports };
}

describe('announcing feeds', () => {
  it('tells the hub of each feed once', async () => {
    const { told, ports } = aWorld();
    await announceFeeds(ports);
    await announceFeeds(ports);
    expect(told).toHaveLength(9);
    expect(told).toContain('/topics/world/feed.json');
  });

  it('tells of those that changed only', async () => {
    const { store, told, ports } = aWorld();
    await announceFeeds(ports);
    told.length = 0;
    store.entries.push(anEntry({ id: 'new', topic: 'business', date: NOON + 60_000 }));
    store.now = NOON + 60_000;
    await announceFeeds(ports);
    expect(told.sort()).toEqual(
      ['', '/topics/business'].flatMap((f) => [`${f}/atom.xml`, `${f}/feed.json`, `${f}/feed.xml`]).sort(),
    );
  });

  it('waits until the public address shows the news', async () => {
    const { told, state, ports } = aWorld();
    state.stale = true;
    await announceFeeds(ports);
    expect(told).toEqual([]);
    state.stale = false;
    await announceFeeds(ports);
    expect(told).toHaveLength(9);
  });

  it('tries again at the next tick when the hub is down', async () => {
    const { told, state, ports } = aWorld();
    state.hubUp = false;
    await expect(announceFeeds(ports)).rejects.toThrow(BroadsheetError);
    state.hubUp = true;
    await announceFeeds(ports);
    expect(told).toHaveLength(9);
  });

  it('tells nobody of an address nobody can reach, or where there is no hub', async () => {
    const { store, told, ports } = aWorld();
    await announceFeeds({ ...ports, base: 'http://localhost:3000' });
    store.publication = aPublication();
    await announceFeeds(ports);
    expect(told).toEqual([]);
  });
});
