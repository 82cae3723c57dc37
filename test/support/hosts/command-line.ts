/** Runs the command line in a process of its own, on the test publication unless the folder or the environment names another. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { TEST_PUBLICATION } from '../builders/test-publication.ts';

const ROOT = join(import.meta.dirname, '../../..');

export type Typed = { code: number; printed: string; complained: string };

export async function broadsheet(
  dataDir: string,
  words: readonly string[],
  environment: Record<string, string> = {},
  about: { cwd?: string; through?: (command: readonly string[]) => readonly string[] } = {},
): Promise<Typed> {
  const plain = [process.execPath, join(ROOT, 'functions/cli.ts'), ...words];
  const [program, ...rest] = about.through?.(plain) ?? plain;
  const child = spawn(program!, rest, {
    cwd: about.cwd ?? ROOT,
    // Vitest has a BASE_URL of its own.
    env: {
      ...process.env,
      ...{ BASE_URL: '', DATA_DIR: dataDir },
      ...(about.cwd === undefined && { CONTENT_DIR: TEST_PUBLICATION }),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { printed: '', complained: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.printed += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.complained += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, ...said };
}
