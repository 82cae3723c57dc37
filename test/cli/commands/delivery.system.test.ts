import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openScratchPublication, type ScratchPublication } from '../../support/hosts/scratch-publication.ts';

// One desk; each test goes on where the one before it ended.
let desk: ScratchPublication;
beforeAll(() => {
  desk = openScratchPublication();
});
afterAll(() => desk.close());

const say = (line: string) => desk.type(line.split(' '));

describe('the commands of delivery', () => {
  it.each([
    ['plan monday'],
    ['send monday --yes'],
    ['send monday --test ed@desk.example'],
    ['subscribers add a@b.example --yes'],
  ])('%s names the way where nothing is published', async (line) => {
    expect(await say(line)).toMatchObject({
      code: 1,
      complained: expect.stringContaining('broadsheet -- publish'),
    });
  });

  it.each(['status', 'pause', 'resume', 'cancel', 'who-got-it', 'report'])(
    '%s knows no run that never was',
    async (name) => {
      const { code, complained } = await say(`${name} monday`);
      expect(code).toBe(1);
      expect(complained).toMatch(/monday.+\n.+status/);
    },
  );

  it('plan counts who would get it, and says what is in the way', async () => {
    await say('publish');
    expect((await say('status')).printed).toBe('Nothing has been sent yet.\n');
    for (const name of ['ada', 'bob']) await say(`subscribers add ${name}@reader.example --yes`);
    expect(await say('plan monday')).toMatchObject({
      code: 0,
      printed: expect.stringMatching(/receive\s+2\n/),
    });
    expect(await desk.json('plan monday')).toMatchObject({ receive: 2, obstacles: [] });
    expect(await say('plan sunday')).toMatchObject({
      code: 1,
      complained: expect.stringContaining('sunday'),
    });
  });

  it('send --test sends one, and needs an address that can be one', async () => {
    expect((await say('send monday --test ed@desk.example --as ada@reader.example')).code).toBe(0);
    expect((await say('send monday --test nonsense')).code).toBe(1);
    expect((await say('send monday --as ada@reader.example')).code).toBe(2);
  });

  it('send asks, sends once, and never a second time', async () => {
    expect((await desk.type(['send', 'monday'], { answer: 'no' })).printed).toBe('Nothing was sent.\n');
    expect((await say('send monday')).complained).toContain('Add --yes');
    expect(await say('send monday --yes')).toMatchObject({
      code: 0,
      printed: expect.stringContaining('2 accepted'),
    });
    expect((await say('send monday --yes')).code).toBe(1);
    expect((await say('status monday')).printed).toContain('done');
    expect((await say('status --limit none')).code).toBe(2);
  });

  it('who-got-it tells each, and those who did not', async () => {
    const fates = await desk.json<{ email: string; fate: string }[]>('who-got-it monday');
    expect(fates.map(({ email, fate }) => [email, fate]).sort()).toEqual([
      ['ada@reader.example', 'accepted'],
      ['bob@reader.example', 'accepted'],
    ]);
    expect((await say('who-got-it monday ADA@reader.example')).printed).toContain('accepted');
    expect((await say('who-got-it monday ADA@reader.example --csv')).printed).toBe(
      'address,fate,pass\nada@reader.example,accepted,pass 1\n',
    );
    expect(fates).toMatchObject([{ text: 1 }, { text: 1 }]);
    expect((await say('who-got-it monday eve@reader.example')).code).toBe(1);
  });

  it('report tells in numbers, as a table, as CSV, and not as two at once', async () => {
    expect((await say('report monday')).printed).toMatch(/accepted {5}2\n/);
    expect((await say('report')).printed).toMatch(/^run .*took\n.*\ne_monday +done/);
    const csv = (await say('report monday --csv')).printed.split('\n');
    expect(csv[0]).toMatch(/^run,kind,newsletter,subject.*,planned,.*,set_aside_since$/);
    expect(csv[1]).toMatch(/^e_monday,edition,brief,A bridge,done,,.*,2,0,2,/);
    expect((await say('report --csv --json')).code).toBe(2);
    expect((await say('report sunday')).code).toBe(1);
  });

  it('a run that is held is paused, resumed, cancelled; a done one is not', async () => {
    desk.write('content/editions/extra.md', desk.read('content/editions/monday.md'));
    await say('publish');
    expect(await say('send extra --yes')).toMatchObject({
      code: 1,
      printed: expect.stringContaining('held'),
    });
    expect((await desk.type(['resume', 'extra'], { answer: 'n' })).printed).toContain('held');
    expect((await say('resume extra --yes')).code).toBe(0);
    expect((await say('pause extra --reason Lunch')).printed).toContain('paused: Lunch');
    expect((await desk.type(['cancel', 'extra'], { answer: 'n' })).printed).toContain('paused');
    expect((await say('cancel extra --yes')).printed).toContain('cancelled');
    for (const line of ['pause monday', 'resume extra --yes', 'cancel monday --yes'])
      expect(await say(line)).toMatchObject({ code: 1, complained: expect.stringMatching(/./) });
  });
});
