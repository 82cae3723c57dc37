import { describe, expect, it } from 'vitest';
import type { Run } from '../../../functions/domain/ledger/run.ts';
import { NOON } from '../../support/builders/small-publication.ts';
import { aFullStore, aSite } from '../../support/builders/small-site.ts';

describe('editions', () => {
  const anEdition = {
    id: '2026-11-24-brief',
    aliases: ['brief-1'],
    newsletter: 'brief',
    subject: 'Ferries',
    preheader: 'And gulls',
    sendAt: NOON + 60_000,
    items: [{ kind: 'article' as const, article: 'one', as: 'headline' as const, label: undefined }],
    intro: undefined,
    signoff: undefined,
    hash: 'x',
  };

  const RUN = 'e_2026-11-24-brief';
  const aRun = (about: Partial<Run>) => ({
    ...{ id: RUN, kind: 'edition' as const, createdAt: NOON - 5000, cutoff: NOON - 5000 },
    ...about,
  });

  it('of an archive are shown from their instant on, and their newsletter lists them then', async () => {
    const store = { ...aFullStore(), editions: [anEdition] };
    const { app } = aSite(store);
    const list = await app.request('/newsletters/brief');
    expect((await app.request('/editions/2026-11-24-brief')).status).toBe(404);
    expect(list.headers.get('cache-control')).toContain('s-maxage=60');
    store.now = NOON + 60_000;
    expect(await (await app.request('/editions/2026-11-24-brief')).text()).toContain('One');
    expect(await (await app.request('/newsletters/brief')).text()).toContain('/editions/2026-11-24-brief');
  });

  it('are shown before it when somebody sent them, and in preview', async () => {
    const store = { ...aFullStore(), editions: [anEdition] };
    expect((await aSite(store, { preview: true }).app.request('/editions/2026-11-24-brief')).status).toBe(
      200,
    );
    store.runs = { [RUN]: aRun({ state: 'sending' }) };
    store.started = { [RUN]: 1 };
    const response = await aSite(store).app.request('/editions/2026-11-24-brief');
    expect(response.status).toBe(200);
    expect((await aSite(store).app.request('/editions/brief-1')).headers.get('location')).toBe(
      '/editions/2026-11-24-brief',
    );
  });

  it('seen in preview before they are out are not remembered as such', async () => {
    const store = { ...aFullStore(), editions: [anEdition] };
    const { app } = aSite(store, { preview: true });
    const path = '/editions/2026-11-24-brief';
    expect(await (await app.request(path)).text()).toContain('class="banner"');
    store.runs = { [RUN]: aRun({ state: 'done' }) };
    expect(await (await app.request(path)).text()).not.toContain('class="banner"');
  });

  it.each(['held', 'planned', 'missed', 'cancelled', 'paused', 'sending'] as const)(
    'are nowhere, though their time has come, while their run is %s and no copy has gone',
    async (state) => {
      const store = { ...aFullStore(), now: NOON + 120_000, editions: [anEdition] };
      store.runs = { [RUN]: aRun({ state, newsletter: 'brief' }) };
      const { app } = aSite(store);
      expect((await app.request('/editions/2026-11-24-brief')).status).toBe(404);
      expect(await (await app.request('/newsletters/brief')).text()).not.toContain('/editions/');
      store.started = { [RUN]: 1 };
      const begun = ['paused', 'cancelled', 'sending'].includes(state);
      expect((await app.request('/editions/2026-11-24-brief')).status).toBe(begun ? 200 : 404);
    },
  );

  it('that nobody sent are nowhere once sending goes by schedule', async () => {
    const store = { ...aFullStore(), now: NOON + 120_000, editions: [anEdition], firstTick: NOON };
    expect((await aSite(store).app.request('/editions/2026-11-24-brief')).status).toBe(404);
    store.firstTick = NOON + 90_000;
    expect((await aSite(store).app.request('/editions/2026-11-24-brief')).status).toBe(200);
  });
});

describe('editions made by rule', () => {
  const DIGEST = 'd_daily_20261123T0700';
  const path = `/editions/${DIGEST}`;
  const aDigest = (state: Run['state']): Partial<Run> => ({
    ...{ id: DIGEST, kind: 'digest', newsletter: 'daily', subject: 'Monday', letter: 'x', state },
    ...{ articles: ['one', 'two'], cutoff: NOON, createdAt: NOON },
  });

  it('are shown by their run, less what was withdrawn since, and listed by their newsletter', async () => {
    const store = { ...aFullStore(), runs: { [DIGEST]: aDigest('done') } };
    store.withdrawn.add('two');
    const text = await (await aSite(store).app.request(path)).text();
    expect(text).toContain('/articles/one');
    expect(text).not.toContain('/articles/two');
    expect(await (await aSite(store).app.request('/newsletters/daily')).text()).toContain(path);
  });

  it.each(['held', 'cancelled', 'planned'] as const)(
    'are for editors alone while they are %s and none has gone',
    async (state) => {
      const store = { ...aFullStore(), runs: { [DIGEST]: aDigest(state) } };
      expect((await aSite(store).app.request(path)).status).toBe(404);
      expect(await (await aSite(store).app.request('/newsletters/daily')).text()).not.toContain(path);
      const preview = await aSite(store, { preview: true }).app.request(path);
      expect(preview.headers.get('cache-control')).toBe('no-store');
      expect(await preview.text()).toContain('class="banner"');
    },
  );
});
