import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { commandsFor } from '../../../functions/cli/commands/command-list.ts';
import { runCommandLine } from '../../../functions/cli/run.ts';
import { openScratchPublication, type ScratchPublication } from '../../support/hosts/scratch-publication.ts';

let desk: ScratchPublication;
beforeEach(async () => {
  desk = openScratchPublication();
  await desk.type(['publish']);
});
afterEach(() => desk.close());

async function importing(text: string, ...words: string[]) {
  desk.write('list.csv', text);
  return desk.type(['subscribers', 'import', join(desk.folder, 'list.csv'), ...words]);
}
const tally = async () => (await desk.json<{ tally: Record<string, number> }>('subscribers list')).tally;

it('says what a yes does, in numbers', async () => {
  const text = 'email,status\na@reader.example,\nb@reader.example,\nc@reader.example,Unsubscribed\n';
  const { code, complained, printed } = await importing(text, '--yes');
  expect(complained).toContain('This adds 2 active subscribers and records 1 as gone. Nobody is mailed.');
  expect({ code, printed }).toEqual({ code: 0, printed: '2 subscribers were added.\n' });
  expect((await importing(text, '--yes')).complained).toContain('This changes nothing.');
});

it('refuses --yes while a question is open, and imports nothing; --map answers', async () => {
  const text =
    'email,gdpr ok,status\na@reader.example,yes,\nb@reader.example,no,\nc@reader.example,yes,odd\n';
  for (const words of [['--yes'], ['--plan'], ['--map', 'gdpr ok=subscribed', '--yes']]) {
    const { code, complained, printed } = await importing(text, ...words);
    expect(code).toBe(1);
    expect(printed + complained).toContain('Question: ');
    expect(await tally()).toMatchObject({ active: 0, unsubscribed: 0 });
  }
  const maps = ['--map', 'gdpr ok=subscribed', '--map', 'status:odd=bounced'];
  expect((await importing(text, ...maps, '--yes')).code).toBe(0);
  expect(await tally()).toMatchObject({ active: 1, unsubscribed: 1, bounced: 1 });
});

it('reads files, and waits for no pipe', async () => {
  execFileSync('mkfifo', [join(desk.folder, 'pipe.csv')]);
  symlinkSync('circle.csv', join(desk.folder, 'circle.csv'));
  const read = async (name: string) =>
    (await desk.type(['subscribers', 'import', join(desk.folder, name), '--plan'])).complained;
  expect(await read('pipe.csv')).toMatch(
    /pipe\.csv is no file: it would be read twice\.\nWrite the list into a file/,
  );
  expect(await read('content')).toMatch(/content is no file/);
  expect(await read('circle.csv')).toMatch(/There is no file .*circle\.csv\./);
  expect(await read('a\n::error::b\u202e')).toMatch(/There is no file .*a\\n::error::b\\u202e\.\n$/);
});

it('refuses a map that makes no sense as wrong usage', async () => {
  for (const words of [
    ['--map', 'email'],
    ['--map', 'shoe=name'],
    ['--status', 'gone'],
  ])
    expect((await importing('email\na@reader.example\n', ...words, '--yes')).code).toBe(2);
});

it('is a failure where no row could be read', async () => {
  for (const text of ['email\nnobody\n', 'email,name\n', 'email\n"a@reader.example\n']) {
    const { code, printed } = await importing(text, '--yes');
    expect([code, printed]).toEqual([1, expect.stringContaining('Nothing was imported.')]);
  }
  expect((await importing('', '--yes')).code).toBe(1);
  expect((await importing('email\nnobody\na@reader.example\n', '--yes')).code).toBe(0);
});

it('takes the name of a file for a word, and --status for a better one', async () => {
  const file = join(desk.folder, 'unsubscribed_members.csv');
  desk.write('unsubscribed_members.csv', 'Email Address,First Name\na@reader.example,A\n');
  const said = await desk.type(['subscribers', 'import', file, '--plan']);
  expect(said.printed).toContain('All in the file are taken for unsubscribed');
  await desk.type(['subscribers', 'import', file, '--status', 'active', '--yes']);
  expect(await tally()).toMatchObject({ active: 1 });
});

it('tells what is wrong with many rows once', async () => {
  const rows = Array.from({ length: 150 }, (_, n) => `a${n}@reader.example,x${n},y\n`).join('');
  const { printed } = await importing(`email,name,newsletters\n${rows}`, '--plan');
  expect(printed).toMatch(/150 {2}cannot be read:\n\s+lines 2, 3, 4, 5, 6 and 95 more: .*\n\s+and 50 more/);
});

it('shows how far it is while it reads and while it writes, and a question starts on a clean line', async () => {
  desk.write(
    'list.csv',
    `email\n${Array.from({ length: 12_000 }, (_, n) => `a${n}@reader.example\n`).join('')}`,
  );
  const said = { out: '', err: '', now: 0 };
  const words = ['subscribers', 'import', join(desk.folder, 'list.csv'), '--yes'];
  await runCommandLine(await commandsFor(words), words, {
    ...{ environment: {}, cwd: desk.folder, ask: undefined },
    print: (text) => {
      said.out += text;
    },
    complain: (text) => {
      said.err += `${text}\n`;
    },
    progress: {
      write: (text) => {
        said.err += text;
      },
      isTerminal: true,
      clock: () => (said.now += 1000),
    },
  });
  expect(said.err).toMatch(/\rRead 5,\d{3} rows\rRead 10,\d{3} rows\rRead 12,000 rows\r +\r12,000 rows\n/);
  expect(said.err).toMatch(/\rImported 5,\d{3} of 12,000 rows\r/);
  expect(said.out).toBe('12,000 subscribers were added.');
});
