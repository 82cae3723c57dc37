import { describe, expect, it } from 'vitest';
import { BroadsheetError } from '../../../functions/domain/error.ts';
import type { Run } from '../../../functions/domain/ledger/run.ts';
import { HOUR, MINUTE } from '../../../functions/domain/time/instant.ts';
import { anEntry, NOON } from '../../support/builders/small-publication.ts';
import { aFullStore, aSite } from '../../support/builders/small-site.ts';

const anEdition = (day: number, sendAt: number | undefined) => ({
  ...{ id: `2026-11-${day}-brief`, aliases: [], newsletter: 'brief', subject: `Ferries of the ${day}th` },
  ...{ preheader: 'And gulls', sendAt, items: [], intro: undefined, signoff: undefined, hash: `h${day}` },
});
const OLD = anEdition(20, NOON - 96 * HOUR);
const NEW = anEdition(24, NOON + HOUR);
const RUN = `e_${NEW.id}`;
const aRun = (about: Partial<Run>): Partial<Run> => ({
  ...{ id: RUN, kind: 'edition', newsletter: 'brief', createdAt: NOON + HOUR, cutoff: NOON + HOUR },
  ...about,
});
const aSentStore = () => ({ ...aFullStore(), editions: [NEW, OLD], firstTick: NOON - HOUR });

const look = async (app: ReturnType<typeof aSite>['app'], path = '/') => {
  const response = await app.request(path);
  const modified = Date.parse(response.headers.get('last-modified') ?? '');
  return { text: await response.text(), tag: response.headers.get('etag'), modified, response };
};

describe('the front page', () => {
  it('has the latest edition that was sent, to read and to get, and none that is to come', async () => {
    const { text } = await look(aSite(aSentStore()).app);
    expect(text).toContain(OLD.subject);
    expect(text).toContain(`href="/editions/${OLD.id}"`);
    expect(text).toContain('href="/newsletters/brief">page.letter-get');
    expect(text).not.toContain(NEW.subject);
  });

  it.each(['planned', 'held', 'paused', 'missed'] as const)(
    'does not have an edition whose time has come, while its run is %s and no copy has gone',
    async (state) => {
      const store = { ...aSentStore(), now: NOON + 2 * HOUR, runs: { [RUN]: aRun({ state }) } };
      const { text } = await look(aSite(store).app);
      expect(text).not.toContain(NEW.subject);
      expect(text).toContain(OLD.subject);
    },
  );

  it('has a sent edition within a minute, with a new tag, and a date once all copies have gone', async () => {
    const store = { ...aSentStore(), now: NOON + HOUR };
    const { app } = aSite(store);
    const before = await look(app);
    store.runs = { [RUN]: aRun({ state: 'sending' }) };
    store.started = { [RUN]: 1 };
    store.now += MINUTE;
    const going = await look(app);
    expect(going.text).toContain(NEW.subject);
    expect(going.tag).not.toBe(before.tag);
    expect(going.modified).toBeNaN();
    store.runs = { [RUN]: aRun({ state: 'done', endedAt: store.now }) };
    store.now += MINUTE;
    const done = await look(app);
    expect(done.tag).toBe(going.tag);
    expect(done.modified).toBeGreaterThan(before.modified);
  });

  it('is asked for again by shared caches when the next edition is due', async () => {
    const store = { ...aSentStore(), now: NOON + HOUR - 90_000 };
    const { response } = await look(aSite(store).app);
    expect(response.headers.get('cache-control')).toContain('s-maxage=90');
  });

  it('is shown without letters while the ledger does not answer, and asks it again half a minute later', async () => {
    let [asked, isDown] = [0, true];
    const down = async () => {
      asked++;
      if (isDown) throw new BroadsheetError('unavailable', 'The ledger does not answer.');
    };
    const ledger = {
      run: down,
      runs: async () => (await down()) ?? [],
      counts: down,
      getState: down,
    } as never;
    const store = aSentStore();
    const { app, reported } = aSite(store, { ledger });
    const { text, response } = await look(app);
    expect([response.status, response.headers.get('cache-control')]).toEqual([
      200,
      'public, max-age=0, s-maxage=30',
    ]);
    expect([text.includes('One'), response.headers.get('last-modified')]).toEqual([true, null]);
    const attempts = asked;
    await look(app);
    expect([asked, reported.length]).toEqual([attempts, 1]);
    isDown = false;
    store.now += 30_000;
    expect((await look(app)).text).toContain(OLD.subject);
  });

  it('looks up few editions, however many there are', async () => {
    const asked: string[] = [];
    const store = aSentStore();
    const day = 24 * HOUR;
    store.editions = Array.from({ length: 400 }, (_, i) => ({
      ...anEdition(1, NOON - (i + 1) * day),
      id: `e${i}`,
    }));
    store.firstTick = NOON;
    const ledger = {
      run: async (id: string) => void asked.push(id) as undefined,
      ...{ runs: async () => [], counts: async () => ({ started: 0 }) as never },
      getState: async () => String(NOON),
    };
    await look(aSite(store, { ledger }).app);
    expect(asked.length).toBeLessThan(20);
  });
});

describe('the page of an edition', () => {
  it('leads to the editions before and after it that were sent, and to none to come', async () => {
    const store = { ...aSentStore(), now: NOON + HOUR, entries: [anEntry({ id: 'one' })] };
    const { app } = aSite(store);
    const path = `/editions/${OLD.id}`;
    expect((await look(app, path)).text).not.toContain(NEW.id);
    store.runs = { [RUN]: aRun({ state: 'done', endedAt: store.now }) };
    store.now += MINUTE;
    const { text, modified } = await look(app, path);
    expect(text).toContain(`href="/editions/${NEW.id}" rel="next"`);
    expect(modified).toBe(NOON + HOUR);
    expect((await look(app, `/editions/${NEW.id}`)).text).toContain(`href="/editions/${OLD.id}" rel="prev"`);
  });
});
