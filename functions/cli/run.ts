/** Runs a command line and returns its exit code: 0 done, 1 a problem was found or the command failed, 2 wrong usage. */
import { BroadsheetError } from '../domain/error.ts';
import { escapeInvisibleJson } from '../domain/printable-text.ts';
import { findNearest } from '../domain/text/nearest-word.ts';
import {
  type Command,
  type CommandAnswer,
  type CommandCall,
  findCommand,
  helpOf,
  overviewOf,
  parseCall,
} from './command.ts';
import { describeFailure, EXIT_CODES } from './exit-code.ts';
import { createProgress, type Progress, type ProgressStream } from './progress.ts';

export type Terminal = {
  environment: Readonly<Record<string, string | undefined>>;
  cwd: string;
  print(text: string): void;
  complain(text: string): void;
  /** Asks a question; undefined if no terminal is there to ask at. */
  ask: ((question: string) => Promise<string>) | undefined;
  /** The stream of progress; without one, `complain` gets a line a minute. */
  progress?: ProgressStream;
};

export async function runCommandLine(
  commands: readonly Command[],
  words: readonly string[],
  given: Terminal,
): Promise<number> {
  const progress = createProgress(given.progress ?? plainProgressStream(given));
  const terminal = endingProgress(withoutControls(given), progress);
  const json = words.includes('--json');
  try {
    const found = findCommand(commands, words);
    if (!found) return handleUnknown(commands, words, terminal);
    const { command, rest } = found;
    const parsed = parseCall(command, rest);
    if (parsed.flags.help) {
      terminal.print(helpOf(command));
      return 0;
    }
    const answer = await command.run({ ...parsed, ...callEnvironment(terminal, parsed.flags, progress) });
    printAnswer(answer, json, terminal);
    return answer.ok === false ? 1 : 0;
  } catch (error) {
    return printFailure(error, json, terminal);
  }
}

/** Control characters other than tab and newline. A line may end in CR LF. */
const CONTROL_CHARACTERS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]|\r(?!\n)/g;

/** Control characters in a CSV's names, or in a mail server's answers, must not move the cursor or set a window's title. */
function withoutControls({ print, complain, ...rest }: Terminal): Terminal {
  const plain = (text: string) => text.replace(CONTROL_CHARACTERS, '\ufffd');
  return { ...rest, print: (text) => print(plain(text)), complain: (text) => complain(plain(text)) };
}

const plainProgressStream = ({ complain }: Terminal): ProgressStream => ({
  write: (text) => complain(text.trimEnd()),
  isTerminal: false,
  clock: Date.now,
});

/** Ends the moving line before other output begins. */
function endingProgress(terminal: Terminal, { end }: Progress): Terminal {
  const { print, complain, ask } = terminal;
  const after =
    <T>(say: (text: string) => T) =>
    (text: string): T => {
      end();
      return say(text);
    };
  return { ...terminal, print: after(print), complain: after(complain), ask: ask && after(ask) };
}

function handleUnknown(commands: readonly Command[], words: readonly string[], terminal: Terminal): number {
  const [first] = words;
  if (first === undefined || first === '--help' || first === 'help') {
    terminal.print(overviewOf(commands));
    return first === undefined ? 2 : 0;
  }
  const group = commands.filter((c) => c.name.startsWith(`${first} `));
  if (group.length > 0 && (words.length === 1 || words[1] === '--help')) {
    terminal.print(overviewOf(group));
    return words.length === 1 ? 2 : 0;
  }
  const typed = words.slice(0, group.length > 0 ? 2 : 1).join(' ');
  const near = findNearest(
    typed,
    commands.map((c) => c.name),
  );
  const guess = near === undefined ? '' : `Did you mean \`${near}\`? `;
  throw new BroadsheetError('usage', `There is no command "${typed}".`, {
    remedy: `${guess}See: npm run broadsheet -- --help`,
  });
}

function callEnvironment(
  terminal: Terminal,
  flags: CommandCall['flags'],
  progress: Progress,
): Pick<CommandCall, 'environment' | 'cwd' | 'tell' | 'progress' | 'confirm'> {
  return {
    environment: terminal.environment,
    cwd: terminal.cwd,
    tell: (line) => terminal.complain(line),
    progress: (line) => progress.show(line.replace(CONTROL_CHARACTERS, '\ufffd').replace(/\s+/g, ' ')),
    async confirm(what) {
      terminal.complain(what);
      if (flags.yes) return true;
      if (!terminal.ask) {
        throw new BroadsheetError('usage', 'The command needs a yes, and no terminal is there to ask at.', {
          remedy: 'Add --yes.',
        });
      }
      return /^y(es)?$/i.test((await terminal.ask('Go on? [y/N] ')).trim());
    },
  };
}

function printAnswer(answer: CommandAnswer, json: boolean, terminal: Terminal): void {
  if (json) terminal.print(escapeInvisibleJson(JSON.stringify(answer.data ?? null, null, 2)));
  else if (answer.text) terminal.print(answer.text);
}

function printFailure(error: unknown, json: boolean, terminal: Terminal): number {
  const failure = describeFailure(error);
  const { message, remedy } = failure;
  if (json) terminal.print(escapeInvisibleJson(JSON.stringify({ error: failure }, null, 2)));
  else terminal.complain([message, ...(remedy ? [remedy] : [])].join('\n'));
  return EXIT_CODES[failure.code];
}

/** The real terminal of this process. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  // The reader of a pipe may stop early, as in `subscribers export | head`.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  return {
    environment: process.env,
    cwd: process.cwd(),
    print: (text) => void stdout.write(`${text}\n`),
    complain: (text) => void stderr.write(`${text}\n`),
    progress: {
      write: (text) => void stderr.write(text),
      isTerminal: stderr.isTTY === true,
      clock: Date.now,
      // The width changes with the window.
      get columns() {
        return stderr.columns;
      },
    },
    ask: stdin.isTTY
      ? async (question) => {
          const { createInterface } = await import('node:readline/promises');
          const reader = createInterface({ input: stdin, output: stderr });
          try {
            return await reader.question(question);
          } finally {
            reader.close();
          }
        }
      : undefined,
  };
}
