import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DAY } from '../../../functions/domain/time/instant.ts';
import { openScratchPublication, type ScratchPublication } from '../../support/hosts/scratch-publication.ts';

let desk: ScratchPublication;
beforeEach(async () => {
  desk = openScratchPublication();
  await say('publish');
});
afterEach(() => desk.close());

const say = (line: string) => desk.type(line.split(' '));
const ADA = 'Ada@Reader.example';

it('add adds once, to what exists, and show shows it', async () => {
  expect((await desk.type(['subscribers', 'add', ADA], { answer: 'n' })).printed).toBe(
    'Nothing was changed.\n',
  );
  expect(await say(`subscribers add ${ADA} --yes --labels press,vip`)).toMatchObject({
    code: 0,
    printed: 'Added.\n',
  });
  expect((await say(`subscribers add ${ADA} --yes`)).code).toBe(1);
  expect((await say('subscribers add nobody --yes')).code).toBe(1);
  expect((await say('subscribers add b@reader.example --newsletters weekly --yes')).complained).toContain(
    'weekly',
  );
  const { printed } = await say('subscribers show ada@reader.example');
  expect(printed).toMatch(/Ada@Reader\.example>?\n\s+active since/i);
  expect(printed).toContain('press, vip');
  expect((await say('subscribers show eve@reader.example')).code).toBe(1);
});

it('list filters, and knows its statuses', async () => {
  await say(`subscribers add ${ADA} --yes --labels press`);
  expect(await desk.json('subscribers list --label press')).toMatchObject({
    subscribers: [{ status: 'active' }],
    tally: { active: 1 },
  });
  expect(await desk.json('subscribers list --status bounced')).toMatchObject({ subscribers: [] });
  expect((await say('subscribers list --status gone')).code).toBe(2);
  expect((await say('subscribers list --limit 0')).code).toBe(2);
});

it('unsubscribe, suppress and erase do what they say, and nothing to strangers', async () => {
  await say(`subscribers add ${ADA} --yes`);
  expect((await say(`subscribers unsubscribe ${ADA} --yes`)).code).toBe(0);
  expect((await say(`subscribers add ${ADA} --yes`)).printed).toContain('can come back only by signing up');
  expect((await say(`subscribers suppress ${ADA} --yes`)).code).toBe(0);
  expect((await say(`subscribers suppress ${ADA} --lift --yes`)).code).toBe(0);
  expect((await say(`subscribers suppress ${ADA} --lift --yes`)).code).toBe(1);
  expect((await say(`subscribers erase ${ADA}`)).complained).toContain('Add --yes');
  expect((await say(`subscribers erase ${ADA} --never --yes`)).printed).toBe('Erased.\n');
  expect((await say(`subscribers add ${ADA} --yes`)).printed).toContain('suppressed');
  for (const verb of ['unsubscribe', 'erase'])
    expect((await say(`subscribers ${verb} eve@reader.example --yes`)).code).toBe(1);
});

it('show tells of letters that came back and of an address that rests, and lift says what helps', async () => {
  await say(`subscribers add ${ADA} --yes`);
  const softBounces = `[{"run":"e_a","at":${Date.parse('2026-11-20T07:00:00Z')}}]`;
  const db = new DatabaseSync(join(desk.folder, '.data', 'broadsheet.db'));
  db.exec(
    `UPDATE subscribers SET status = 'bounced', soft_bounces = '${softBounces}', rest_until = ${Date.now() + DAY}`,
  );
  db.close();
  const { printed } = await say(`subscribers show ${ADA}`);
  expect(printed).toMatch(/came back +1 of 7 letters, the last 2026-11-20 07:00/);
  expect(printed).toMatch(/refused +a confirmation; left alone until 20/);
  const lift = await say(`subscribers suppress ${ADA} --lift --yes`);
  expect([lift.code, lift.complained]).toEqual([1, expect.stringContaining('subscribers add')]);
  expect((await say(`subscribers add ${ADA} --yes`)).printed).toBe('Added.\n');
  expect((await say(`subscribers show ${ADA}`)).printed).toMatch(/active since/);
});

it('import shows its plan, asks, and adds nobody twice', async () => {
  desk.write(
    'list.csv',
    'email,name,newsletters,shoe\nada@reader.example,"Ada, =1+1",brief,38\nnonsense,,,\n"b\r\nBcc: x@y.example",,,\n',
  );
  const line = ['subscribers', 'import', join(desk.folder, 'list.csv')];
  const plan = await desk.type([...line, '--plan']);
  expect(plan.printed).toMatch(/3 rows\n\s+1 {2}new.+\n\s+2 {2}cannot be read:\n\s+line 3: /);
  expect(plan.printed).toContain('ignored: shoe');
  expect((await desk.type(line, { answer: 'n' })).printed).toBe('Nothing was imported.\n');
  expect((await desk.type([...line, '--yes'])).printed).toBe('1 subscriber was added.\n');
  expect((await desk.type([...line, '--yes'])).printed).toBe('0 subscribers were added.\n');
  expect((await say('subscribers import nowhere.csv')).complained).toContain('no file nowhere.csv');
});

it('what export writes, import takes as it was', async () => {
  for (const email of [ADA, 'bob@reader.example']) await say(`subscribers add ${email} --yes --labels a,b`);
  await say('subscribers unsubscribe bob@reader.example --yes');
  const file = join(desk.folder, 'out.csv');
  expect((await desk.type(['subscribers', 'export', file])).code).toBe(0);
  expect((await desk.type(['subscribers', 'export', file])).complained).toContain('there already');
  const other = { environment: { DATA_DIR: join(desk.folder, 'other') } };
  await desk.type(['publish'], other);
  expect((await desk.type(['subscribers', 'import', file, '--yes'], other)).printed).toBe(
    '1 subscriber was added.\n',
  );
  const again = join(desk.folder, 'again.csv');
  await desk.type(['subscribers', 'export', again], other);
  const people = (text: string) =>
    text
      .split('\n')
      .slice(1)
      .map((row) => row.split(',').slice(0, 6).join())
      .sort();
  expect(people(desk.read('again.csv'))).toEqual(people(desk.read('out.csv')));
});
