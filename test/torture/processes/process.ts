/** Processes to be killed: started in a paper's folder, ended with the test that started them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { LONG } from '../../support/builders/rounds.ts';
import type { Life, Moment } from './one-life.ts';

// Dozens of processes, on a machine that is busy with other tests.
vi.setConfig({ testTimeout: LONG ? 2_400_000 : 600_000, hookTimeout: 300_000 });

const ROOT = join(import.meta.dirname, '../../..');

export type Started = {
  pid: number;
  /** Resolves with its exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>;
  isRunning(): boolean;
  /** Nothing if it has ended. */
  signal(name: NodeJS.Signals): void;
  output(): string;
  /** Resolves once it has printed a line that starts so, or has ended. */
  said(start: string): Promise<void>;
};

export type Place = { folder: string; dataDir: string; environment?: Readonly<Record<string, string>> };

function start(script: string, words: readonly string[], place: Place): Started {
  const child = spawn(process.execPath, [join(ROOT, script), ...words], {
    cwd: place.folder,
    // Vitest has a BASE_URL of its own. Compiled code is kept, as npm's scripts do.
    env: {
      ...process.env,
      BASE_URL: '',
      NODE_COMPILE_CACHE: join(ROOT, 'node_modules/.cache/compiled'),
      DATA_DIR: place.dataDir,
      ...place.environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const heard = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      for (const listen of heard) listen();
    });
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  const ended = once(child, 'close').then(([code, signal]) => (signal ?? code) as number | NodeJS.Signals);
  const signal = (name: NodeJS.Signals) => void (isRunning() && child.kill(name));
  onTestFinished(async () => {
    signal('SIGKILL');
    await ended;
  });
  const said = async (word: string) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const listen = () => (`\n${output}`.includes(`\n${word}`) ? resolve() : undefined);
    heard.add(listen);
    listen();
    await Promise.race([promise, ended]);
    heard.delete(listen);
  };
  return { pid: child.pid!, ended, isRunning, signal, output: () => output, said };
}

export const startLife = (place: Place, life: Life): Started =>
  start('test/torture/processes/one-life.ts', [JSON.stringify(life)], place);

export const startMigration = (place: Place): Started =>
  start('test/torture/processes/one-migration.ts', [join(place.dataDir, 'broadsheet.db')], place);

/** The command line as people have it: `serve`, `send` … */
export const startCommand = (place: Place, ...words: string[]): Started =>
  start('functions/cli.ts', words, place);

/** `atOnce`: 3 keep a small machine busy; more, where most of it is waiting. */
export async function inTurns<T, R>(
  all: readonly T[],
  work: (one: T) => Promise<R>,
  atOnce = 3,
): Promise<R[]> {
  const results: R[] = [];
  const queue = [...all.entries()];
  const lane = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) results[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return results;
}

/** Every moment of a life, from what it said: of each step, the moment before it and the one after. */
export function momentsOf(output: string): Moment[] {
  const counts = new Map<string, number>();
  return [...output.matchAll(/^step (.*)$/gm)].flatMap((match) => {
    const step = match[1]!;
    const nth = counts.get(step) ?? 0;
    counts.set(step, nth + 1);
    return (['before', 'after'] as const).map((edge) => ({ step, nth, edge }));
  });
}
