/** What a command is, and how a command line becomes a call of one: help, flags, arguments, exit codes. */
import { BroadsheetError } from '../domain/error.ts';

// An import of it would evaluate all that it exports: 5 to 14 ms of every start.
const { parseArgs } = process.getBuiltinModule('node:util');

export type Flag = {
  type: 'boolean' | 'string';
  help: string;
  value?: string;
  /** It may be given more than once: all values, a line each. */
  repeats?: true;
};

export type CommandAnswer = {
  /** For people; the last line has no newline. */
  text: string;
  /** For `--json`. */
  data: unknown;
  /** False: a problem was found; exit 1. */
  ok?: boolean;
};

export type Command = {
  /** `send`, `subscribers list`. */
  name: string;
  summary: string;
  /** Words after the name: `<required>`, `[optional]`. */
  takes: readonly string[];
  flags: Readonly<Record<string, Flag>>;
  /** More help: examples, what it changes. */
  notes?: string;
  /** It works on this machine's files or for this machine alone: `--stage` means nothing to it. */
  here?: true;
  run(call: CommandCall): Promise<CommandAnswer>;
};

export type CommandCall = {
  arguments: readonly string[];
  flags: Readonly<Record<string, string | boolean | undefined>>;
  environment: Readonly<Record<string, string | undefined>>;
  cwd: string;
  /** On the error stream, so that `--json` stays clean. */
  tell(line: string): void;
  /** How far it is, there too: a line that moves on a terminal, one a minute elsewhere. Say it as often as it changes. */
  progress(line: string): void;
  /** Says what will happen and asks; `--yes` answers. Throws `usage` where nobody can be asked. */
  confirm(what: string): Promise<boolean>;
};

/** Throws `usage` for what is no whole number above zero. */
export const limitOf = (call: CommandCall, otherwise: number): number =>
  wholeNumberOf(call, 'limit', otherwise);

/** The number that a flag gives. Throws `usage` for what is no whole number above zero. */
export function wholeNumberOf({ flags }: CommandCall, flag: string, otherwise: number): number {
  const number = Number(flags[flag] ?? otherwise);
  if (Number.isInteger(number) && number > 0) return number;
  throw new BroadsheetError('usage', `--${flag} is "${flags[flag]}".`, { remedy: 'Give a whole number.' });
}

const STAGE: Readonly<Record<string, Flag>> = {
  stage: { type: 'string', value: '<name>', help: 'Work on a deployed stage instead of this machine.' },
};
const ALWAYS: Readonly<Record<string, Flag>> = {
  help: { type: 'boolean', help: 'Show this help.' },
  json: { type: 'boolean', help: 'Print the result as JSON.' },
};

const flagsOf = (command: Command): Record<string, Flag> => ({
  ...command.flags,
  ...(command.here ? {} : STAGE),
  ...ALWAYS,
});

/** Throws `usage` for an unknown flag, a missing or a superfluous argument. */
export function parseCall(
  command: Command,
  words: readonly string[],
): { arguments: string[]; flags: Record<string, string | boolean | undefined> } {
  try {
    const options = Object.fromEntries(
      Object.entries(flagsOf(command)).map(([name, { type, repeats = false }]) => [
        name,
        { type, multiple: repeats },
      ]),
    );
    const { values, positionals } = parseArgs({
      args: [...words],
      options,
      allowPositionals: true,
      strict: true,
    });
    const flags = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, Array.isArray(value) ? value.join('\n') : value]),
    );
    if (!flags.help) checkCount(command, positionals);
    return { arguments: positionals, flags };
  } catch (error) {
    if (error instanceof BroadsheetError) throw error;
    const message = error instanceof Error ? error.message.split('. ')[0]! : String(error);
    throw new BroadsheetError('usage', `${message}.`, { remedy: seeHelp(command) });
  }
}

const seeHelp = (command: Command) => `See: npm run broadsheet -- ${command.name} --help`;

function checkCount(command: Command, given: readonly string[]): void {
  const required = command.takes.filter((word) => word.startsWith('<'));
  const missing = required[given.length];
  if (missing && given.length < required.length) {
    throw new BroadsheetError('usage', `${command.name} needs ${missing}.`, { remedy: seeHelp(command) });
  }
  const extra = given[command.takes.length];
  if (extra !== undefined) {
    throw new BroadsheetError('usage', `${command.name} does not know what to do with "${extra}".`, {
      remedy: seeHelp(command),
    });
  }
}

const column = (rows: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
};

export function helpOf(command: Command): string {
  const flags = Object.entries(flagsOf(command)).map(
    ([name, flag]) =>
      [`--${name}${flag.type === 'string' ? ` ${flag.value ?? '<value>'}` : ''}`, flag.help] as const,
  );
  const usage = ['npm run broadsheet --', command.name, ...command.takes].join(' ');
  return [
    command.summary,
    '',
    `Usage: ${usage} [flags]`,
    '',
    column(flags),
    ...(command.notes ? ['', command.notes] : []),
  ].join('\n');
}

export const overview = (commands: readonly Command[]): string =>
  [
    'Broadsheet: a publication you own.',
    '',
    'Usage: npm run broadsheet -- <command> [flags]',
    '',
    column(commands.map((c) => [[c.name, ...c.takes].join(' '), c.summary] as const)),
    '',
    'Every command has --help and --json. Exit: 0 done, 1 a problem was found or it failed, 2 wrong usage.',
  ].join('\n');

/** The command whose name starts the words (two-word names first), and the words after it. */
export function findCommand(
  commands: readonly Command[],
  words: readonly string[],
): { command: Command; rest: string[] } | undefined {
  for (const length of [2, 1]) {
    const command = commands.find((c) => c.name === words.slice(0, length).join(' '));
    if (command) return { command, rest: words.slice(length) };
  }
  return undefined;
}
