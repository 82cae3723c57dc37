import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openScratchPublication, type ScratchPublication } from '../../support/hosts/scratch-publication.ts';

let desk: ScratchPublication;
beforeEach(() => {
  desk = openScratchPublication();
});
afterEach(() => desk.close());

const NOW = '2026-11-25T12:00:00Z';
const say = (line: string) => desk.type(line.split(' '), { environment: { CLOCK: NOW } });
const slug = (n: number) => `story-${String(n).padStart(2, '0')}`;

/** Articles of 280 words, but for `heavy`, which are longer by the words given. */
function writeArticles(count: number, heavy: Readonly<Record<string, number>> = {}): void {
  for (let n = 1; n <= count; n++) {
    const words = Array.from({ length: 280 + (heavy[slug(n)] ?? 0) }, (_, i) => `word${i}`);
    const paragraphs = Array.from({ length: Math.ceil(words.length / 40) }, (_, i) =>
      words.slice(i * 40, i * 40 + 40).join(' '),
    );
    const text = `---\ntitle: Story ${n}\ndate: 2026-11-20 07:00\ntopic: world\n---\n**Why it matters:** It does.\n\n${paragraphs.join('\n\n')}\n`;
    desk.write(`content/articles/2026-11-20-${slug(n)}.md`, text);
  }
}

function writeEdition(name: string, count: number, { as = 'whole', keys = '' } = {}): void {
  const items = Array.from({ length: count }, (_, i) => `  - { article: ${slug(i + 1)}, as: ${as} }`);
  const head = `newsletter: brief\nsubject: Many\npreheader: More\n${keys}items:\n${items.join('\n')}`;
  desk.write(`content/editions/${name}.md`, `---\n${head}\n---\nGood morning.\n`);
}

const LONG = { 'story-07': 400, 'story-21': 300, 'story-02': 200 };

describe('an edition over 90 KB', () => {
  beforeEach(() => writeArticles(30, LONG));

  it('is warned of by check, with its size and the three articles to shorten, the heaviest first', async () => {
    writeEdition('2026-11-30-brief', 30);
    const { code, printed } = await say('check');
    expect(code).toBe(0);
    const [line, ...others] = printed.split('\n').filter((one) => one.includes('KB of HTML'));
    expect(others).toEqual([]);
    expect(line).toMatch(
      /^content\/editions\/2026-11-30-brief\.md:5: warning: The edition `2026-11-30-brief` has \d{3}\.\d KB of HTML, more than 90\.0 KB/,
    );
    expect(line).toMatch(/story-07 \(\d+\.\d KB\), story-21 \(\d+\.\d KB\), story-02 \(\d+\.\d KB\)\.$/);
    expect((await say('check --strict')).code).toBe(1);
  });

  it('is warned of by build and by plan as well, and is no error', async () => {
    writeEdition('2026-11-30-brief', 30);
    const built = await say('build');
    expect(built).toMatchObject({ code: 0, printed: expect.stringContaining('has 1') });
    expect(built.printed).toMatch(/brief\.md:5: warning: .+KB of HTML[\s\S]*0 errors, 1 warning\./);
    await say('publish');
    const { printed } = await say('plan 2026-11-30-brief');
    expect(printed).toMatch(/too heavy {2}\d{3}\.\d KB of HTML, more than 90\.0 KB: .+story-07/);
    expect((await say('plan monday')).printed).not.toContain('too heavy');
  });

  it('is found before a build and after one, and under the id that its file says', async () => {
    writeEdition('big', 30, { keys: 'id: the-big-one\n' });
    const expected = /editions\/big\.md:6: warning: The edition `the-big-one` has/;
    expect((await say('check')).printed).toMatch(expected);
    await say('build');
    expect((await say('check')).printed).toMatch(expected);
    writeEdition('big', 3, { keys: 'id: the-big-one\n' });
    expect((await say('check')).printed).toBe('No problems.\n');
  });

  it.each([
    ['whole, to come', { keys: 'sendAt: 2026-12-02 07:00\n' }, true],
    ['whole, without a time', {}, true],
    ['whole, an hour ago', { keys: 'sendAt: 2026-11-25 11:00\n' }, true],
    ['whole, last week', { keys: 'sendAt: 2026-11-21 07:00\n' }, false],
    ['headlines', { as: 'headline' }, false],
  ])('is one that is to go, as it prints its articles: %s', async (_, about, warned) => {
    writeEdition('big', 'as' in about ? 20 : 30, about);
    expect(/warning: .+KB of HTML/.test((await say('check')).printed)).toBe(warned);
  });

  it('counts what is a draft or to come', async () => {
    writeEdition('big', 30);
    for (let n = 1; n <= 30; n++) {
      const path = `content/articles/2026-11-20-${slug(n)}.md`;
      desk.write(
        path,
        desk
          .read(path)
          .replace('topic:', `${n % 2 ? 'draft: true\n' : ''}topic:`)
          .replace('2026-11-20 07', '2026-12-20 07'),
      );
    }
    expect((await say('check')).printed).toContain('KB of HTML');
  });
});

it('check and plan say the weight of one letter; plan tells it from that of all messages', async () => {
  writeArticles(1);
  writeEdition('2026-11-30-brief', 1);
  const checked = await say('check');
  expect(checked.complained).toMatch(
    /The letter `2026-11-30-brief` has \d+\.\d KB of HTML, 0 bytes of pictures\./,
  );
  await say('build');
  await say('publish');
  const { printed } = await say('plan 2026-11-30-brief');
  expect(printed).toMatch(/length {5}\d+ words, \d minutes?; \d+\.\d KB of HTML, 0 bytes of pictures\n/);
  expect(printed).toMatch(/\n {2}hands over .+, all messages together\n/);
});

it('a heavy text of the edition itself is said as well', async () => {
  const text = 'word '.repeat(25_000);
  desk.write(
    'content/editions/texts.md',
    `---\nnewsletter: brief\nsubject: T\npreheader: P\nitems:\n  - text: ${text}\n---\nHi.\n`,
  );
  expect((await say('check')).printed).toMatch(
    /texts\.md:5: warning: .+KB of HTML.+ Shorten the texts of the letter\./,
  );
});

it.each([
  ['2026-12-02 07:00', true],
  ['2026-11-20 07:00', false],
])('an alert to come is weighed, being one article whole: %s', async (date, warned) => {
  const body = Array.from({ length: 500 }, () => 'word '.repeat(40)).join('\n\n');
  const head = `title: Long\ndate: ${date}\ntopic: world\nalert: brief`;
  desk.write('content/articles/2026-12-02-long.md', `---\n${head}\n---\n**Why it matters:** x.\n\n${body}\n`);
  const { printed } = await say('check');
  expect(printed.includes('2026-12-02-long.md:1: warning: The alert of `long` has ')).toBe(warned);
});
