import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Edition } from '../../../functions/domain/content/edition.ts';
import { DAY, HOUR } from '../../../functions/domain/time/instant.ts';
import { planBatches } from '../../../functions/flows/ledger/plan.ts';
import { pauseRun, resumeRun } from '../../../functions/flows/runs/control.ts';
import { sendEdition } from '../../../functions/flows/runs/send.ts';
import { aFragment } from '../../support/builders/small-publication.ts';
import { aSite } from '../../support/builders/small-site.ts';
import {
  at,
  digest,
  edition,
  entry,
  MONDAY,
  newsletter,
  watchedTick,
} from '../../support/hosts/watched-tick.ts';

const TEXT = 'The council voted last night to keep six night routes through the winter.';
const words = (text: string) => aFragment(`<p>${text}</p>`, { text });
const article = (id: string, as: 'whole' | 'brief' | 'headline' = 'whole') =>
  ({ kind: 'article', article: id, as, label: undefined }) as const;

let watched: Awaited<ReturnType<typeof watchedTick>>;
const store = () => watched.room.store;
const PATH = '/editions/monday';
const NOTE = 'role="note"';

/** The page as a reader gets it, of a site on the same store; scripts and marks are left in. */
async function page(path = PATH, preview = false): Promise<string> {
  const { ledger, blobs } = watched.room.ports;
  const response = await aSite(store(), { ledger, blobs, preview }).app.request(path);
  return response.text();
}
const monday = (change: Partial<Edition> = {}): Edition =>
  edition({
    subject: 'Six routes stay',
    preheader: 'And a mine heats homes',
    intro: words('Good morning from the depot.'),
    items: [article('one'), article('two', 'headline')],
    ...change,
  });

beforeEach(async () => {
  watched = await watchedTick(
    {
      entries: [
        entry('one', MONDAY - DAY, { summary: 'About the routes.' }),
        entry('two', MONDAY - DAY, { summary: 'About the mine.' }),
      ],
      fragments: { one: words(TEXT), two: words('A mine heats homes.') },
      editions: [monday()],
    },
    [newsletter('brief', { minGap: 0 }), digest({ minGap: 0 })],
  );
});
afterEach(() => watched.room.close());

async function send(): Promise<void> {
  await watched.tickAt(at('08:00'));
  await watched.tickAt(at('08:01'));
  await watched.deliverAll();
}
/** Edited in git and published, an hour after it was sent. */
function publishLater(changes: Partial<ReturnType<typeof store>>): void {
  store().now = at('09:30');
  Object.assign(store(), changes);
}

