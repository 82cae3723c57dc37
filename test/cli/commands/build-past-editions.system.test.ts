import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openScratchPublication, type ScratchPublication } from '../../support/hosts/scratch-publication.ts';

let desk: ScratchPublication;
beforeEach(() => {
  desk = openScratchPublication();
});
afterEach(() => desk.close());

const check = async () =>
  (await desk.type(['check'], { environment: { CLOCK: '2026-11-25T12:00:00Z' } })).printed;
const git = (...words: string[]) =>
  execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b.example', ...words], {
    cwd: desk.folder,
    stdio: 'ignore',
  });
const commit = () => {
  git('add', '-A');
  git('commit', '-qm', 'x');
};

function write(name: string, sendAt: string, keys = ''): void {
  const head = `newsletter: brief\nsubject: A\npreheader: B\n${keys}sendAt: ${sendAt}\nitems: [{ text: Hello }]`;
  desk.write(`content/editions/${name}.md`, `---\n${head}\n---\nGood morning.\n`);
}

describe('a sendAt that is past, in an edition that no commit has yet', () => {
  beforeEach(() => {
    git('init', '-q');
    commit();
  });

  it('is warned of, with its line, until it is committed', async () => {
    write('special', '2020-01-01 07:00');
    const warning =
      'content/editions/special.md:5: warning: Its `sendAt`, 2020-01-01 07:00, was past when it came: nothing sends it by itself. If it is to go: mend its date, or `send special`.';
    expect(await check()).toBe(`${warning}\n0 errors, 1 warning.\n`);
    git('add', '-A');
    expect(await check()).toContain(warning);
    commit();
    expect(await check()).toBe('No problems.\n');
  });

  it('is found under the id that the file says', async () => {
    write('special', '2026-11-24 07:00', 'id: the-special\n');
    expect(await check()).toMatch(
      /special\.md:6: warning: Its `sendAt`, 2026-11-24 07:00, .+`send the-special`/,
    );
  });

  it.each(['2026-11-25 11:00', '2026-11-25 06:30', '2026-12-01 07:00'])('is none at %s', async (sendAt) => {
    write('special', sendAt);
    expect(await check()).toBe('No problems.\n');
  });

  it('is no news in an old edition that is edited', async () => {
    write('2026-11-20-old', '2026-11-20 07:00');
    commit();
    write('2026-11-20-old', '2026-11-20 07:00', '# mended\n');
    expect(await check()).toBe('No problems.\n');
  });

  it('is one warning where an archive is moved here', async () => {
    for (let n = 100; n < 600; n++) write(`old-${n}`, `2025-0${1 + (n % 9)}-10 07:00`);
    expect(await check()).toMatch(
      /^content\/editions\/old-100\.md:5: warning: .+ So it is with 499 more that are in no commit yet\..+\n0 errors, 1 warning\.\n$/,
    );
  });
});

it.each([
  ['2026-11-20 07:00', 1],
  ['2026-11-25 11:00', 0],
  ['2026-11-26 07:00', 0],
])('an alert of %s is warned of where it comes too late, until it is committed', async (date, count) => {
  git('init', '-q');
  commit();
  const head = `title: A\ndate: ${date}\ntopic: world\nalert: brief`;
  desk.write('content/articles/quake.md', `---\n${head}\n---\n**Why it matters:** It does.\n`);
  const found = (await check()).split('\n').filter((line) => line.includes('alert'));
  expect(found).toHaveLength(count);
  if (count > 0)
    expect(found[0]).toBe(
      `content/articles/quake.md:5: warning: Its \`date\`, ${date}, was past when its alert came: nothing sends the alert by itself. If it is to go: mend its date, or \`send a_quake\`.`,
    );
  commit();
  expect(await check()).toBe('No problems.\n');
});

it('a folder without git is warned of nothing that only git could tell', async () => {
  write('special', '2020-01-01 07:00');
  expect(await check()).toBe('No problems.\n');
});
