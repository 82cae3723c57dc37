/** Types and parsing of commands (CLI): from a command line to a call, with flags, arguments, help and usage errors. */
import { BroadsheetError } from '../domain/error.ts';

// An import of node:util would evaluate all its exports: 5 to 14 ms of every start.
const { parseArgs } = process.getBuiltinModule('node:util');

export type Flag = {
  type: 'boolean' | 'string';
  help: string;
  value?: string;
  /** The flag may be repeated; the call gets all values, one a line. */
  repeats?: true;
};

export type CommandAnswer = {
  /** The text for people; its last line has no newline. */
  text: string;
  /** The value that `--json` prints. */
  data: unknown;
  /** False if a problem was found: exit 1. */
  ok?: boolean;
};

export type Command = {
  /** `send`, `subscribers list`. */
  name: string;
  summary: string;
  /** The arguments after the name: `<required>`, `[optional]`. */
  takes: readonly string[];
  flags: Readonly<Record<string, Flag>>;
  /** More help: examples, and the changes that the command makes. */
  notes?: string;
  /** The command works on this machine only, so it has no `--stage`. */
  here?: true;
  run(call: CommandCall): Promise<CommandAnswer>;
};

export type CommandCall = {
  arguments: readonly string[];
  flags: Readonly<Record<string, string | boolean | undefined>>;
  environment: Readonly<Record<string, string | undefined>>;
  cwd: string;
  /** Prints a line on the error stream, so that the output of `--json` stays clean. */
  tell(line: string): void;
  /** Shows progress on the error stream: a moving line on a terminal, one line a minute elsewhere. May be called as often as it changes. */
  progress(line: string): void;
  /** Says what the command will do and asks for a yes, which `--yes` gives beforehand. Throws `usage` if there is no terminal to ask at. */
  confirm(what: string): Promise<boolean>;
};

/** The number of `--limit`. Throws `usage` unless the number is whole and above zero. */
export const limitOf = (call: CommandCall, otherwise: number): number =>
  wholeNumberOf(call, 'limit', otherwise);

/** The number of a flag. Throws `usage` unless the number is whole and above zero. */
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
