import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LONG } from '../support/builders/rounds.ts';
import { broadsheet } from '../support/hosts/command-line.ts';
import { mailTo, type RunningServer, startServer } from '../support/hosts/running-server.ts';
import { openScratchPublication, type ScratchPublication } from '../support/hosts/scratch-publication.ts';
import { temporaryFolder } from '../support/hosts/temporary-folder.ts';
import { readOnlyDisk, type SmallDisk, smallDisk } from './processes/disk.ts';

const READERS = 600;
const ENDS: (() => Promise<unknown> | unknown)[] = [];

/** The second is for machines where nothing may be mounted, and is the first one there. */
const WAYS: readonly (readonly [string, boolean])[] = [
  ['a mount of its own, where there may be one', true],
  ...(LONG ? [['limits and modes', false] as const] : []),
];

let desk: ScratchPublication;
let folder: string;
beforeEach(() => {
  desk = openScratchPublication();
  folder = join(desk.folder, 'disk');
  desk.write('disk/.keep', '');
  const people = Array.from({ length: READERS }, (_, n) => `reader-${n}@reader.example`);
  desk.write('people.csv', ['email', ...people, ''].join('\n'));
});
afterEach(async () => {
  for (const end of ENDS.splice(0).reverse()) await end();
  desk.close();
});

/** A disk with what was published and all readers on it. */
async function publishedOn(disk: { through: SmallDisk['through'] }): Promise<void> {
  for (const line of ['publish', 'subscribers import people.csv --yes'])
    expect(await type(disk, line)).toMatchObject({ code: 0 });
}

const type = ({ through }: Pick<SmallDisk, 'through'>, line: string) =>
  broadsheet(folder, line.split(' '), {}, { cwd: desk.folder, through });

async function openSmallDisk(mounts: boolean): Promise<SmallDisk> {
  const disk = await smallDisk(folder, 32, { home: desk.folder, mounts });
  ENDS.push(disk.end);
  return disk;
}

async function until(holds: () => boolean | Promise<boolean>, told: () => string): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`It did not come to pass. ${told()}`);
}

/** Copies by address of a run, as the outbox's own file has them; and that no file is damaged. For when nobody writes. */
function copiesIn(seen: string, run: string): number[] {
  const copy = temporaryFolder();
  for (const name of readdirSync(seen).filter((name) => /\.db(-wal)?$/.test(name)))
    copyFileSync(join(seen, name), join(copy, name));
  return ['broadsheet.db', 'outbox.db'].flatMap((name) => {
    const db = new DatabaseSync(join(copy, name));
    expect(db.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
    const sql = 'SELECT count(*) AS n FROM accepted WHERE run = ? GROUP BY to_key';
    const rows = name === 'outbox.db' ? db.prepare(sql).all(run) : [];
    db.close();
    return rows.map(({ n }) => Number(n));
  });
}

async function sent(server: RunningServer, run: string): Promise<number> {
  const answer = await fetch(`${server.url}/outbox/messages.json?run=${run}&limit=1`);
  return Number(answer.headers.get('x-total-count'));
}

const IN_WORDS = /^(The disk is full|The disk fails, or is full|.*A file may not grow so large here)/m;

describe.each(WAYS)('a full disk (%s)', (_, mounts) => {
  it('stops commands in words; a run it stopped half-way goes on when there is room, and nobody gets two', async () => {
    const disk = await openSmallDisk(mounts);
    await publishedOn(disk);
    disk.fill(0);
    for (const line of ['subscribers add x@reader.example --yes', 'publish']) {
      const { code, complained } = await type(disk, line);
      expect
        .soft({ line, code, complained })
        .toEqual({ line, code: 1, complained: expect.stringMatching(IN_WORDS) });
      expect.soft(complained, line).not.toMatch(/^\s+at /m);
    }
    disk.fill(200_000);
    expect(await type(disk, 'send monday --yes')).toMatchObject({
      code: 1,
      complained: expect.stringMatching(IN_WORDS),
    });
    disk.free();
    expect(await type(disk, 'send monday --yes')).toMatchObject({ code: 0 });
    expect(copiesIn(disk.seen, 'e_monday')).toEqual(Array(READERS).fill(1));
  });

  it('under a server: pages are served, a sign-up is told to come again, and letters go when there is room', async () => {
    const disk = await openSmallDisk(mounts);
    await publishedOn(disk);
    await using server = await startServer({ dataDir: folder, cwd: desk.folder, through: disk.through });
    disk.adopt(server);
    const stamp = await stampOf(server);
    // Its mail has come: letters are seen to from here on, and nothing due later is older than the first look.
    expect((await signUp(server, 'ada', stamp)).status).toBe(200);
    await mailTo(server, 'ada@reader.example');
    disk.fill(150_000);
    const sendAt = new Date(Date.now() + 1000).toISOString().slice(0, 19);
    const due = desk.read('content/editions/monday.md').replace('items:', `sendAt: ${sendAt}\nitems:`);
    desk.write('content/editions/due.md', due);
    await until(() => IN_WORDS.test(server.output().replaceAll(/^[^:\n]*: /gm, '')), server.output);
    disk.fill(0);
    for (const path of ['/', '/articles/bridge', '/feed.xml', '/healthz'])
      expect.soft((await fetch(server.url + path)).status, path).toBe(200);
    const refused = await signUp(server, 'eve', stamp);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '30']);
    disk.free();
    expect((await signUp(server, 'eve', stamp)).status).toBe(200);
    await mailTo(server, 'eve@reader.example');
    await until(async () => (await sent(server, 'e_due')) >= READERS, server.output);
    expect(server.output()).not.toMatch(/^\s+at /m);
    expect(await server.stop()).toBe(0);
    expect(copiesIn(disk.seen, 'e_due')).toEqual(Array(READERS).fill(1));
  });
});

