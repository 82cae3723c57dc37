/** Loads the command that is meant, and of the others nothing: all of them take longer to load than some take to run. */
import type { Command } from './command.ts';

/** By their one word. What is not here is found among all. */
const ALONE: Readonly<Record<string, () => Promise<Command>>> = {
  build: async () => (await import('./build.ts')).build,
  check: async () => (await import('./build.ts')).check,
  plan: async () => (await import('./plan.ts')).plan,
  publish: async () => (await import('./publish.ts')).publish,
  send: async () => (await import('./send.ts')).send,
  serve: async () => (await import('./serve.ts')).serve,
  status: async () => (await import('./status.ts')).status,
  withdraw: async () => (await import('./publish.ts')).withdraw,
};

export async function loadCommands([first = '']: readonly string[]): Promise<readonly Command[]> {
  const alone = Object.hasOwn(ALONE, first) ? ALONE[first] : undefined;
  return alone ? [await alone()] : (await import('./commands.ts')).COMMANDS;
}
