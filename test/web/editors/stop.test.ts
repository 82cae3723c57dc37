import { afterEach, describe, expect, it, vi } from 'vitest';
import { NOTICES } from '../../../functions/domain/ledger/run-key.ts';
import { signReleaseToken, signStopToken } from '../../../functions/domain/notices/notice.ts';
import { DAY, MINUTE } from '../../../functions/domain/time/instant.ts';
import { cancelRun, resumeRun } from '../../../functions/flows/runs/control.ts';
import { tick } from '../../../functions/flows/schedule/tick.ts';
import { mountStop } from '../../../functions/web/editors/stop.ts';
import { aSite, aStore } from '../../support/builders/small-site.ts';
import { readWords } from '../../support/builders/words.ts';
import { DELIVERY_SECRETS, type DeliveryFixture } from '../../support/hosts/delivery-fixture.ts';
import { at, entry, newsletter, watchedTick } from '../../support/hosts/watched-tick.ts';

let watched: Awaited<ReturnType<typeof watchedTick>>;
let room: DeliveryFixture;
afterEach(() => room.close());

/** At ten an alert is held for ten minutes; `language`: of the pages. */
async function anAlert(language = 'en') {
  const alerts = [newsletter('alerts', { hold: 10 * MINUTE })];
  watched = await watchedTick({ entries: [entry('breaking', at('10:00'), { alert: 'alerts' })] }, alerts);
  room = watched.room;
  await watched.tickAt(at('10:00'));
  const context = async () => ({
    publication: { ...room.store.publication, language },
    words: readWords(language),
    assets: {},
    base: 'https://paper.example',
    now: room.store.now,
    preview: false,
  });
  const routes = [(app: Parameters<typeof mountStop>[0]) => mountStop(app, { ...room.ports, context })];
  const { app } = aSite(aStore(), { routes });
  const ask = async (path: string, method = 'GET') => {
    const answer = await app.request(path, { method, headers: { accept: 'text/html' } });
    return {
      status: answer.status,
      text: (await answer.text()).replaceAll(/\s+/g, ' '),
      headers: answer.headers,
    };
  };
  return {
    get: (path: string) => ask(path),
    post: (path: string) => ask(path, 'POST'),
    stop: `/stop/${signStopToken(DELIVERY_SECRETS, 'a_breaking')}`,
    release: `/release/${signReleaseToken(DELIVERY_SECRETS, 'a_breaking', room.store.now)}`,
  };
}
const run = () => watched.run('a_breaking');
const copies = async () => {
  await watched.deliverAll();
  return (await watched.outbox()).filter(({ kind }) => kind === 'alert').length;
};
const formOf = (text: string) => /action="(\/(?:stop|release)\/[^"]+)"/.exec(text)?.[1] ?? '';

describe('a proof', () => {
  it('has a link that stops and one that lets go, which looks change nothing', async () => {
    const { get } = await anAlert();
    await watched.deliverAll();
    const [proof] = (await watched.outbox()).filter(({ kind }) => kind === 'proof');
    const eml = new TextDecoder().decode(await room.outbox.eml(proof!.id)).replaceAll('=\r\n', '');
    const [stop, release] = ['Stop it', 'Send it now'].map(
      (word) => new RegExp(`${word}:(?: |=20\r\n)https://paper.example(/\\S+)`).exec(eml)![1]!,
    );
    const before = await run();
    expect((await get(stop!)).text).toContain('Stop this alert?');
    const page = await get(release!);
    expect(page.text).toMatch(/Send this alert now\?.*3 readers of alerts.*About breaking/);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(await run()).toEqual(before);
  });
});

