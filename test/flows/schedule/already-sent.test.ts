import { afterEach, describe, expect, it } from 'vitest';
import type { Entry } from '../../../functions/domain/content/article.ts';
import { DAY, HOUR, MINUTE } from '../../../functions/domain/time/instant.ts';
import { cancelRun } from '../../../functions/flows/runs/control.ts';
import { sendEdition } from '../../../functions/flows/runs/send.ts';
import { aFragment } from '../../support/builders/small-publication.ts';
import {
  at,
  digest,
  edition,
  entry,
  MONDAY,
  newsletter,
  watchedTick,
} from '../../support/hosts/watched-tick.ts';

const TEXT =
  'The council voted last night to keep six night routes through the winter, and to ask again in May.';
const OTHER =
  'A drowned mine below the town heats nine hundred homes; the first bills came in at half the cost.';

let watched: Awaited<ReturnType<typeof watchedTick>>;
afterEach(() => watched.room.close());

const open = async (...about: Parameters<typeof watchedTick>) => {
  watched = await watchedTick(...about);
};
/** What is live from now on: entries with their texts. */
function live(...stories: (readonly [entry: Entry, text: string])[]): void {
  const { store } = watched.room;
  store.entries = stories.map(([one]) => one);
  for (const [one, text] of stories) store.fragments[one.id] = aFragment(`<p>${text}</p>`, { text });
}
const story = (id: string, change: Partial<Entry> = {}) =>
  entry(id, MONDAY - HOUR, { title: 'Six routes', ...change });
const articlesOf = async (id: string) => (await watched.run(id))?.articles;
const TODAY = 'd_daily_20261123T0700';
const TOMORROW = 'd_daily_20261124T0700';

describe('a digest', () => {
  async function afterToday(...next: Parameters<typeof live>) {
    await open({ entries: [] }, [digest()]);
    live([story('one'), TEXT]);
    await watched.tickAt(at('07:00'));
    expect(await articlesOf(TODAY)).toEqual(['one']);
    live(...next);
    await watched.tickAt(at('07:00') + DAY);
    return (await articlesOf(TOMORROW)) ?? [];
  }

  it.each<[string, Partial<Entry>, string]>([
    ['under another id', {}, TEXT],
    ['under another headline', { title: 'The night buses' }, TEXT],
    ['with a sentence more', {}, `${TEXT} Four thousand people ride them.`],
    ['with a later date', { date: at('09:00') }, TEXT],
    ['with another text, and an alias', { aliases: ['one'] }, OTHER],
    ['with another text, and its old path', { title: 'Buses', aliases: ['/articles/one'] }, OTHER],
  ])('leaves out what it carried, %s', async (_, change, text) => {
    expect(await afterToday([story('the-one', change), text], [entry('new', at('10:00')), OTHER])).toEqual([
      'new',
    ]);
  });

  it.each<[string, Partial<Entry>, string]>([
    ['the next of a column', { date: at('09:00') }, OTHER],
    ['a story that shares a paragraph', { date: at('09:00'), title: 'Buses, part 2' }, TEXT],
  ])('carries %s, whose last one stands beside it', async (_, change, text) => {
    expect(await afterToday([story('one'), TEXT], [story('two', change), text])).toEqual(['two']);
  });

  it('carries a daily table of 300 words with one figure changed, under one headline', async () => {
    const table = Array.from({ length: 300 }, (_, i) => `gauge ${i}: ${(i * 7919) % 601} cm.`).join(' ');
    await open({ entries: [] }, [digest()]);
    const levels = Array.from({ length: 4 }, (_, day) => {
      const one = story(`levels-${day}`, { title: 'Water levels', date: at('06:00') + day * DAY });
      return [one, table.replace('gauge 150:', `gauge 150 at its ${day}th:`)] as const;
    });
    live(...levels);
    for (let day = 0; day < 4; day++) {
      await watched.tickAt(at('07:00') + day * DAY);
      expect(await articlesOf(`d_daily_202611${23 + day}T0700`)).toEqual([`levels-${day}`]);
    }
  });

  it.each<[string, string, Partial<Entry>, string, string]>([
    ['text', 'the-one', {}, TEXT, 'it is the same story as one, which it has.'],
    ['alias', 'two', { aliases: ['one'] }, OTHER, 'it had one, which is among its aliases.'],
    ['id, with a date of since then', 'one', { date: at('09:00') }, OTHER, 'it had this id before.'],
  ])('says in the log what it leaves out by its %s', async (_, id, change, text, why) => {
    await afterToday([story(id, change), text]);
    const lines = watched.room.log.filter((line) => line.startsWith('The digest daily leaves out'));
    expect(lines).toEqual([expect.stringContaining(`leaves out ${id}: ${why}`)]);
  });

  it('says nothing of what stood in the last one', async () => {
    await afterToday([story('one'), TEXT]);
    expect(watched.room.log.filter((line) => line.includes('leaves out'))).toEqual([]);
  });

  it('carries again what got a new date after half a year', async () => {
    await open({ entries: [] }, [digest()]);
    const about = { kind: 'digest', newsletter: 'daily', articles: ['one'], state: 'done' } as const;
    await watched.room.addRun({ ...about, id: 'd_daily_20260323T0700', createdAt: MONDAY - 245 * DAY });
    live([story('one', { date: at('06:00') }), TEXT]);
    await watched.tickAt(at('07:00'));
    expect(await articlesOf(TODAY)).toEqual(['one']);
  });

  it('carries the next of a column whose last one was deleted', async () => {
    expect(await afterToday([story('two', { date: at('09:00') }), OTHER])).toEqual(['two']);
  });

  it('leaves out a copy, word by word, though both stand there; also where both are new', async () => {
    expect(await afterToday([story('one'), TEXT], [story('copy', { date: at('09:00') }), TEXT])).toEqual([]);
    live([story('a', { date: at('10:00') + DAY }), OTHER], [story('b', { date: at('10:00') + DAY }), OTHER]);
    await watched.tickAt(at('07:00') + 2 * DAY);
    expect(await articlesOf('d_daily_20261125T0700')).toEqual(['b']);
  });

  it('carries what another newsletter had, and what a cancelled run told nobody', async () => {
    const weekly = { ...digest(), id: 'weekly', schedule: { days: [2], hour: 8, minute: 0 } as const };
    await open({ entries: [] }, [digest(), weekly]);
    live([story('one'), TEXT]);
    await watched.tickAt(at('07:00'));
    await cancelRun(watched.room.ports, TODAY, 'No.');
    live([story('the-one'), TEXT]);
    await watched.tickAt(at('08:00') + DAY);
    expect(await articlesOf('d_weekly_20261124T0800')).toEqual(['the-one']);
    expect(await articlesOf(TOMORROW)).toEqual(['the-one']);
  });

  it('of runs of before, which kept no prints, goes by id and alias', async () => {
    await open({ entries: [] }, [digest()]);
    const about = { kind: 'digest', newsletter: 'daily', articles: ['one'], state: 'done' } as const;
    await watched.room.addRun({ ...about, id: TODAY, createdAt: MONDAY });
    const date = at('09:00');
    live([story('the-one', { date }), TEXT], [story('other', { date, aliases: ['one'] }), OTHER]);
    await watched.tickAt(at('07:00') + DAY);
    expect(await articlesOf(TOMORROW)).toEqual(['the-one']);
  });
});

