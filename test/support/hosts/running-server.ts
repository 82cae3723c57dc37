/** A real server in a process of its own, with a DATA_DIR of its own, as `npm start` runs it. It shows the test publication, unless the folder or the environment says another. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TEST_PUBLICATION } from '../builders/test-publication.ts';
import { freePort } from './free-port.ts';

export type RunningServer = {
  url: string;
  pid: number | undefined;
  dataDir: string;
  output(): string;
  /** Ends it as Ctrl-C does (under npm it comes twice), and waits; returns its exit code, null if a signal killed it. */
  stop(times?: number): Promise<number | null>;
  /** Ends it as a power cut does, and waits. */
  kill(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

const ROOT = join(import.meta.dirname, '../../..');

export async function startServer(
  options: {
    environment?: Record<string, string>;
    flags?: string[];
    dataDir?: string;
    cwd?: string;
    /** What is put before the command. */
    through?: (command: readonly string[]) => readonly string[];
    /** False: it is enough that it answers. */
    healthy?: boolean;
  } = {},
): Promise<RunningServer> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'server-'));
  const plain = [process.execPath, join(ROOT, 'functions/cli.ts'), 'serve', ...(options.flags ?? [])];
  const [program, ...words] = options.through?.(plain) ?? plain;
  const child = spawn(program!, words, {
    cwd: options.cwd ?? ROOT,
    // Vitest has a BASE_URL of its own.
    env: {
      ...process.env,
      ...{ BASE_URL: '', PORT: String(port), DATA_DIR: dataDir },
      ...(options.cwd === undefined && { CONTENT_DIR: TEST_PUBLICATION }),
      ...options.environment,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await answering(url, child, options.healthy ?? true, () => output);
  const end = async (signal: NodeJS.Signals, times = 1) => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      for (let n = 0; n < times; n++) {
        child.kill(signal);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      await ended;
    }
    return child.exitCode;
  };
  return {
    url,
    pid: child.pid,
    dataDir,
    output: () => output,
    stop: (times) => end('SIGINT', times),
    kill: async () => void (await end('SIGKILL')),
    async [Symbol.asyncDispose]() {
      await end('SIGINT');
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Until /healthz answers (`well`: that all is well), or the process has ended. */
async function answering(
  url: string,
  child: ChildProcess,
  well: boolean,
  output: () => string,
): Promise<void> {
  for (let waited = 0; waited < 45_000; waited += 100) {
    if (child.exitCode !== null) throw new Error(`The server ended: ${output()}`);
    const answer = await fetch(`${url}/healthz`).catch(() => undefined);
    if (answer && (answer.ok || !well)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill('SIGKILL');
  throw new Error(`The server did not answer within 45 seconds: ${output()}`);
}

export type ListedMail = { id: string; to: string; subject: string; kind: string; run: string; at: string };

/** The newest messages to an address, once there are at least `count` of them. `patience` in milliseconds. */
export async function mailTo(
  server: RunningServer,
  to: string,
  count = 1,
  patience = 20_000,
): Promise<ListedMail[]> {
  for (let waited = 0; waited < patience; waited += 100) {
    const answer = await fetch(`${server.url}/outbox/messages.json?to=${encodeURIComponent(to)}`);
    const messages = (await answer.json()) as ListedMail[];
    if (messages.length >= count) return messages;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`No mail came: ${server.output()}`);
}
