import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openScratchPublication, type ScratchPublication } from '../../support/hosts/scratch-publication.ts';

const environment = { CLOCK: '2026-11-24T12:00:00Z' };
const TEXT =
  'The council voted last night to keep six night routes through the winter, and to ask again in May.';
const OTHER =
  'A drowned mine below the town heats nine hundred homes; the first bills came in at half the cost.';
const article = (keys: string, text: string) =>
  `---\ndate: 2026-11-23 07:00\ntopic: world\n${keys}\n---\n\n${text}\n\n**Why it matters:** It does.\n`;
const FOLDER = 'content/articles';

let desk: ScratchPublication;
beforeEach(async () => {
  desk = openScratchPublication();
  desk.write(`${FOLDER}/2026-11-23-one.md`, article('title: Six routes stay', TEXT));
  expect((await say('publish')).code).toBe(0);
});
afterEach(() => desk.close());

const say = (line: string) => desk.type(line.split(' '), { environment });
const move = (from: string, to: string, change = (text: string) => text) => {
  const text = desk.read(`${FOLDER}/${from}.md`);
  desk.remove(`${FOLDER}/${from}.md`);
  desk.write(`${FOLDER}/${to}.md`, change(text));
};
const live = async () => (JSON.parse((await say('publish --json')).printed) as { release: string }).release;

const RENAMED =
  'the-one.md:1: error: This is the story `one`, published at /articles/one, under another name: readers would get it a second time. Add `id: one` and `aliases: [one]`, or take the old name back.';

describe('a published file under another name', () => {
  it('is refused by check, build and publish until id and aliases say what it is', async () => {
    move('2026-11-23-one', '2026-11-23-the-one');
    expect(await say('check')).toMatchObject({ code: 1, printed: expect.stringContaining(RENAMED) });
    expect(await say('build')).toMatchObject({ code: 1, printed: expect.stringContaining(RENAMED) });
    expect(await say('publish')).toMatchObject({ code: 1, complained: expect.stringContaining(RENAMED) });
    desk.write(
      `${FOLDER}/2026-11-23-the-one.md`,
      article('title: Six routes stay\nid: one\naliases: [one]', TEXT),
    );
    expect(await say('check')).toMatchObject({ code: 0, printed: 'No problems.\n' });
    expect((await say('publish')).code).toBe(0);
  });

  it.each<[string, (text: string) => string]>([
    ['another headline', (text) => text.replace('Six routes stay', 'The night buses')],
    ['a word less', (text) => text.replace('six', '')],
    ['three paragraphs more', (text) => `${text}\n${OTHER}\n\n${OTHER}\n\n${OTHER}\n`],
    ['another date', (text) => text.replace('2026-11-23', '2026-12-24')],
    ['a draft of it', (text) => text.replace('title', 'draft: true\ntitle')],
    ['an id of its own', (text) => text.replace('title', 'id: mine\ntitle')],
  ])('is refused with %s, too', async (_, change) => {
    move('2026-11-23-one', '2026-11-23-the-one', change);
    expect((await say('check')).printed).toMatch(/the-one\.md:\d: error: This is the story `one`/);
  });

  it('names the line of an id that stands there', async () => {
    move('2026-11-23-one', '2026-11-23-the-one', (text) => text.replace('title', 'id: the-one\ntitle'));
    expect((await say('check')).printed).toContain('the-one.md:4: error: This is the story `one`');
  });

  it.each(['2026-11-24-one', 'one', '2026/old/2026-11-23-one', '1999-01-01-one'])(
    'is the same story as %s, whose address is the same',
    async (name) => {
      move('2026-11-23-one', name);
      expect(await say('check')).toMatchObject({ code: 0, printed: 'No problems.\n' });
    },
  );

  it('with its id and without its old address is told to add that alone', async () => {
    move('2026-11-23-one', '2026-11-23-the-one', (text) => text.replace('title', 'id: one\ntitle'));
    expect((await say('check')).printed).toContain(
      'the-one.md:1: error: The story `one` was published at /articles/one, which would lead nowhere. Add `aliases: [one]`.',
    );
  });

  it.each(['one', '/articles/one'])('may say its old address as %s', async (alias) => {
    move('2026-11-23-one', 'the-one', (text) =>
      text.replace('title', `id: one\naliases: [${alias}, /2020/old]\ntitle`),
    );
    expect(await say('check')).toMatchObject({ code: 0, printed: 'No problems.\n' });
  });

  it('keeps the addresses it had before, too', async () => {
    desk.remove('content/editions/monday.md');
    move('2026-11-20-bridge', 'a-crossing', (text) =>
      text.replace('aliases: [old-bridge]\nid: bridge\n', 'aliases: [/2020/x]\nid: y\n'),
    );
    expect((await say('check')).printed).toContain(
      'a-crossing.md:7: error: This is the story `bridge`, published at /articles/bridge, under another name: readers would get it a second time. Add `id: bridge` and `aliases: [/2020/x, bridge, old-bridge]`',
    );
  });

  it('is refused where two files took each other’s names', async () => {
    desk.write(`${FOLDER}/2026-11-23-two.md`, article('title: A mine heats homes', OTHER));
    await say('publish');
    const one = desk.read(`${FOLDER}/2026-11-23-one.md`);
    move('2026-11-23-two', '2026-11-23-one');
    desk.write(`${FOLDER}/2026-11-23-two.md`, one);
    const { printed } = await say('check');
    expect(printed).toMatch(/-two\.md:1: error: This is the story `one`/);
    expect(printed).toMatch(/-one\.md:1: error: This is the story `two`/);
  });

  it('is refused though another story stands under the old name', async () => {
    move('2026-11-23-one', '2026-11-23-the-one');
    desk.write(`${FOLDER}/2026-11-23-one.md`, article('title: A mine heats homes', OTHER));
    expect((await say('check')).printed).toMatch(/the-one\.md:1: error: This is the story `one`/);
  });

  it('is refused where it was withdrawn: it would be back', async () => {
    await say('withdraw one --yes');
    move('2026-11-23-one', '2026-11-23-the-one');
    expect((await say('check')).printed).toMatch(/the-one\.md:1: error: This is the story `one`/);
  });

  it('does not go live by a publish that was built elsewhere', async () => {
    const before = await live();
    move('2026-11-23-one', '2026-11-23-the-one');
    expect((await say('publish')).code).toBe(1);
    move('2026-11-23-the-one', '2026-11-23-one');
    expect(await live()).toBe(before);
  });
});

