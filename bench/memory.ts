/**
 * Measures the peak memory of delivering to a short and to a long list: of a process that only delivers, and of the whole server, web and
 * delivery, under `npm start`. `node bench/memory.ts [--small] [--json]`
 */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { peakOf } from './support/a-command.ts';
import { addReaders, deliverRun, openOutbox, planRun } from './support/a-run.ts';
import { countAccepted, nodeFlags, send, startServer, until } from './support/a-server.ts';
import { type Figure, report } from './support/report.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const small = process.argv.includes('--small');
const [SHORT, LONG] = small ? [5000, 20_000] : [10_000, 200_000];
const MAX_MB = 250;
/** The allowed ratio between two peaks of one program, since garbage collection varies. */
const MAX_RATIO = 1.15;

/** Another process imports and plans, so that only delivering counts. */
function measureDelivering(readers: number): number {
  const folder = temporaryFolder();
  const run = (what: string) => {
    const words = [...nodeFlags('broadsheet'), import.meta.filename, what, folder, String(readers)];
    return execFileSync(process.execPath, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  };
  run('prepare');
  return Number(run('deliver'));
}

async function prepare(folder: string, readers: number): Promise<void> {
  const { ports, close } = openOutbox(folder);
  await addReaders(ports, readers);
  await planRun(ports, 'e_memory', readers);
  await close();
}

async function deliver(folder: string, readers: number): Promise<void> {
  const { ports, close } = openOutbox(folder);
  await deliverRun(ports, 'e_memory', readers);
  console.log(peakOf('self'));
  await close();
}

async function measureServer(readers: number): Promise<number> {
  const server = await startServer(readers);
  await send(server);
  await until(async () => (await countAccepted(server)) >= readers);
  const peak = peakOf(server.process.pid!);
  server.process.kill();
  await once(server.process, 'exit');
  return peak;
}

function row(what: string, short: number, long: number): Figure {
  const ratio = long / short;
  return {
    figure: `peak memory of ${what}, ${LONG} readers beside ${SHORT}`,
    ...{ ours: Math.round(long), beside: Math.round(short), ratio, unit: 'MB' },
    ...{ target: `< ${MAX_MB}, the same`, met: long < MAX_MB && short < MAX_MB && ratio < MAX_RATIO },
  };
}

const [what, folder, readers] = process.argv.slice(2);
if (what === 'prepare') await prepare(folder!, Number(readers));
else if (what === 'deliver') await deliver(folder!, Number(readers));
else
  report([
    row('a process that only delivers', measureDelivering(SHORT), measureDelivering(LONG)),
    row('the whole server', await measureServer(SHORT), await measureServer(LONG)),
  ]);
