/**
 * Runs every benchmark, one after another, each in its own process, and prints all figures in one table: `npm run bench`.
 * `--small`: short forms, which only show that all of them run. `--strict`: a missed target is a failure.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Figure, report } from './support/report.ts';

const BENCHES = [
  'build',
  'pictures',
  'serve-feed',
  'search',
  'start',
  'personalise',
  'deliver-ses',
  'deliver-smtp',
  'deliver-outbox',
  'memory',
  'subscribers',
  'serve-while-delivering',
  'pace',
  'cold-start',
  'ten-million',
];

const passed = process.argv.slice(2).filter((word) => word === '--small');

/** Runs one bench: its progress goes to the error stream, its line of figures is returned. Throws if the bench fails. */
async function run(bench: string): Promise<Figure[]> {
  const args = [join(import.meta.dirname, `${bench}.ts`), '--json', ...passed];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  const lines = said.trimEnd().split('\n');
  const last = lines.pop() ?? '';
  if (lines.length > 0) console.error(lines.join('\n'));
  if (code !== 0) throw new Error(`it ended with ${code}. ${last}`);
  return JSON.parse(last) as Figure[];
}

const rows: Figure[] = [];
const failed: string[] = [];
for (const bench of BENCHES) {
  const begun = performance.now();
  console.error(`${bench} …`);
  try {
    rows.push(...(await run(bench)));
    console.error(`${bench}: ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  } catch (error) {
    failed.push(bench);
    console.error(`${bench} failed: ${error instanceof Error ? error.message : error}`);
  }
}
report(rows);
if (failed.length > 0) console.error(`Failed: ${failed.join(', ')}`);
const missed = rows.filter((row) => !row.met);
if (missed.length > 0) console.error(`Not met: ${missed.map((row) => row.figure).join('; ')}`);
process.exitCode = failed.length > 0 || (process.argv.includes('--strict') && missed.length > 0) ? 1 : 0;
