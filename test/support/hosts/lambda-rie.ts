/**
 * Runs a function of the template behind AWS's Lambda runtime interface emulator, which ends an invocation at its timeout. LAMBDA_RIE
 * names the emulator's folder (.ci/fetch-lambda-rie).
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { OwnFunction } from '../probes/template.ts';
import type { Deployed } from './deployed-function.ts';
import { freePort } from './free-port.ts';

const RUNTIME = fileURLToPath(new URL('./lambda-runtime.ts', import.meta.url));
const TRIES = 3;
const PATIENCE = 10_000;

type Emulator = { child: ChildProcess; url: string };

/** Throws if there is no emulator. The timeout of a function comes from the template. */
export function openRie(): (own: OwnFunction) => Deployed {
  const program = join(process.env.LAMBDA_RIE ?? '', 'aws-lambda-rie');
  if (!process.env.LAMBDA_RIE || !existsSync(program))
    throw new Error('LAMBDA_RIE names no folder of aws-lambda-rie: .ci/fetch-lambda-rie <folder> fills one.');
  return (own) => deploy(program, own);
}

/** One emulator answers one event at a time, as one of Lambda's environments does. */
function deploy(program: string, own: OwnFunction): Deployed {
  const [log, all, idle] = [[] as string[], [] as Emulator[], [] as Emulator[]];
  let started = 0;
  return {
    log,
    async invoke(event) {
      const emulator = idle.pop() ?? (await start(program, own, `${own.id}.${++started}`, log));
      if (!all.includes(emulator)) all.push(emulator);
      const path = '/2015-03-31/functions/function/invocations';
      const body = JSON.stringify(event);
      const response = await fetch(`${emulator.url}${path}`, { method: 'POST', body });
      const answer = await response.text();
      idle.push(emulator);
      return read(answer, response.status, log);
    },
    async [Symbol.asyncDispose]() {
      for (const { child } of all) await end(child);
    },
  };
}

/** Reads an answer. Only its text shows a failure, because the emulator answers failures with 200. */
function read(answer: string, status: number, log: readonly string[]): unknown {
  const failed = (what: string) => new Error(`${what}\n${log.slice(-5).join('')}`);
  if (status !== 200 || answer.startsWith('Task timed out')) throw failed(answer || `${status}`);
  const result = JSON.parse(answer) as { errorType?: string; errorMessage?: string } | null;
  if (result?.errorType !== undefined) throw failed(`${result.errorType}: ${result.errorMessage}`);
  return result;
}

/** Starts an emulator, which runs the function's process and ends it when the emulator itself is ended. */
async function start(program: string, own: OwnFunction, token: string, log: string[]): Promise<Emulator> {
  for (let attempt = 1; ; attempt++) {
    const [port, api] = [await freePort(), await freePort()];
    const addresses = [`--runtime-interface-emulator-address=127.0.0.1:${port}`];
    addresses.push(`--runtime-api-address=127.0.0.1:${api}`);
    const command = [process.execPath, RUNTIME, own.handler];
    const child = spawn(program, ['--log-level=warn', ...addresses, ...command], {
      cwd: own.code,
      env: environmentOf(own, token),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (text) => log.push(String(text)));
    const killed = () => void child.kill('SIGKILL');
    process.once('exit', killed);
    child.once('exit', () => process.off('exit', killed));
    const url = `http://127.0.0.1:${port}`;
    if (await answers(child, url)) return { child, url };
    await end(child);
    // Another process took a port in between: the next attempt takes other ports.
    if (attempt === TRIES) throw new Error(`the emulator did not start: ${log.join('')}`);
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html; only the emulator reads a variable for the timeout. */
const environmentOf = ({ code, handler, timeout, memory, env }: OwnFunction, token: string) => ({
  PATH: process.env.PATH ?? '',
  ...env,
  AWS_SESSION_TOKEN: token,
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_FUNCTION_TIMEOUT: String(timeout),
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memory),
  LAMBDA_TASK_ROOT: code,
  _HANDLER: handler,
});

async function answers(child: ChildProcess, url: string): Promise<boolean> {
  for (const until = Date.now() + PATIENCE; Date.now() < until && child.exitCode === null; ) {
    if (await fetch(url).catch(() => undefined)) return true;
    await setTimeout(20);
  }
  return false;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await Promise.race([ended, setTimeout(5000, undefined, { ref: false })]);
  child.kill('SIGKILL');
  await ended;
}
