import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openScratchPublication, type ScratchPublication } from '../../support/hosts/scratch-publication.ts';

let desk: ScratchPublication;
beforeEach(() => {
  desk = openScratchPublication();
});
afterEach(() => desk.close());

const say = (line: string) => desk.type(line.split(' '), { environment: { CLOCK: '2026-11-24T12:00:00Z' } });

describe('an edition under another name', () => {
  const edition = (keys: string, intro = 'Good morning, and thank you for reading this paper on a Monday.') =>
    `---\nnewsletter: brief\nsubject: Six routes\n${keys}\nitems:\n  - article: bridge\n---\n\n${intro}\n`;
  const publishEdition = async (name: string, keys: string) => {
    desk.write(`content/editions/${name}.md`, edition(keys));
    expect((await say('publish')).code).toBe(0);
    desk.remove(`content/editions/${name}.md`);
  };

  it('is refused once its time has passed, until its id says what it is', async () => {
    await publishEdition('2026-11-24-brief', 'sendAt: 2026-11-24 07:00');
    desk.write('content/editions/2026-11-25-brief.md', edition('sendAt: 2026-11-25 07:00'));
    expect((await say('check')).printed).toContain(
      '2026-11-25-brief.md:1: error: This is the edition `2026-11-24-brief` under another name: what was sent would be sent a second time. Add `id: 2026-11-24-brief`.',
    );
    expect((await say('publish')).code).toBe(1);
    desk.write(
      'content/editions/2026-11-25-brief.md',
      edition('id: 2026-11-24-brief\nsendAt: 2026-11-24 07:00'),
    );
    expect((await say('check')).code).toBe(0);
  });

  it('may say its old id as an alias, and may change before its time', async () => {
    await publishEdition('2026-11-24-brief', 'sendAt: 2026-11-24 07:00');
    desk.write('content/editions/x.md', edition('aliases: [2026-11-24-brief]\nsendAt: 2026-11-24 07:00'));
    expect((await say('check')).code).toBe(0);
    await publishEdition('later', 'sendAt: 2026-11-26 07:00');
    desk.write('content/editions/later-still.md', edition('sendAt: 2026-11-27 07:00'));
    desk.write('content/editions/x.md', edition('aliases: [2026-11-24-brief]\nsendAt: 2026-11-24 07:00'));
    expect((await say('check')).code).toBe(0);
  });

  it('that went by hand, if it went, is warned of; refused where it would go by itself', async () => {
    await publishEdition('by-hand', '');
    desk.write('content/editions/again.md', edition(''));
    expect(await say('check')).toMatchObject({
      code: 0,
      printed: expect.stringContaining('again.md:1: warning: This is the edition `by-hand`'),
    });
    desk.write('content/editions/again.md', edition('sendAt: 2026-11-26 07:00'));
    expect((await say('check')).code).toBe(1);
  });

  it('is not this week’s, written over that of last week: a warning', async () => {
    await publishEdition('brief', 'sendAt: 2026-11-23 07:00');
    const rain = 'It rains again, and the council meets tonight at seven; bring a coat and a friend.';
    desk.write(
      'content/editions/brief.md',
      edition('sendAt: 2026-11-30 07:00', rain).replace('Six routes', 'Rain'),
    );
    expect(await say('check')).toMatchObject({
      code: 0,
      printed: expect.stringContaining(
        'brief.md:3: warning: The edition `brief` had its time with another subject and another text: if the old text was sent, the new one is not. If the new text is another edition, write it into a file of its own',
      ),
    });
  });

  it('may change as it likes while it has no time', async () => {
    await publishEdition('by-hand', '');
    desk.write(
      'content/editions/by-hand.md',
      edition('', 'It rains again, and the council meets tonight at seven.').replace('Six routes', 'Rain'),
    );
    const { code, printed } = await say('check');
    expect(code).toBe(0);
    expect(printed).not.toContain('had its time');
  });

  it('that is deleted leaves its letters without a page: a warning', async () => {
    await publishEdition('2026-11-24-brief', 'sendAt: 2026-11-24 07:00');
    expect(await say('check')).toMatchObject({
      code: 0,
      printed: expect.stringMatching(
        /2026-11-24-brief\.md:1: warning: The edition `2026-11-24-brief` had its time and has no file any more/,
      ),
    });
  });
});
