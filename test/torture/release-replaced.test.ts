import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LONG } from '../support/builders/rounds.ts';
import { type RunningServer, startServer } from '../support/hosts/running-server.ts';
import { openScratchPublication, type ScratchPublication } from '../support/hosts/scratch-publication.ts';

const READERS = LONG ? 1500 : 300;
const PER_SECOND = 100;

let desk: ScratchPublication;
beforeEach(() => {
  desk = openScratchPublication();
  const publication = desk.read('content/publication.yaml');
  desk.write('content/publication.yaml', `${publication}sending: { perSecond: ${PER_SECOND} }\n`);
  const people = Array.from({ length: READERS }, (_, n) => `reader-${n}@reader.example`);
  desk.write('people.csv', ['email', ...people, ''].join('\n'));
});
afterEach(() => desk.close());

const ARTICLE = 'content/articles/2026-11-20-bridge.md';

/** Article, edition and look say the word; returns the release's hash. */
async function publishWith(word: string, instead: string): Promise<string> {
  for (const file of [ARTICLE, 'content/editions/monday.md'])
    desk.write(file, desk.read(file).replaceAll(instead, word));
  return (await desk.json<{ release: string }>('publish')).release;
}

/** A page, and what it loads: all of one release, whichever. */
async function look(server: RunningServer, path: string): Promise<'alpha' | 'omega'> {
  const answer = await fetch(server.url + path);
  const text = await answer.text();
  expect([path, answer.status]).toEqual([path, 200]);
  const words = new Set(text.match(/alpha|omega/g));
  expect([path, words.size]).toEqual([path, 1]);
  for (const [, asset] of text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)) {
    const loaded = await fetch(server.url + asset);
    await loaded.arrayBuffer();
    expect([asset, loaded.status]).toEqual([asset, 200]);
  }
  return words.has('alpha') ? 'alpha' : 'omega';
}

it('a release that is replaced again and again in the middle of a run changes no letter and tears no page', async () => {
  const first = await publishWith('alpha', 'bridge opens');
  const second = await publishWith('omega', 'alpha');
  const people = join(desk.folder, 'people.csv');
  for (const words of [
    ['publish', first],
    ['subscribers', 'import', people, '--yes'],
  ])
    expect((await desk.type(words)).code).toBe(0);
  await using server = await startServer({
    dataDir: join(desk.folder, '.data'),
    cwd: desk.folder,
    flags: ['--published'],
  });
  let over = false;
  const sending = desk.type(['send', 'monday', '--yes']).finally(() => {
    over = true;
  });
  // Its letter is frozen by then.
  while ((await desk.json<unknown[]>('status')).length === 0)
    await new Promise((resolve) => setTimeout(resolve, 20));
  const seen = { alpha: 0, omega: 0, flips: 0 };
  const isEnough = () => over && Math.min(seen.alpha, seen.omega, seen.flips) > 1;
  const readers = ['/', '/articles/bridge', '/feed.xml', '/atom.xml'].map(async (path) => {
    while (!isEnough()) seen[await look(server, path)]++;
  });
  while (!isEnough()) {
    expect(await desk.type(['publish', seen.flips++ % 2 === 0 ? second : first])).toMatchObject({ code: 0 });
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  await Promise.all(readers);
  expect(await sending).toMatchObject({ code: 0, complained: expect.stringContaining('This sends it.') });
  await expectOneOfTheFirst(server);
});

async function expectOneOfTheFirst(server: RunningServer): Promise<void> {
  const answer = await fetch(`${server.url}/outbox/messages.json?run=e_monday&limit=1000`);
  const messages = (await answer.json()) as { id: string; to: string; subject: string }[];
  expect(Number(answer.headers.get('x-total-count'))).toBe(READERS);
  expect(new Set(messages.map(({ to }) => to)).size).toBe(messages.length);
  for (const { id } of [messages[0]!, messages.at(-1)!, messages[Math.floor(messages.length / 2)]!]) {
    const eml = await (await fetch(`${server.url}/outbox/messages/${id}.eml`)).text();
    expect(new Set(eml.match(/alpha|omega/g))).toEqual(new Set(['alpha']));
  }
}
