import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { MIGRATIONS } from '../../functions/adapters/sqlite/migrations.ts';
import { LONG } from '../support/builders/rounds.ts';
import { openPaper, type Paper } from './processes/paper.ts';
import { type Place, type Started, startCommand, startMigration } from './processes/process.ts';
import { chance } from './processes/seed.ts';

// What writes much at once is killed at random moments of it, again and again, until it is let through.
const KILLS = LONG ? 20 : 3;
const ROWS = LONG ? 20_000 : 4000;

let paper: Paper;
beforeAll(async () => {
  paper = await openPaper(ROWS);
});
afterAll(() => paper.close());

const { number } = chance('kill-data');

type Work = {
  place(): Place;
  start(place: Place): Started;
  /** Looked at after each death. */
  holds(place: Place): void;
  /** Nothing is left to be killed in: the next death is on data of its own. */
  isDone(place: Place): boolean;
};

/** Once undisturbed, to see how long it takes; then killed, again and again; in the end it is let through. */
async function killIn({ place, start, holds, isDone }: Work): Promise<Place> {
  const began = performance.now();
  expect(await start(place()).ended).toBe(0);
  const whole = performance.now() - began;
  let here = place();
  for (let n = 0; n < KILLS; n++) {
    if (isDone(here)) here = place();
    const started = start(here);
    await setTimeout(whole * (0.3 + 0.7 * number()));
    started.signal('SIGKILL');
    await started.ended;
    holds(here);
  }
  const last = start(here);
  expect(await last.ended, last.output()).toBe(0);
  holds(here);
  return here;
}

function ask({ dataDir }: Place, sql: string): unknown {
  const db = new DatabaseSync(join(dataDir, 'broadsheet.db'), { timeout: 10_000 });
  try {
    return Object.values(db.prepare(sql).get() ?? {})[0];
  } finally {
    db.close();
  }
}

const copy = (): Place => ({ folder: paper.folder, dataDir: paper.copy() });
const empty = (): Place => {
  const dataDir = mkdtempSync(join(tmpdir(), 'torture-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  return { folder: paper.folder, dataDir };
};

const isSound = (place: Place) => expect(ask(place, 'PRAGMA integrity_check')).toBe('ok');

describe('killed in the middle', () => {
  it('of an import: the same file again adds who is missing, and nobody twice', async () => {
    const file = join(paper.folder, 'more.csv');
    const rows = Array.from({ length: ROWS }, (_, n) => `more-${n}@reader.example`);
    writeFileSync(file, `email\n${rows.join('\n')}\n`);
    const start = (place: Place) => startCommand(place, 'subscribers', 'import', file, '--yes');
    const more = "SELECT count(*) FROM subscribers WHERE status = 'active' AND email LIKE 'more-%'";
    const isDone = (place: Place) => ask(place, more) === ROWS;
    expect(isDone(await killIn({ place: copy, start, holds: isSound, isDone }))).toBe(true);
  });

  it('of a migration of the schema: all of it or nothing, and everybody is there', async () => {
    const whole = MIGRATIONS.length + 2;
    const versionOf = (place: Place) => ask(place, 'PRAGMA user_version');
    const isDone = (place: Place) => versionOf(place) === whole;
    const holds = (place: Place) => {
      isSound(place);
      expect([MIGRATIONS.length, whole]).toContain(versionOf(place));
      expect(ask(place, "SELECT count(*) FROM subscribers WHERE email LIKE 'reader-%'")).toBe(ROWS);
    };
    const place = await killIn({ place: copy, start: startMigration, holds, isDone });
    expect(isDone(place)).toBe(true);
    expect(ask(place, "SELECT count(*) FROM subscribers WHERE mood <> 'mood of ' || email")).toBe(0);
  });

  it('of the very first start: what it left behind is no hindrance', async () => {
    const start = (place: Place) => startCommand(place, 'publish');
    const isDone = ({ dataDir }: Place) => existsSync(join(dataDir, 'store/state/current.json'));
    expect(isDone(await killIn({ place: empty, start, holds: () => {}, isDone }))).toBe(true);
  });
});
