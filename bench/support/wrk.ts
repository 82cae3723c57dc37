/** Runs wrk (a load generator) against several paths of one server over kept connections: without pauses, or with pauses as people have. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from './temporary-folder.ts';

/** `p50`, `p99`: milliseconds; `perSecond`: requests answered. */
export type Latency = { p50: number; p99: number; perSecond: number };

/** `pause`: the mean time in ms between an answer and the connection's next request. */
export type Load = {
  url: string;
  paths: readonly string[];
  connections: number;
  seconds: number;
  pause?: number;
};

const run = promisify(execFile);

/** Requests compressed answers, as browsers and feed readers do. Throws if a request failed. */
export async function load({ url, paths, connections, seconds, pause = 0 }: Load): Promise<Latency> {
  const script = join(temporaryFolder(), 'paths.lua');
  writeFileSync(script, scriptOf(paths, pause));
  const shape = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s', '--latency'];
  const { stdout } = await run('wrk', [...shape, '-s', script, url]);
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`Requests failed: ${stdout}`);
  const perSecond = Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)![1]);
  return { p50: latencyAt(50, stdout), p99: latencyAt(99, stdout), perSecond };
}

const scriptOf = (paths: readonly string[], pause: number): string => `
local paths, n = { ${paths.map((path) => `"${path}"`).join(', ')} }, 0
request = function()
  n = n + 1
  return wrk.format("GET", paths[n % #paths + 1], { ["Accept-Encoding"] = "gzip" })
end
${pause > 0 ? `delay = function() return math.random(0, ${2 * pause}) end` : ''}`;

const UNITS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000 };

/** `     50%    4.21ms` */
function latencyAt(share: number, output: string): number {
  const [, value, unit] = new RegExp(`${share}%\\s+([\\d.]+)(us|ms|s)`).exec(output)!;
  return Number(value) * UNITS[unit!]!;
}
