import { afterEach, describe, expect, it } from 'vitest';
import { MINUTE } from '../../../functions/domain/time/instant.ts';
import { pauseRun, resumeRun } from '../../../functions/flows/runs/control.ts';
import { sendAgain } from '../../../functions/flows/runs/send.ts';
import { type DeliveryFixture, subscriberEmail } from '../../support/hosts/delivery-fixture.ts';
import { at, edition, entry, MONDAY, watchedTick } from '../../support/hosts/watched-tick.ts';

let watched: Awaited<ReturnType<typeof watchedTick>>;
let room: DeliveryFixture;
afterEach(() => room.close());

const items = (...articles: string[]) =>
  articles.map((article) => ({ kind: 'article' as const, article, as: 'brief' as const, label: undefined }));

/** An edition of these is under way. */
async function open(...articles: string[]) {
  const entries = articles.map((id) => entry(id, MONDAY - MINUTE));
  watched = await watchedTick({ editions: [edition({ items: items(...articles) })], entries });
  room = watched.room;
  await watched.tickAt(at('08:00'));
}
const run = () => watched.run('e_monday');
const kinds = async () => (await watched.outbox()).map(({ kind }) => kind);

/** As its front matter says it, from the next build on. */
function withdraw(id: string) {
  const found = room.store.entries.find((one) => one.id === id)!;
  room.store.entries = room.store.entries.map((one) =>
    one === found ? { ...one, withdrawn: { date: room.store.now, note: '' } } : one,
  );
}

describe('a run whose article is taken down', () => {
  it('is paused by the next tick, whoever took it down, and the editors hear of it', async () => {
    await open('harbour', 'bridge');
    withdraw('bridge');
    await watched.tickAt(at('08:01'));
    await watched.tickAt(at('08:02'));
    await watched.deliverAll();
    expect((await run())?.state).toBe('paused');
    expect((await run())?.reason).toContain('--current');
    expect(await kinds()).toEqual(['alarm']);
  });

  it('does not go on by itself when the quota it waited for renews', async () => {
    await open('harbour', 'bridge');
    await room.ports.ledger.putRun({ ...(await run())!, state: 'paused', until: at('08:10') });
    withdraw('bridge');
    await watched.tickAt(at('08:10'));
    expect(await run()).toMatchObject({ state: 'paused', until: undefined });
  });

  it('is resumed with today’s text or not at all', async () => {
    await open('harbour', 'bridge');
    await pauseRun(room.ports, 'monday', 'Lunch.').catch(() => undefined);
    withdraw('bridge');
    await expect(resumeRun(room.ports, 'monday', { current: false })).rejects.toMatchObject({
      code: 'refused',
    });
    expect(await resumeRun(room.ports, 'monday', { current: true })).toMatchObject({ articles: ['harbour'] });
    await watched.tickAt(at('08:01'));
    await watched.deliverAll();
    expect(await kinds()).toEqual(Array(3).fill('edition'));
  });

  it('is given to nobody again', async () => {
    await open('harbour', 'bridge');
    await watched.deliverAll();
    withdraw('bridge');
    await expect(sendAgain(room.ports, 'monday', { address: subscriberEmail(0) })).rejects.toMatchObject({
      code: 'refused',
    });
    expect((await run())?.state).toBe('done');
  });

  it('of which nothing is left is not sent empty', async () => {
    await open('harbour');
    withdraw('harbour');
    await watched.tickAt(at('08:01'));
    await expect(resumeRun(room.ports, 'monday', { current: true })).rejects.toMatchObject({
      code: 'refused',
    });
  });
});
