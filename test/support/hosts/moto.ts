/** Runs moto, a foreign emulator of AWS, as a process of its own. MOTO_SERVER names its program (pip install 'moto[server]'). */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

export type Emulator = AsyncDisposable & {
  url: string;
  createBucket(name: string): Promise<void>;
  /** Calls any action of the AWS JSON protocols. */
  call(service: string, target: string, input: unknown): Promise<unknown>;
};

export async function startMoto(): Promise<Emulator> {
  const program = process.env.MOTO_SERVER;
  if (!program)
    throw new Error("MOTO_SERVER is not set: pip install 'moto[server]', then MOTO_SERVER=…/moto_server");
  const child = spawn(program, ['-H', '127.0.0.1', '-p', '0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const port = await portOf(child.stderr);
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    async createBucket(name) {
      const body =
        '<CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>';
      const response = await fetch(`${url}/${name}`, { method: 'PUT', headers: signedAs('s3'), body });
      if (!response.ok) throw new Error(`moto: ${response.status} ${await response.text()}`);
    },
    async call(service, target, input) {
      const headers = {
        ...signedAs(service),
        'X-Amz-Target': target,
        'Content-Type': 'application/x-amz-json-1.0',
      };
      const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(input) });
      const answer = await response.json();
      if (!response.ok) throw new Error(`moto: ${JSON.stringify(answer)}`);
      return answer;
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return;
      child.kill();
      await once(child, 'exit');
    },
  };
}

/** A signature for moto, which reads only region and service of it. */
const signedAs = (service: string) => ({
  Authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/${service}/aws4_request`,
});

/** Reads the port from the line that Werkzeug prints when it listens. */
async function portOf(output: Readable): Promise<string> {
  let text = '';
  for await (const piece of output.iterator({ destroyOnReturn: false })) {
    text += piece;
    const port = /Running on http:\/\/127\.0\.0\.1:(\d+)/.exec(text)?.[1];
    if (port === undefined) continue;
    // moto prints a line for each request and blocks if no one reads it. The stream flows only after the iteration has ended.
    setImmediate(() => output.resume());
    return port;
  }
  throw new Error(`moto did not start: ${text}`);
}