describe('an alert', () => {
  const alert = (id: string, change: Partial<Entry> = {}) =>
    entry(id, at('12:00'), { title: 'Six routes', alert: 'alerts', ...change });
  async function afterAlert() {
    await open({ entries: [] }, [newsletter('alerts', { hold: MINUTE, minGap: 0 }), digest()]);
    live([alert('break'), TEXT]);
    await watched.tickAt(at('12:00'));
    await watched.tickAt(at('12:02'));
    await watched.deliverAll();
    expect((await watched.run('a_break'))?.state).toBe('done');
  }
  const runs = async () =>
    (await watched.room.ports.ledger.runs({ limit: 9, newsletter: 'alerts' })).map(({ id }) => id);

  it.each<[string, Partial<Entry>, string]>([
    ['is renamed', {}, TEXT],
    ['has another headline, too', { title: 'The night buses' }, TEXT],
    ['is dated anew', { date: at('12:30') }, TEXT],
    ['says what it was by an alias', { aliases: ['break'] }, OTHER],
  ])('goes once, where its article %s 45 minutes later; the log says why, once', async (_, change, text) => {
    await afterAlert();
    live([alert('breaking', change), text]);
    await watched.tickAt(at('12:45'));
    await watched.tickAt(at('12:46'));
    await watched.deliverAll();
    expect(await runs()).toEqual(['a_break']);
    expect((await watched.outbox()).filter(({ kind }) => kind === 'alert')).toHaveLength(3);
    expect(watched.room.log.filter((line) => line.includes('a_breaking'))).toEqual([
      'a_breaking does not go by itself: it is the same story as a_break, which is done. `send a_breaking` sends it all the same.',
    ]);
    await watched.tickAt(at('19:00'));
    expect(await runs()).toEqual(['a_break']);
    expect((await sendEdition(watched.room.ports, 'a_breaking')).id).toBe('a_breaking');
  });

  it('that an editor stopped does not come back under another name', async () => {
    await open({ entries: [] }, [newsletter('alerts', { hold: MINUTE, minGap: 0 })]);
    live([alert('break'), TEXT]);
    await watched.tickAt(at('12:00'));
    await cancelRun(watched.room.ports, 'a_break', 'Not this.');
    live([alert('breaking'), TEXT]);
    await watched.tickAt(at('12:05'));
    expect(await runs()).toEqual(['a_break']);
  });

  it('of a storm goes in the words of the last one, after a week', async () => {
    await afterAlert();
    live([alert('break'), TEXT], [alert('next', { date: at('12:40') + 8 * DAY }), TEXT]);
    await watched.tickAt(at('12:45') + 8 * DAY);
    expect(await runs()).toEqual(['a_next', 'a_break']);
  });

  it('goes once the alias is taken out that held it back', async () => {
    await afterAlert();
    live([alert('next', { date: at('12:40'), aliases: ['break'] }), OTHER]);
    await watched.tickAt(at('12:45'));
    expect(await runs()).toEqual(['a_break']);
    live([alert('next', { date: at('12:40') }), OTHER]);
    await watched.tickAt(at('12:46'));
    expect(await runs()).toEqual(['a_next', 'a_break']);
  });

  it('of another story goes, also under the same headline', async () => {
    await afterAlert();
    live([alert('break'), TEXT], [alert('next', { date: at('12:40') }), OTHER]);
    await watched.tickAt(at('12:45'));
    expect(await runs()).toEqual(['a_next', 'a_break']);
  });
});

describe('an edition', () => {
  it('that names an old id as its alias is what went under it', async () => {
    await open({ editions: [edition()] });
    await watched.tickAt(at('08:00'));
    watched.room.store.editions = [edition({ id: 'tuesday', aliases: ['monday'] })];
    await watched.tickAt(at('08:30'));
    expect(await watched.run('e_tuesday')).toBeUndefined();
    expect(watched.room.log).toContainEqual(
      'e_tuesday does not go by itself: it is the same edition as e_monday, which is planned. If it is another one, take that alias out.',
    );
    await expect(sendEdition(watched.room.ports, 'tuesday')).rejects.toMatchObject({ code: 'conflict' });
  });
});
