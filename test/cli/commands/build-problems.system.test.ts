import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openScratchPublication, type ScratchPublication } from '../../support/hosts/scratch-publication.ts';

let desk: ScratchPublication;
beforeEach(() => {
  desk = openScratchPublication();
});
afterEach(() => desk.close());

const say = (line: string) => desk.type(line.split(' '));
const PLAIN = '---\ntitle: A\ndate: 2026-11-22\ntopic: world\n---\nText.\n';
const breakIt = () =>
  desk.write('content/articles/2026-11-21-broken.md', '---\ntitel: A\ndate: soon\n---\nText.\n');

it('build says what it made, and writes no release of what is wrong', async () => {
  expect(await say('build')).toMatchObject({
    code: 0,
    printed: expect.stringMatching(/^[0-9a-f]{64}: 1 art/),
  });
  breakIt();
  const { code, printed } = await say('build');
  expect(code).toBe(1);
  expect(printed).toMatch(/2026-11-21-broken\.md:2: error: `titel`.+Did you mean `title`/);
  expect(printed).toMatch(/2026-11-21-broken\.md:3: error: /);
  expect(JSON.parse((await say('build --json')).printed)).not.toHaveProperty('hash');
});

it('check lists every problem, and with --strict takes warnings for problems', async () => {
  expect(await say('check')).toMatchObject({ code: 0, printed: 'No problems.\n' });
  desk.write('content/articles/2026-11-22-plain.md', PLAIN);
  expect(await say('check')).toMatchObject({
    code: 0,
    printed: expect.stringContaining('0 errors, 1 warning.'),
  });
  expect((await say('check --strict')).code).toBe(1);
  breakIt();
  expect((await say('check')).code).toBe(1);
});

it('check leaves the folder as it was, before a build and after one', async () => {
  expect((await say('check')).code).toBe(0);
  expect(desk.files()).not.toContainEqual(expect.stringMatching(/^dist/));
  await say('build');
  const built = desk.files();
  desk.write('content/articles/2026-11-22-plain.md', PLAIN);
  expect((await say('check')).printed).toContain('1 warning');
  expect(desk.files()).toEqual([...built, 'content/articles/2026-11-22-plain.md'].sort());
});

it('names one fault once: what refers to a file that cannot be read is no second one', async () => {
  desk.write('content/articles/2026-11-20-bridge.md', 'half sav');
  const { problems } = await desk.json<{ problems: { file: string }[] }>('check');
  expect(problems.map(({ file }) => file)).toEqual(['content/articles/2026-11-20-bridge.md']);
});

it('new article writes drafts that build, under a name of their own', async () => {
  for (const headline of ['A bridge opens', 'A bridge opens', '橋', '橋', 'Two\nlines: "quoted" # and'])
    expect((await desk.type(['new', 'article', headline, '--date', '2026-12-01'])).code).toBe(0);
  expect(desk.read('content/articles/2026-12-01-qiao-2.md')).toContain('title: "橋"');
  expect(desk.read('content/articles/2026-12-01-a-bridge-opens-2.md')).toContain('date: 2026-12-01T00:00');
  expect(await say('check --strict')).toMatchObject({ code: 0, printed: 'No problems.\n' });
});

it('new article begins with why it matters, whatever lead-ins the publication adds', async () => {
  const publication = desk.read('content/publication.yaml');
  desk.write('content/publication.yaml', `axioms: [Why we care]\n${publication}`);
  await desk.type(['new', 'article', 'A ferry', '--date', '2026-12-01']);
  expect(desk.read('content/articles/2026-12-01-a-ferry.md')).toContain('**Why it matters:**');
  expect(await say('check --strict')).toMatchObject({ code: 0, printed: 'No problems.\n' });
});

it.each([[['--date', '2026-13-45']], [['--date', 'soon']]])('new article refuses %j', async (flags) => {
  const { code, complained } = await desk.type(['new', 'article', 'A', ...flags]);
  expect(code).toBe(2);
  expect(complained).toMatch(/--date: .+\n.+2026/);
});

it('new article and new edition need a publication', async () => {
  expect((await desk.type(['new', 'article', '  '])).code).toBe(2);
  desk.remove('content/publication.yaml');
  for (const line of ['new article Headline', 'new edition brief'])
    expect(await say(line)).toMatchObject({
      code: 1,
      complained: expect.stringContaining('new publication'),
    });
});

it('new edition lists the newest articles, and is for edited newsletters only', async () => {
  expect((await say('new edition brief --date 2026-12-02')).code).toBe(0);
  expect(desk.read('content/editions/2026-12-02-brief.md')).toContain('- article: bridge');
  expect((await say('check')).code).toBe(0);
  expect(await say('new edition daily')).toMatchObject({
    code: 1,
    complained: expect.stringContaining('brief'),
  });
  expect((await say('new edition brief --date 2026-12-02')).complained).toContain('is there already');
});

it('new publication starts one that builds, whatever it is called, and never writes over one', async () => {
  expect((await desk.type(['new', 'publication', 'Mine'])).code).toBe(1);
  desk.remove('content');
  expect((await desk.type(['new', 'publication', 'My “paper”\n<b>: "x" & Söhne'])).code).toBe(0);
  expect(await say('check')).toMatchObject({ code: 0, printed: 'No problems.\n' });
});

it('publish makes the build live, says the way back, and goes it', async () => {
  const first = await desk.json<{ release: string }>('publish');
  desk.write(
    'content/articles/2026-11-22-second.md',
    desk
      .read('content/articles/2026-11-20-bridge.md')
      .replace('id: bridge', 'id: second')
      .replace('old-bridge', 'x'),
  );
  expect((await say('publish')).printed).toContain(`publish ${first.release}`);
  expect((await say(`publish ${first.release}`)).printed).toContain(`${first.release} is live.`);
});

it('publish leaves what is live alone where there are errors, or no such release', async () => {
  const { release } = await desk.json<{ release: string }>('publish');
  breakIt();
  const { code, complained } = await say('publish');
  expect(code).toBe(1);
  expect(complained).toContain('broken.md:2: error:');
  expect(await say('publish 0123abc')).toMatchObject({
    code: 1,
    complained: expect.stringContaining('no release'),
  });
  expect(desk.read('.data/store/state/current.json')).toContain(release);
});

it('withdraw takes an article down by any of its names, once asked, and back', async () => {
  expect(await say('withdraw bridge --yes')).toMatchObject({
    code: 1,
    complained: expect.stringContaining('broadsheet -- publish'),
  });
  await say('publish');
  expect((await desk.type(['withdraw', 'bridge'], { answer: 'n' })).printed).toBe('Nothing was changed.\n');
  expect((await say('withdraw bridge')).code).toBe(2);
  expect((await say('withdraw old-bridge --yes')).code).toBe(0);
  expect(desk.read('.data/store/state/current.json')).toContain('"article": "bridge"');
  expect((await say('withdraw old-bridge --undo')).code).toBe(0);
  expect((await say('withdraw bridge --undo')).complained).toContain('not withdrawn');
  expect((await say('withdraw nothing --yes')).complained).toContain('no article "nothing"');
});

it('says in a sentence that the disk does not do what it should', async () => {
  desk.write('afile', '');
  const environment = { DATA_DIR: join(desk.folder, 'afile') };
  const { code, complained } = await desk.type(['status'], { environment });
  expect(code).toBe(1);
  expect(complained).toMatch(/A file is where a folder is needed.+\nMove it/);
  desk.write('.data/broadsheet.db', 'this is not a database, whatever it is called');
  expect((await say('status')).complained).toMatch(
    /^The database is damaged.+\nStop the server and put the last backup/,
  );
});
