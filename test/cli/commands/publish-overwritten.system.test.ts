import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openScratchPublication, type ScratchPublication } from '../../support/hosts/scratch-publication.ts';

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

const say = (line: string) => desk.type(line.split(' '), { environment: { CLOCK: '2026-11-24T12:00:00Z' } });

describe('what stands where a published story stood', () => {
  it('is another story, which readers of the old one would not get: a warning', async () => {
    desk.write(`${FOLDER}/2026-11-23-one.md`, article('title: A mine heats homes', OTHER));
    expect(await say('check')).toMatchObject({
      code: 0,
      printed: expect.stringContaining(
        '2026-11-23-one.md:4: warning: The story `one` was published with another headline or date, and another text: digests, alerts and feeds take this for the old one, and do not send it again. If it is a new story, write it into a file of its own, and put the old one back.',
      ),
    });
  });

  it.each([
    ['another headline', article('title: A mine heats homes', TEXT)],
    ['another text', article('title: Six routes stay', OTHER)],
    [
      'a notice in its place',
      article('title: Gone\nwithdrawn:\n  date: 2026-11-24\n  note: It was wrong.', OTHER),
    ],
    ['a draft', article('title: Gone\ndraft: true', OTHER)],
  ])('may be its own story with %s', async (_, text) => {
    desk.write(`${FOLDER}/2026-11-23-one.md`, text);
    expect(await say('check')).toMatchObject({ code: 0, printed: 'No problems.\n' });
  });

  it('may be nothing for the next of a column only if the last one stays, be it withdrawn', async () => {
    const next = TEXT.replace('six night routes', 'five of them');
    desk.write(`${FOLDER}/two.md`, article('title: Six routes stay', next));
    const old = desk.read(`${FOLDER}/2026-11-23-one.md`);
    desk.remove(`${FOLDER}/2026-11-23-one.md`);
    const { code, printed } = await say('check');
    expect(code).toBe(1);
    expect(printed).toContain('If it is another story, keep the file of the old one beside it.');
    desk.write(
      `${FOLDER}/2026-11-23-one.md`,
      old.replace('title', 'withdrawn:\n  date: 2026-11-24\n  note: Of yesterday.\ntitle'),
    );
    expect((await say('check')).code).toBe(0);
  });

  it('is the next of a column, with another date and text under its headline: a warning', async () => {
    desk.remove(`${FOLDER}/2026-11-23-one.md`);
    desk.write(
      `${FOLDER}/2026-11-24-one.md`,
      article('title: Six routes stay', OTHER).replace('11-23', '11-24'),
    );
    const { code, printed } = await say('check');
    expect([code, printed]).toEqual([0, expect.stringContaining('one.md:4: warning: The story `one` was')]);
    desk.write(
      `${FOLDER}/2026-11-24-one.md`,
      article('title: Six routes stay', `${TEXT} Four more.`).replace('11-23', '11-24'),
    );
    expect((await say('check')).printed).toBe('No problems.\n');
  });

  it('may be nothing where it became two: the likest of them is told, whatever their names', async () => {
    desk.remove(`${FOLDER}/2026-11-23-one.md`);
    desk.write(`${FOLDER}/a.md`, article('title: Six routes stay', `${TEXT} ${OTHER}`));
    desk.write(`${FOLDER}/b.md`, article('title: Six routes stay', TEXT));
    desk.write(`${FOLDER}/c.md`, article('title: Six routes stay', `${TEXT} Four more.`));
    const { printed } = await say('check');
    expect(printed).toContain('b.md:1: error: This is the story `one`');
    expect(printed).toContain('1 error, 0 warnings.');
  });

  it('and one beside it with the same words is told: a digest leaves it out', async () => {
    desk.write(`${FOLDER}/2026-11-24-one-b.md`, article('title: Six routes stay', TEXT));
    desk.write(`${FOLDER}/2026-11-24-one-c.md`, article('title: Six routes stay\ndraft: true', TEXT));
    desk.write(`${FOLDER}/2026-11-24-one-d.md`, article('title: Six routes stay', `${TEXT} Not so.`));
    const { code, printed } = await say('check');
    expect(code).toBe(0);
    expect(printed).toBe(
      'content/articles/2026-11-24-one-b.md:4: warning: The article has headline and text of `one`, word by word: feeds have both, and neither digest nor alert carries the second. If the article replaces the other, give it `id: one` and delete the other; if it is another story, give it words of its own.\n0 errors, 1 warning.\n',
    );
    expect((await say('publish')).code).toBe(0);
    desk.write(`${FOLDER}/2026-10-24-mine.md`, article('title: A mine', OTHER).replace('11-23', '10-23'));
    expect((await say('check')).printed).toBe('No problems.\n');
  });
});