async function stampOf(server: RunningServer): Promise<string> {
  const page = await (await fetch(`${server.url}/subscribe`)).text();
  return /name="form" value="([^"]+)"/.exec(page)![1]!;
}

async function signUp(server: RunningServer, name: string, form: string): Promise<Response> {
  const ask = () =>
    fetch(`${server.url}/subscribe`, {
      method: 'POST',
      body: new URLSearchParams({ email: `${name}@reader.example`, newsletter: 'brief', form }),
    });
  let answer = await ask();
  // Two seconds after the form was made, and not sooner.
  for (let tries = 0; answer.status === 400 && tries < 100; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    answer = await ask();
  }
  return answer;
}

const NOT_WRITTEN = /The disk can only be read|It may not be read or written|cannot be read as secrets/;

describe.each(WAYS)('a disk that can only be read (%s)', (_, mounts) => {
  it('is told in words by every command that opens it, and by a server; nothing is changed', async () => {
    await publishedOn({ through: (command) => command });
    const before = readdirSync(folder).sort();
    const disk = await readOnlyDisk(folder, { home: desk.folder, mounts });
    ENDS.push(disk.end);
    for (const line of ['status', 'send monday --yes', 'serve']) {
      const { code, complained } = await type(disk, line);
      expect
        .soft({ line, code, complained })
        .toEqual({ line, code: 1, complained: expect.stringMatching(NOT_WRITTEN) });
      expect.soft(complained, line).not.toMatch(/^\s+at /m);
    }
    await disk.end();
    expect(readdirSync(folder).sort()).toEqual(before);
    expect((await type({ through: (command) => command }, 'send monday --yes')).code).toBe(0);
  });

  it('of content and templates alone is no trouble: nothing is ever written there', async () => {
    const disk = await readOnlyDisk(join(desk.folder, 'content'), { home: desk.folder, mounts });
    ENDS.push(disk.end);
    expect(await type(disk, 'publish')).toMatchObject({ code: 0 });
    expect(await type(disk, 'new article Headline')).toMatchObject({
      code: 1,
      complained: expect.stringMatching(NOT_WRITTEN),
    });
  });
});

describe('a second server on the same DATA_DIR', () => {
  const start = () => startServer({ dataDir: folder, cwd: desk.folder });

  it('is refused in words while the first goes on; after kill -9 of the first it may start', async () => {
    await using first = await start();
    const second = await broadsheet(folder, ['serve'], { PORT: '0' }, { cwd: desk.folder });
    expect(second).toMatchObject({
      code: 1,
      complained: expect.stringMatching(/Another server is running on this DATA_DIR\.\nStop it, or give/),
    });
    expect((await fetch(`${first.url}/healthz`)).status).toBe(200);
    // Commands are welcome beside it.
    expect(
      (await type({ through: (command) => command }, 'subscribers add ada@reader.example --yes')).code,
    ).toBe(0);
    await first.kill();
    await using third = await start();
    expect((await fetch(`${third.url}/healthz`)).status).toBe(200);
    expect(await third.stop()).toBe(0);
  });
});
