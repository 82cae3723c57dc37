import { expect, it } from 'vitest';
import { findCommand } from '../../functions/cli/command.ts';
import { COMMANDS } from '../../functions/cli/commands.ts';
import { loadCommands } from '../../functions/cli/load.ts';

it.each(COMMANDS.map(({ name }) => [name]))(
  'finds %s whether it is loaded alone or with all',
  async (name) => {
    const words = name.split(' ');
    const loaded = await loadCommands(words);
    expect(findCommand(loaded, words)?.command).toBe(findCommand(COMMANDS, words)?.command);
  },
);

it('loads one command alone, and all of them where none is meant', async () => {
  expect(await loadCommands(['build'])).toHaveLength(1);
  for (const words of [[], ['--help'], ['constructor'], ['subscribers']])
    expect(await loadCommands(words)).toBe(COMMANDS);
});
