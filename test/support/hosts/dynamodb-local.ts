/** Runs Amazon's DynamoDB Local in memory, as a process of its own. DYNAMODB_LOCAL names its folder (.ci/fetch-dynamodb-local). */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { freePort } from './free-port.ts';

export type DynamodbLocal = AsyncDisposable & { url: string };

const TRIES = 3;
/** Milliseconds; a machine under load starts Java slowly. */
const PATIENCE = 60_000;

/** Throws if there is no such folder, no Java, or no answer. */
export async function startDynamodbLocal(): Promise<DynamodbLocal> {
  const folder = process.env.DYNAMODB_LOCAL;
  if (!folder || !readdirSync(folder).some((name) => name.startsWith('DynamoDBLocal-')))
    throw new Error('DYNAMODB_LOCAL names no folder of jars: .ci/fetch-dynamodb-local <folder> fills one.');
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const child = start(folder, port);
    const url = `http://127.0.0.1:${port}`;
    if (await answers(child, url)) return { url, [Symbol.asyncDispose]: () => end(child) };
    await end(child);
    // Another process took the port in between: the next attempt takes another port.
    if (attempt === TRIES) throw new Error('DynamoDB Local did not start.');
  }
}

function start(folder: string, port: number): ChildProcess {
  const main = 'com.amazonaws.services.dynamodbv2.local.main.ServerRunner';
  const java = ['-Xmx1g', `-Djava.library.path=${folder}`, '-cp', `${folder}/*`, main];
  const child = spawn('java', [...java, '-inMemory', '-disableTelemetry', '-port', String(port)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const killed = () => void child.kill('SIGKILL');
  process.once('exit', killed);
  child.once('exit', () => process.off('exit', killed));
  return child;
}

/** True once the engine answers, be it only that a signature is missing. */
async function answers(child: ChildProcess, url: string): Promise<boolean> {
  const failed = once(child, 'error').then((error) => Promise.reject(error[0]));
  for (const until = Date.now() + PATIENCE; Date.now() < until && child.exitCode === null; ) {
    const answer = await Promise.race([fetch(url).catch(() => undefined), failed]);
    if (answer) return true;
    await setTimeout(100);
  }
  return false;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}
