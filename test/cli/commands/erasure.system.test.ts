import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../functions/adapters/sqlite/database.ts';
import { createSubscribers } from '../../../functions/adapters/sqlite/subscribers.ts';
import { openScratchPublication, type ScratchPublication } from '../../support/hosts/scratch-publication.ts';

// One desk; each test goes on where the one before it ended.
let desk: ScratchPublication;
beforeAll(async () => {
  desk = openScratchPublication();
  for (const line of [
    'publish',
    ...['ada', 'bob', 'cay'].map((name) => `subscribers add ${name}@reader.example --yes`),
    'send monday --yes',
    'send monday --again bob@reader.example --yes',
  ])
    await say(line);
});
afterAll(() => desk.close());

const say = (line: string) => desk.type(line.split(' '));
type Row = { email: string; subscriber: string; fate: string; pass: number };
const rows = () => desk.json<Row[]>('who-got-it monday');

describe('after `subscribers erase`', () => {
  it('no command and no file of the ledger names who was erased', async () => {
    const ids = new Map((await rows()).map(({ email, subscriber }) => [email, subscriber]));
    const figures = ['report monday --csv', 'report --csv', 'status'];
    const before = await Promise.all(figures.map(async (line) => (await say(line)).printed));
    const json = { ...(await desk.json<object>('report monday')) };
    expect((await say('subscribers erase bob@reader.example --yes')).printed).toContain('Erased.');

    const stranger = 'nobody@reader.example';
    for (const form of ['', ' --json']) {
      const [erased, never] = [
        await say(`who-got-it monday bob@reader.example${form}`),
        await say(`who-got-it monday ${stranger}${form}`),
      ];
      expect(erased).toEqual(never);
      expect(erased.code).toBe(1);
    }
    expect((await rows()).filter(({ email }) => email === '(erased)')).toHaveLength(2);
    expect(await Promise.all(figures.map(async (line) => (await say(line)).printed))).toEqual(before);
    expect(await desk.json('report monday')).toEqual(json);
    const all = [
      await say('who-got-it monday'),
      await say('who-got-it monday --json'),
      await say('subscribers list --json'),
    ];
    const folder = join(desk.folder, '.data');
    const files = readdirSync(folder).filter((file) => file.startsWith('broadsheet.db'));
    const texts = [
      ...all.map(({ printed }) => printed),
      ...files.map((f) => readFileSync(join(folder, f), 'latin1')),
    ];
    for (const text of texts) {
      expect(text).not.toContain('bob@');
      expect(text).not.toContain(ids.get('bob@reader.example'));
    }
    expect(texts.at(-1)).toContain(ids.get('ada@reader.example'));
  });

  it('whoever is added again has had nothing', async () => {
    await say('subscribers add bob@reader.example --yes');
    expect((await say('who-got-it monday bob@reader.example')).code).toBe(1);
    expect((await say('who-got-it monday ada@reader.example')).code).toBe(0);
  });

  it('nothing is told of an address whose row alone is gone, as an older version left it', async () => {
    const database = openDatabase(join(desk.folder, '.data/broadsheet.db'), { durable: false });
    const cay = (await rows()).find(({ email }) => email === 'cay@reader.example')!;
    await createSubscribers(database).erase(cay.subscriber);
    database.close();
    expect(await say('who-got-it monday cay@reader.example')).toEqual(
      await say('who-got-it monday nobody@reader.example'),
    );
    expect((await say('subscribers erase cay@reader.example --yes')).printed).toContain('Erased.');
    expect((await rows()).map(({ subscriber }) => subscriber)).not.toContain(cay.subscriber);
  });

  it('of an address that was moved away from, where its reader reads by now; once they are erased, nothing', async () => {
    const database = openDatabase(join(desk.folder, '.data/broadsheet.db'), { durable: false });
    const { get, getMany, move } = createSubscribers(database);
    const { subscriber } = (await rows()).find(({ email }) => email === 'ada@reader.example')!;
    const [ada] = await getMany([subscriber]);
    await say('subscribers add dee@reader.example --yes');
    const { id } = (await desk.json<{ id: string }>('subscribers show dee@reader.example'))!;
    const forwards = [{ id: ada!.id, epoch: ada!.epoch ?? '', links: 'all' as const }];
    await move({ ...(await get(id))!, forwards }, ada!);
    database.close();
    // What the ledger still has of the old address goes with the first.
    await say('subscribers erase ada@reader.example --yes');
    const told = await say('subscribers erase ada@reader.example --yes');
    expect([told.code, told.complained]).toEqual([1, expect.stringContaining('dee@reader.example')]);
    expect((await say('subscribers show ada@reader.example')).complained).toContain('dee@reader.example');
    await say('subscribers erase dee@reader.example --yes');
    expect(await say('subscribers show ada@reader.example')).toEqual(
      await say('subscribers show nobody@reader.example'),
    );
  });

  it('erasing twice is erasing once, and a stranger is told as ever', async () => {
    await say('subscribers erase bob@reader.example --yes');
    const twice = await say('subscribers erase bob@reader.example --yes');
    expect(twice).toEqual(await say('subscribers erase nobody@reader.example --yes'));
    expect(twice).toMatchObject({ code: 1, complained: expect.stringContaining('No subscriber is known') });
  });
});
