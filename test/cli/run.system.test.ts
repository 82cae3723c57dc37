import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../functions/cli/command.ts';
import { runCommandLine, type Terminal } from '../../functions/cli/run.ts';
import { BroadsheetError } from '../../functions/domain/error.ts';

const greet: Command = {
  name: 'greet',
  summary: 'Greets somebody.',
  takes: ['<name>', '[title]'],
  flags: {
    loud: { type: 'boolean', help: 'Shout.' },
    from: { type: 'string', help: 'Who greets.', value: '<name>' },
  },
  run: async ({ arguments: [name], flags }) => ({
    text: `Hello ${name}${flags.loud ? '!' : '.'}`,
    data: { name },
  }),
};
const erase: Command = {
  name: 'list erase',
  summary: 'Erases the list.',
  takes: [],
  flags: { yes: { type: 'boolean', help: 'Do not ask.' } },
  run: async ({ confirm }) =>
    (await confirm('This erases 3 names.')) ? { text: 'Erased.', data: 3 } : { text: 'Left.', data: 0 },
};
const fail: Command = {
  name: 'fail',
  summary: 'Fails.',
  takes: [],
  flags: {},
  run: async () => {
    throw new BroadsheetError('not-found', 'There is no edition "x".', { remedy: 'See: status' });
  },
};
const problem: Command = {
  ...fail,
  name: 'problem',
  run: async () => ({ text: '2 problems', data: [1, 2], ok: false }),
};

async function type(line: string, answer?: string) {
  const printed: string[] = [];
  const complained: string[] = [];
  const terminal: Terminal = {
    environment: {},
    cwd: '/',
    print: (text) => void printed.push(text),
    complain: (text) => void complained.push(text),
    ask: answer === undefined ? undefined : async () => answer,
  };
  const words = line.split(' ').filter(Boolean);
  const code = await runCommandLine([greet, erase, fail, problem], words, terminal);
  return { code, printed: printed.join('\n'), complained: complained.join('\n') };
}

describe('the command line', () => {
  it('runs a command with its arguments and flags', async () => {
    expect(await type('greet Ada --loud')).toEqual({ code: 0, printed: 'Hello Ada!', complained: '' });
  });

  it('prints no command to the terminal, whatever it was told', async () => {
    const esc = '\u001b[2J\u009b31m\u0007\rB';
    const { printed } = await type(`greet Ada${esc}`);
    expect(printed).toBe('Hello Ada\ufffd[2J\ufffd31m\ufffd\ufffdB.');
    expect((await type(`greet ${esc} --json`)).printed).not.toMatch(/[\u0007\u001b\u009b]/);
    expect((await type(`greet a b c${esc}`)).complained).not.toMatch(/[\u0007\u001b\u009b]/);
  });

  it('prints data alone with --json', async () => {
    expect(JSON.parse((await type('greet Ada --json')).printed)).toEqual({ name: 'Ada' });
  });

  it.each([
    ['greet Ada --lout', 'Unknown option'],
    ['greet', 'greet needs <name>.'],
    ['greet Ada Lady more', 'does not know what to do with "more"'],
    ['gret Ada', 'There is no command "gret".'],
    ['gret Ada', 'Did you mean `greet`?'],
    ['list burn', 'There is no command "list burn".'],
    ['list erace', 'Did you mean `list erase`?'],
    ['greet Ada --from', '--from'],
  ])('answers wrong usage (%s) with 2 and where to look', async (line, sentence) => {
    const { code, complained } = await type(line);
    expect(code).toBe(2);
    expect(complained).toContain(sentence);
    expect(complained).toContain('--help');
  });

  it('shows what a command takes', async () => {
    const { code, printed } = await type('greet --help');
    expect(code).toBe(0);
    for (const part of [
      'Greets somebody.',
      'greet <name> [title]',
      '--loud',
      '--from <name>',
      '--json',
      '--help',
    ]) {
      expect(printed).toContain(part);
    }
  });

  it('lists all commands, or those of a group', async () => {
    expect((await type('--help')).printed).toContain('list erase');
    expect((await type('list --help')).printed).not.toContain('greet');
    expect((await type('')).code).toBe(2);
  });

  it('says what will happen and asks', async () => {
    expect(await type('list erase', 'y')).toMatchObject({
      code: 0,
      printed: 'Erased.',
      complained: 'This erases 3 names.',
    });
    expect(await type('list erase', 'n')).toMatchObject({ printed: 'Left.' });
    expect(await type('list erase --yes')).toMatchObject({ printed: 'Erased.' });
  });

  it('does nothing where nobody can be asked', async () => {
    expect(await type('list erase')).toMatchObject({
      code: 2,
      printed: '',
      complained: expect.stringContaining('--yes'),
    });
  });

  it('exits 1 with the remedy when it failed, and when it found a problem', async () => {
    expect(await type('fail')).toEqual({
      code: 1,
      printed: '',
      complained: 'There is no edition "x".\nSee: status',
    });
    expect(await type('problem')).toMatchObject({ code: 1, printed: '2 problems' });
    expect(JSON.parse((await type('fail --json')).printed).error.code).toBe('not-found');
  });

  it('takes it well when whoever reads has read enough', async () => {
    const child = spawn(process.execPath, ['functions/cli.ts', '--help'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    let complained = '';
    child.stderr.on('data', (chunk: Buffer) => {
      complained += chunk.toString();
    });
    expect([...(await once(child, 'close')), complained]).toEqual([0, null, '']);
  });
});