describe('view in browser', () => {
  it('shows what was sent, whatever the edition says by now', async () => {
    await send();
    const before = await page();
    publishLater({
      editions: [
        monday({
          subject: 'Another subject',
          preheader: 'Another line',
          intro: words('Another greeting.'),
          signoff: words('A farewell.'),
          items: [article('two'), article('one')],
        }),
      ],
    });
    const text = await page();
    for (const said of ['<h1>Six routes stay</h1>', 'And a mine heats homes', 'Good morning from the depot.'])
      expect([said, before.includes(said), text.includes(said)]).toEqual([said, true, true]);
    for (const other of ['Another', 'A farewell.', NOTE]) expect(text).not.toContain(other);
    expect(text.indexOf('About one')).toBeLessThan(text.indexOf('About two'));
    expect(await page('/newsletters/brief')).toContain('Six routes stay');
  });

  it('shows in preview what is to go, as it will go', async () => {
    publishLater({ now: MONDAY, editions: [monday({ subject: 'Another subject' })] });
    expect(await page(PATH, true)).toContain('Another subject');
  });

  it('leaves out what was withdrawn since', async () => {
    await send();
    store().withdrawn.add('one');
    const text = await page();
    expect(text).not.toContain('About one');
    expect(text).toContain('About two');
  });

  it.each<[string, Parameters<typeof publishLater>[0], string]>([
    [
      'another text',
      { fragments: { one: words(TEXT.replace('six', 'seven')), two: words('A mine heats homes.') } },
      'About one',
    ],
    [
      'another headline',
      {
        entries: [
          entry('one', MONDAY - DAY, { title: 'Seven routes', summary: 'About the routes.' }),
          entry('two', MONDAY - DAY, { summary: 'About the mine.' }),
        ],
      },
      'Seven routes',
    ],
    [
      'another summary, where it is a headline',
      {
        entries: [
          entry('one', MONDAY - DAY),
          entry('two', MONDAY - DAY, { summary: 'A mine, and a spring.' }),
        ],
      },
      'About two',
    ],
  ])('says what has %s since', async (_, changes, title) => {
    await send();
    expect(await page()).not.toContain(NOTE);
    publishLater(changes);
    const [, note = ''] = (await page()).split(NOTE);
    expect(note.slice(0, note.indexOf('</aside>'))).toMatch(
      new RegExp(`page.edition-changed <a href="/articles/(one|two)">${title}</a>`),
    );
  });

  it('says when a correction came, with its time, and not before', async () => {
    await send();
    const date = at('09:00');
    const corrections = [{ date, text: 'It is seven routes.' }];
    publishLater({
      entries: [
        entry('one', MONDAY - DAY, { corrections, updated: date, summary: 'About the routes.' }),
        entry('two', MONDAY - DAY, { summary: 'About the mine.' }),
      ],
    });
    store().now = at('08:30');
    expect(await page()).not.toContain(NOTE);
    store().now = at('09:30');
    expect(await page()).toMatch(
      /page.edition-changed <a href="\/articles\/one">About one<\/a> \(<time datetime="2026-11-23T09:00:00/,
    );
  });

  it('says nothing of what a letter did not print: below the fold', async () => {
    const folded = (rest: string) =>
      aFragment(`<p>${TEXT}</p>\u0001m\u0002<p>${rest}</p>`, {
        text: `${TEXT}\n\n\u0001m\u0002\n\n${rest}`,
        folded: true,
      });
    store().fragments.one = folded('More.');
    store().editions = [monday({ items: [article('one', 'brief')] })];
    await send();
    publishLater({ fragments: { one: folded('Other things.') } });
    expect(await page()).not.toContain(NOTE);
  });

  it('shows the later of two texts, and says so', async () => {
    await watched.tickAt(at('08:00'));
    await watched.tickAt(at('08:01'));
    await planBatches(watched.room.ports, 'e_monday');
    await pauseRun(watched.room.ports, 'monday', 'Wrong.');
    publishLater({ now: at('08:25'), editions: [monday({ subject: 'Seven routes stay' })] });
    await resumeRun(watched.room.ports, 'monday', { current: true });
    await watched.deliverAll();
    const text = await page();
    expect(text).toContain('<h1>Seven routes stay</h1>');
    expect(text).toContain('page.edition-later');
  });

  it('of a letter of before, whose frame nobody kept, says that the edition was changed', async () => {
    await send();
    const run = (await watched.run('e_monday'))!;
    const { texts: _, ...old } = run;
    await watched.room.ports.ledger.putRun({ ...old, letter: '0'.repeat(64) });
    expect(await page()).not.toContain(NOTE);
    const { ledger, blobs } = watched.room.ports;
    const site = aSite(store(), { ledger, blobs });
    store().editions = [monday()];
    await site.app.request(PATH);
    store().now = at('10:00');
    store().editions = [
      monday({ hash: 'other', subject: 'Another subject', intro: words('Another greeting.') }),
    ];
    const text = await (await site.app.request(PATH)).text();
    expect(text).toContain('<h1>Six routes stay</h1>');
    expect(text).toContain('Another greeting.');
    expect(text).toMatch(/page.edition-changed page.edition-frame \(<time datetime="2026-11-23T10:00:00/);
  });

  it('is what went under the id it had before', async () => {
    await send();
    publishLater({ editions: [monday({ id: 'tuesday', aliases: ['monday'], subject: 'Another subject' })] });
    expect(await page('/editions/tuesday')).toContain('<h1>Six routes stay</h1>');
  });

  it('of an edition that somebody sent again tomorrow is not asked of the clock', async () => {
    store().editions = [monday({ sendAt: undefined })];
    await sendEdition(watched.room.ports, 'monday');
    await watched.deliverAll();
    store().now += HOUR;
    store().editions = [monday({ sendAt: undefined, subject: 'Another subject' })];
    expect(await page()).toContain('<h1>Six routes stay</h1>');
  });
});

describe('a digest in the browser', () => {
  it('keeps its subject and its shapes, and says what changed', async () => {
    await watched.tickAt(at('07:00'));
    await watched.tickAt(at('07:01'));
    await watched.deliverAll();
    const path = '/editions/d_daily_20261123T0700';
    expect(await page(path)).toContain('<h1>About two</h1>');
    publishLater({
      entries: [
        entry('one', MONDAY - DAY, { summary: 'About the routes.' }),
        entry('two', MONDAY - DAY, { title: 'A mine', summary: 'About the mine.' }),
      ],
    });
    const text = await page(path);
    expect(text).toContain('<h1>About two</h1>');
    expect(text).toContain('page.edition-changed <a href="/articles/two">A mine</a>');
  });
});
