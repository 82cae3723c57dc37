import { afterEach, beforeEach, expect, it } from 'vitest';
import { openScratchPublication, type ScratchPublication } from '../support/hosts/scratch-publication.ts';

let desk: ScratchPublication;
beforeEach(async () => {
  desk = openScratchPublication();
  await say('publish');
});
afterEach(() => desk.close());

const say = (line: string) => desk.type(line.split(' '));

it('report --readers says who came and went, as a table, as CSV and as JSON', async () => {
  expect((await say('report --readers')).printed).toMatch(/^Nobody came or went from /);
  for (const name of ['ada', 'bob', 'cay'])
    await say(`subscribers add ${name}@reader.example --newsletters brief,daily --yes`);
  await say('subscribers unsubscribe ada@reader.example --newsletter daily --yes');
  await say('subscribers unsubscribe bob@reader.example --yes');
  const { printed } = await say('report --readers');
  expect(printed).toMatch(
    /^week of +newsletter +source +joined +confirmed +left +bounced +complained +erased +net\n/,
  );
  expect(printed).toMatch(/\nin all +0 +6 +3 +0 +0 +0 +\+3\n/);
  expect(printed).toContain('left by: 3 command');
  const csv = (await say('report --readers --csv')).printed.split('\n');
  expect(csv[0]).toBe(
    'week,newsletter,source,joined,confirmed,left,bounced,complained,erased,net,confirmed_sign-up,left_command',
  );
  expect(csv[1]).toMatch(/^\d{4}-\d\d-\d\d,brief,command,0,3,1,0,0,0,2,3,1$/);
  expect(await desk.json('report --readers --newsletter daily --weeks 1')).toMatchObject({
    rows: [{ newsletter: 'daily', confirmed: 3, left: 2, leftBy: { command: 2 }, net: 1 }],
  });
});

it.each([
  ['report --readers monday', 2, 'do not go together'],
  ['report --readers --limit 5', 2, 'do not go together'],
  ['report --weeks 5', 2, 'Add --readers'],
  ['report --newsletter brief', 2, 'Add --readers'],
  ['report --readers --weeks 0', 2, 'whole number'],
  ['report --readers --weeks 521', 2, 'ten years'],
  ['report --readers --newsletter breif', 1, 'Did you mean `brief`?'],
  ['report --readers --csv --json', 2, 'do not go together'],
])('%s is refused', async (line, code, complaint) => {
  const { code: given, complained, printed } = await say(line);
  expect(given).toBe(code);
  expect(complained + printed).toContain(complaint);
});
