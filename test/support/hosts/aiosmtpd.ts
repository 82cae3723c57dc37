/** Runs aiosmtpd, a foreign SMTP server, as a process of its own. AIOSMTPD names its folder (.ci/fetch-aiosmtpd). */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A rule for the server's answers, explained in aiosmtpd-server.py. */
export type Rule = {
  at: 'RCPT' | 'DATA';
  /** A regular expression for the recipient. */
  match?: string;
  answer: string;
  after?: number;
  times?: number;
  each?: boolean;
};

export type Accepted = { to: string; from: string; raw: Uint8Array };

export type Aiosmtpd = AsyncDisposable & {
  url: string;
  /** Accepted messages in order. The server reports each right after its answer. */
  accepted: readonly Accepted[];
  /** Resolves once the server has reported `count` messages. */
  told(count: number): Promise<readonly Accepted[]>;
  /** Lifts all rules: from now on every message is accepted. */
  lift(): Promise<void>;
};

const SERVER = join(import.meta.dirname, 'aiosmtpd-server.py');

export async function startAiosmtpd(rules: readonly Rule[] = []): Promise<Aiosmtpd> {
  const folder = process.env.AIOSMTPD;
  if (!folder) throw new Error('AIOSMTPD is not set: .ci/fetch-aiosmtpd <folder>, then AIOSMTPD=<folder>');
  const child = spawn(join(folder, 'bin/python'), [SERVER, JSON.stringify(rules)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(child, 'spawn');
  const accepted: Accepted[] = [];
  const port = Promise.withResolvers<number>();
  const lifted = Promise.withResolvers<void>();
  child.once('exit', () => port.reject(new Error('aiosmtpd ended before it listened.')));
  const lines = createInterface({ input: child.stdout }).on('line', (line) => {
    const said = JSON.parse(line);
    if ('port' in said) port.resolve(said.port);
    else if ('lifted' in said) lifted.resolve();
    else accepted.push({ ...said, raw: Buffer.from(said.raw, 'base64') });
  });
  return {
    url: `smtp://127.0.0.1:${await port.promise}`,
    accepted,
    async told(count) {
      while (accepted.length < count) await once(lines, 'line');
      return accepted;
    },
    async lift() {
      child.stdin.write('lift\n');
      await lifted.promise;
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return;
      child.kill();
      await once(child, 'exit');
    },
  };
}