describe('the release link', () => {
  it('sends it at once, and twice is once', async () => {
    const { post, release } = await anAlert();
    const answers = await Promise.all([post(release), post(release)]);
    expect(answers.map(({ text }) => text.includes('On its way'))).toEqual([true, true]);
    expect(await copies()).toBe(3);
    expect((await post(release)).text).toContain('On its way');
    expect(await copies()).toBe(3);
  });

  it('and the tick that ends the hold at the same moment send one letter to each', async () => {
    const { post, release } = await anAlert();
    room.store.now = at('10:10');
    await Promise.all([tick(room.ports), post(release), tick(room.ports), post(release)]);
    expect(await copies()).toBe(3);
  });

  it('works for a week, and for nothing else', async () => {
    const { get, post, release, stop } = await anAlert();
    expect((await post(stop.replace('/stop/', '/release/'))).status).toBe(403);
    expect((await post(release.replace('/release/', '/stop/'))).status).toBe(403);
    room.store.now += 7 * DAY;
    expect([(await get(release)).status, (await post(release)).status]).toEqual([410, 410]);
    expect(await run()).toMatchObject({ state: 'held' });
  });

  it('of what has gone, is paused or was cancelled says so and changes nothing', async () => {
    const { get, post, release } = await anAlert();
    const say = async (state: 'done' | 'paused', word: string) => {
      const before = await room.ports.ledger.putRun({ ...(await run())!, state });
      for (const { text } of [await get(release), await post(release)]) expect(text).toContain(word);
      expect(await run()).toEqual(before);
    };
    await say('paused', 'This alert is paused');
    await cancelRun(room.ports, 'a_breaking', 'Wrong.');
    for (const { text } of [await get(release), await post(release)]) expect(text).toContain('for good');
    await room.ports.ledger.putRun({ ...(await run())!, state: 'done' });
    expect((await get(release)).text).toContain('has been sent');
  });

  it('does not send what was withdrawn meanwhile, says what to do, and works again once it is back', async () => {
    const { get, post, release } = await anAlert();
    room.store.withdrawn.add('breaking');
    for (const { text } of [await get(release), await post(release)])
      expect(text).toContain('resume a_breaking --current');
    expect(await run()).toMatchObject({ state: 'held' });
    await expect(resumeRun(room.ports, 'a_breaking', { current: true })).rejects.toMatchObject({
      code: 'not-found',
      remedy: expect.stringContaining('withdraw breaking --undo'),
    });
    room.store.withdrawn.clear();
    expect((await post(release)).text).toContain('On its way');
    expect(await copies()).toBe(3);
  });
});

describe('the stop link', () => {
  it('leads to a page that takes it back, for a week', async () => {
    const { get, post, stop } = await anAlert();
    const stopped = await post(stop);
    expect(stopped.text).toMatch(/Stopped.*send a_breaking/);
    expect(await run()).toMatchObject({ state: 'cancelled' });
    const back = formOf(stopped.text);
    expect(back).toMatch(/^\/release\//);
    expect(formOf((await get(stop)).text)).toBe(back);
    await watched.tickAt(at('10:30'));
    expect(await copies()).toBe(0);
    expect((await post(back)).text).toContain('On its way');
    expect(await copies()).toBe(3);
    expect((await post(stop)).text).toContain('Too late to stop');
  });

  it('after that week names the command alone', async () => {
    const { get, post, stop } = await anAlert();
    await post(stop);
    room.store.now += 7 * DAY;
    const { text } = await get(stop);
    expect([formOf(text), text.includes('send a_breaking')]).toEqual(['', true]);
    // On a stage this function may list no readers, and by then no proof says how many they are.
    room.store.now += 60 * DAY;
    const candidates = vi.spyOn(room.ports.subscribers, 'candidates');
    expect((await get(stop)).text).toBe(text);
    expect(candidates).not.toHaveBeenCalled();
  });

  it('of one that is going out stops the rest, and says that it has begun', async () => {
    const { get, post, stop, release } = await anAlert();
    await post(release);
    await room.ports.ledger.putRun({ ...(await run())!, state: 'sending' });
    expect((await get(stop)).text).toContain('is going out to 3 readers');
    expect((await post(stop)).text).toContain('Stopped');
    expect(await copies()).toBe(0);
  });

  it('says how many of one that has waited for longer than its proofs are kept, and counts nobody anew', async () => {
    const { get, stop } = await anAlert();
    await watched.deliverAll();
    await room.ports.ledger.putRun({ ...(await run())!, until: undefined });
    room.store.now += 40 * DAY;
    await room.ports.ledger.forgetClosed(NOTICES, room.store.now);
    expect(await room.ports.ledger.batches({ run: NOTICES, after: '', limit: 9 })).toEqual([]);
    const candidates = vi.spyOn(room.ports.subscribers, 'candidates');
    expect((await get(stop)).text).toContain('waiting to go to 3 readers');
    expect(candidates).not.toHaveBeenCalled();
  });

  it('speaks German, too', async () => {
    const { get, post, stop, release } = await anAlert('de');
    const pages = [await get(stop), await get(release), await post(stop), await post(release)];
    expect(pages.map(({ text }) => /<h1[^>]*>([^<]+)/.exec(text)?.[1])).toEqual([
      'Diese Eilmeldung anhalten?',
      'Diese Eilmeldung jetzt verschicken?',
      'Angehalten',
      'Unterwegs',
    ]);
  });
});
