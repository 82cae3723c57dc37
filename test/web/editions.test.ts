import { describe, expect, it } from 'vitest';
import { NOON } from '../support/small-publication.ts';
import { aFullStore, aSite } from '../support/small-view.ts';

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

  it('are shown from their instant on, and their newsletter lists them then', async () => {
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
    store.runs = { 'e_2026-11-24-brief': { state: 'sending', createdAt: NOON - 5000 } };
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
    store.runs = { 'e_2026-11-24-brief': { state: 'done', createdAt: NOON - 5000 } };
    expect(await (await app.request(path)).text()).not.toContain('class="banner"');
  });

  it('made by rule are shown by their run, less what was withdrawn since', async () => {
    const store = aFullStore();
    store.runs = {
      d_daily_20261123T0700: {
        id: 'd_daily_20261123T0700',
        kind: 'digest',
        newsletter: 'daily',
        subject: 'Monday',
        letter: 'x',
        articles: ['one', 'two'],
        cutoff: NOON,
        createdAt: NOON,
      },
    };
    store.withdrawn.add('two');
    const text = await (await aSite(store).app.request('/editions/d_daily_20261123T0700')).text();
    expect(text).toContain('/articles/one');
    expect(text).not.toContain('/articles/two');
  });
});