describe('what is no rename', () => {
  it.each(['draft: true', 'updated: 2026-11-23 08:00\ndate: 2030-01-01'])(
    'is a file nobody could read yet: %s',
    async (keys) => {
      const hidden = article(`${keys}\ntitle: A mine heats homes`, OTHER).replace(
        keys.includes('date: 2030') ? 'date: 2026-11-23 07:00\n' : '\0',
        '',
      );
      desk.write(`${FOLDER}/soon.md`, hidden);
      await say('publish');
      move('soon', 'a-mine');
      expect((await say('check')).code).toBe(0);
    },
  );

  it('is the next of a column, whose last one stays', async () => {
    desk.write(`${FOLDER}/two.md`, article('title: Six routes stay', OTHER));
    expect(await say('check')).toMatchObject({ code: 0, printed: 'No problems.\n' });
  });

  it('is a new text under an old headline, whose last one was taken away: a warning', async () => {
    desk.remove(`${FOLDER}/2026-11-23-one.md`);
    desk.write(
      `${FOLDER}/two.md`,
      `---\ntitle: Six routes stay\ndate: 2026-11-24\ntopic: world\n---\n\n${OTHER}\n`,
    );
    const { code, printed } = await say('check');
    expect(code).toBe(0);
    expect(printed).toContain(
      'two.md:1: warning: The article has the headline of `one`, which was published and is gone, and another text: it counts as a new story.',
    );
  });

  it('is a file that was deleted: a warning says what says more', async () => {
    desk.remove(`${FOLDER}/2026-11-23-one.md`);
    const { code, printed } = await say('check');
    expect([code, printed]).toEqual([
      0,
      expect.stringMatching(/one\.md:1: warning: The story `one` was published .+ `withdrawn`/),
    ]);
  });

  it('is going back to a release by its hash', async () => {
    const first = await live();
    move('2026-11-23-one', 'the-one', (text) => text.replace('title', 'id: one\naliases: [one]\ntitle'));
    await say('publish');
    expect((await say(`publish ${first}`)).code).toBe(0);
  });

  it('is another publication in the same data folder', async () => {
    move('2026-11-23-one', 'the-one');
    desk.write(
      'content/publication.yaml',
      desk.read('content/publication.yaml').replace('id: desk', 'id: other'),
    );
    expect((await say('check')).code).toBe(0);
  });
});

it('check says that there is nothing to compare with, and --json with what it compared', async () => {
  const { complained } = await desk.type(['check'], { environment: { DATA_DIR: `${desk.folder}/none` } });
  expect(complained).toContain('No names were compared');
  expect((await say('check')).complained).not.toContain('compared');
  expect(JSON.parse((await say('check --json')).printed)).toHaveProperty('compared', await live());
});

it.each([
  ['newsletter', '  - { id: weekly, name: Weekly, kind: edited }\n', 'newsletters:\n'],
  ['topic', '  - { id: sport, name: Sport }\n', 'topics:\n'],
])('a %s that was published is retired, not deleted', async (what, line, list) => {
  const text = desk.read('content/publication.yaml');
  desk.write('content/publication.yaml', text.replace(list, `${list}${line}`));
  await say('publish');
  desk.write('content/publication.yaml', text);
  const { code, printed } = await say('check');
  expect(code).toBe(1);
  expect(printed).toMatch(
    /publication\.yaml:\d+: error: The (newsletter `weekly`|topic `sport`) was published and is gone\. Put it back, and add `retired: true`/,
  );
  desk.write(
    'content/publication.yaml',
    text.replace(list, `${list}${line.replace(' }', ', retired: true }')}`),
  );
  expect((await say('check')).code, what).toBe(0);
});

it('new writes the id, which stays when the file is renamed', async () => {
  await desk.type(['new', 'article', 'A ferry', '--date', '2026-12-01']);
  expect(desk.read(`${FOLDER}/2026-12-01-a-ferry.md`)).toMatch(/^id: a-ferry$/m);
  await desk.type(['new', 'edition', 'brief', '--date', '2026-12-01']);
  expect(desk.read('content/editions/2026-12-01-brief.md')).toMatch(/^id: 2026-12-01-brief$/m);
  expect((await say('check')).code).toBe(0);
});
