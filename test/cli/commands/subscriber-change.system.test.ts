import { afterEach, beforeEach, expect, it } from 'vitest';
import { openScratchPublication, type ScratchPublication } from '../../support/hosts/scratch-publication.ts';

let desk: ScratchPublication;
beforeEach(async () => {
  desk = openScratchPublication();
  await say('publish');
});
afterEach(() => desk.close());

const say = (line: string, answer?: string) =>
  desk.type(line.split(' '), answer === undefined ? {} : { answer });
const ADA = 'ada@reader.example';

it('change says what it would do, asks, and does it', async () => {
  await say(`subscribers add ${ADA} --yes --newsletters brief`);
  const line = `subscribers change ${ADA} --newsletters daily --labels vip,press --topics world --pause 30`;
  const no = await say(line, 'n');
  expect(no.complained).toMatch(
    /adds: daily\. You can show that they agreed; .+ source command\.\n {2}takes off: brief\.\n {2}labels: vip, press\n {2}topics: world\n {2}no letters until /,
  );
  expect(no.printed).toBe('Nothing was changed.\n');
  expect((await say(line)).complained).toContain('Add --yes');
  expect((await say(`${line} --yes`)).printed).toBe('Changed.\n');
  const { printed } = await say(`subscribers show ${ADA}`);
  expect(printed).toMatch(/newsletters {2}daily\n/);
  expect(printed).toMatch(/vouched for {2}daily .+ by command/);
  expect(await say(`${line.replace(' --pause 30', '')} --yes`)).toMatchObject({
    code: 0,
    printed: 'The subscriber has these values already: nothing was changed.\n',
  });
  expect(await desk.json(`subscribers change ${ADA} --resume --yes`)).toEqual({
    ...{ changed: true, fields: ['pausedUntil'], joined: [], left: [], confirmation: false },
  });
});

it('change asks at the new address, and doubts one that looks mistyped', async () => {
  await say(`subscribers add ${ADA} --yes`);
  const typo = await say(`subscribers change ${ADA} --address ada@gmial.com`, 'n');
  expect(typo.complained).toContain('Did you mean ada@gmail.com?');
  const done = await say(`subscribers change ${ADA} --address ada@example.c --yes`);
  expect(done).toMatchObject({ code: 0, printed: expect.stringContaining('until it is confirmed there') });
  expect(done.complained).toContain('Did you mean ada@example.com?');
  await say('subscribers add bob@reader.example --yes');
  expect(await say(`subscribers change ${ADA} --address bob@reader.example --yes`)).toMatchObject({
    ...{ code: 1, complained: expect.stringMatching(/known at the new address already \(active\)/) },
  });
});

it('a label with a comma is one, as it is shown so it is typed', async () => {
  const labels = 'vip, "New York, NY"';
  await desk.type(['subscribers', 'add', ADA, '--labels', labels, '--yes']);
  expect((await say(`subscribers show ${ADA}`)).printed).toContain(`labels       ${labels}`);
  const change = ['subscribers', 'change', ADA, '--yes', '--labels'];
  expect((await desk.type([...change, labels])).printed).toContain('has these values already');
  expect((await desk.type([...change, '"a;b"'])).complained).toContain('labels: "a;b"');
});

it.each([
  ['--pause 0', '1 to 365'],
  ['--pause 1.5', '1 to 365'],
  ['--pause 400', '1 to 365'],
  ['--pause 7 --resume', 'Choose one'],
  ['', 'names nothing to change'],
])('change refuses %j as wrong usage', async (flags, complaint) => {
  const typed = await say(`subscribers change ${ADA} ${flags}`.trim());
  expect([typed.code, typed.complained]).toEqual([2, expect.stringContaining(complaint)]);
});

it.each([
  ['z@gmial.com', 'Did you mean z@gmail.com?'],
  ['z@hotmail.con', 'Did you mean z@hotmail.com?'],
  ['z@example.c', 'Did you mean z@example.com?'],
  ['z@a-domain-of-many-letters.x', 'No domain ends in `.x`'],
])('add doubts %s, asks, and takes it with --yes', async (address, doubt) => {
  const asked = await say(`subscribers add ${address}`, 'n');
  expect([asked.printed, asked.complained]).toEqual([
    'Nothing was changed.\n',
    expect.stringContaining(doubt),
  ]);
  const done = await say(`subscribers add ${address} --yes`);
  expect([done.printed, done.complained]).toEqual(['Added.\n', expect.stringContaining(doubt)]);
});

it('unsubscribe takes somebody off one newsletter, which must be one', async () => {
  await say(`subscribers add ${ADA} --yes --newsletters brief,daily`);
  const off = `subscribers unsubscribe ${ADA} --yes --newsletter`;
  expect((await say(`${off} dayly`)).complained).toContain('Did you mean `daily`?');
  expect((await desk.type([...off.split(' '), ''])).code).toBe(2);
  expect((await say(`${off} daily`)).printed).toBe('Unsubscribed. They still get: brief.\n');
  expect((await say(`${off} daily`)).complained).toContain('Nobody gets daily at that address.');
  expect(await desk.json(`${off} brief`)).toEqual({ unsubscribed: true, newsletters: [] });
});

it.each(['list', 'export', 'remarks'])(
  '%s names the nearest where there is no such newsletter',
  async (verb) => {
    const typed = await say(`subscribers ${verb} --newsletter breif`);
    expect(typed).toMatchObject({ code: 1, printed: '' });
    expect(typed.complained).toMatch(/no newsletter `breif`[\s\S]*Did you mean `brief`\?/);
  },
);
