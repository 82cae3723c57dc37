/** Measures a command as a process of its own, from outside, as its user waits for it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

/** Wall time in ms, CPU time of all threads and children in ms, peak memory in MB of 10^6 bytes. */
export type CommandCost = { wall: number; cpu: number; peak: number };

/** Milliseconds between two looks at the peak. VmHWM covers the whole life, so only growth in the last moment is missed. */
const PEAK_INTERVAL = 10;

/** Returns the output. Throws the error output if the command fails. */
export async function measureCommand(
  [program, ...words]: readonly [string, ...string[]],
  options: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<CommandCost & { said: string }> {
  // The shell reports its child's CPU time; `exec` would lose it.
  const child = spawn('sh', ['-c', '"$@"; code=$?; times >&3; exit $code', 'sh', program, ...words], {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const [said, complaints, times] = [child.stdio[1], child.stdio[2], child.stdio[3]].map(collected);
  const begun = performance.now();
  let peak = 0;
  const looking = setInterval(() => (peak = Math.max(peak, peakBelow(child.pid!))), PEAK_INTERVAL);
  const [code] = (await once(child, 'close')) as [number];
  clearInterval(looking);
  const wall = performance.now() - begun;
  if (code !== 0)
    throw new Error(`${program} ${words.join(' ')} ended with ${code}: ${said!()}${complaints!()}`);
  return { wall, cpu: cpuOf(times!()), peak, said: said!() };
}

function collected(stream: NodeJS.ReadableStream | NodeJS.WritableStream | null | undefined): () => string {
  let text = '';
  (stream as NodeJS.ReadableStream).on('data', (chunk: Buffer) => (text += chunk.toString()));
  return () => text;
}

/** Reads the output of POSIX `times`: a line for the shell, then one for its children, `0m1.230000s 0m0.110000s`. */
function cpuOf(times: string): number {
  const parts = times
    .trim()
    .split('\n')[1]!
    .matchAll(/(\d+)m([\d.]+)s/g);
  return [...parts].reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60_000 + Number(seconds) * 1000,
    0,
  );
}

/** The peak (VmHWM, proc(5)) of the shell's children. */
function peakBelow(shell: number): number {
  try {
    const children = readFileSync(`/proc/${shell}/task/${shell}/children`, 'utf8').trim().split(' ');
    return Math.max(0, ...children.filter(Boolean).map(peakOf));
  } catch {
    return 0;
  }
}

/** The peak memory of a process in MB of 10^6 bytes (proc(5): VmHWM); 0 once the process has ended. */
export function peakOf(process: string | number): number {
  const [, kilobytes = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${process}/status`, 'utf8')) ?? [];
  return (Number(kilobytes) * 1024) / 1e6;
}
