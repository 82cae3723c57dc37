/**
 * Measures the import of a list, beside bare inserts of the same rows, and its memory: `node bench/subscribers.ts [--small] [--json]`. Each
 * writes files of its own, a few thousand rows a transaction; rounds are interleaved.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { readCsv } from '../functions/adapters/csv-parse/read-csv.ts';
import { createDailyCounts } from '../functions/adapters/sqlite/daily-counts.ts';
import { type Database, openDatabase } from '../functions/adapters/sqlite/database.ts';
import { createLimits } from '../functions/adapters/sqlite/limits.ts';
import { createSubscribers } from '../functions/adapters/sqlite/subscribers.ts';
import { createSuppressions } from '../functions/adapters/sqlite/suppressions.ts';
import { applyImport, planImport } from '../functions/flows/import/import.ts';
import { aPublication } from '../test/support/builders/small-publication.ts';
import { peakOf } from './support/a-command.ts';
import { type Rate, rateOf } from './support/a-run.ts';
import { nodeFlags } from './support/a-server.ts';
import { type Figure, median, report } from './support/report.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const small = process.argv.includes('--small');
const ROWS = small ? 20_000 : 200_000;
const ROUNDS = small ? 3 : 5;
const TARGET = 0.5;

const line = (i: number) =>
  `reader.${i}@example${i % 500}.com,Reader ${i},brief,,vip,active,2025-01-0${(i % 9) + 1}T10:00:00Z,old list\n`;

const listOf = (rows: number) => ({
  async *bytes() {
    yield Buffer.from('email,name,newsletters,topics,labels,status,subscribed_at,source\n');
    for (let i = 0; i < rows; i += 1000)
      yield Buffer.from(Array.from({ length: Math.min(1000, rows - i) }, (_, j) => line(i + j)).join(''));
  },
  newsletters: ['brief'],
  source: 'import',
});

const open = (folder: string, name: string) => openDatabase(join(folder, name), { durable: false });

const portsOn = (database: Database) => ({
  subscribers: createSubscribers(database),
  suppressions: createSuppressions(database),
  counts: createDailyCounts(database),
  limits: createLimits(database),
  secrets: {
    identity: new Uint8Array(32).fill(7),
    links: { current: { id: 'k', secret: new Uint8Array(32) }, retired: [] },
  },
  clock: () => Date.now(),
  notify: async () => {},
  publication: async () => aPublication(),
  readCsv,
});

async function measureRates(): Promise<Figure[]> {
  const folder = temporaryFolder();
  const rates = { plan: [] as Rate[], ours: [] as Rate[], bare: [] as Rate[] };
  for (let round = 0; round < ROUNDS; round++) {
    const database = open(folder, `import-${round}.db`);
    const [ports, list] = [portsOn(database), listOf(ROWS)];
    let fingerprint = '';
    rates.plan.push(
      await rateOf(ROWS, async () => {
        fingerprint = (await planImport(ports, list)).fingerprint;
      }),
    );
    rates.ours.push(await rateOf(ROWS, () => applyImport(ports, list, fingerprint)));
    const rows = rowsOf(database);
    const insert = bareInserts(open(folder, `bare-${round}.db`));
    rates.bare.push(await rateOf(ROWS, () => insert(rows)));
    database.close();
  }
  const { plan, ours, bare } = rates;
  return [
    row(`importing ${ROWS} readers, beside bare inserts of the same rows`, ours, bare, 'perSecond', TARGET),
    row('the same, per second of the processor', ours, bare, 'perCpuSecond', TARGET),
    row('its plan, beside the same', plan, bare, 'perSecond', 0),
  ];
}

/** The rows in the order of an import, so the ids are unordered. */
const rowsOf = ({ db }: Database): (string | number | null)[][] =>
  (db.prepare('SELECT * FROM subscribers ORDER BY consent_at, email').all() as Record<string, string>[]).map(
    (one) => Object.values(one),
  );

function bareInserts({ db, transaction, close }: Database) {
  return (rows: readonly (string | number | null)[][]) => {
    const insert = db.prepare(`INSERT INTO subscribers VALUES (${rows[0]!.map(() => '?').join(',')})`);
    for (let i = 0; i < rows.length; i += 5000) {
      transaction(() => {
        for (const one of rows.slice(i, i + 5000)) insert.run(...one);
      });
    }
    close();
  };
}

function row(figure: string, mine: Rate[], other: Rate[], key: keyof Rate, target: number): Figure {
  const [ours, beside] = [median(mine.map((rate) => rate[key])), median(other.map((rate) => rate[key]))];
  return {
    ...{ figure, ours: Math.round(ours), beside: Math.round(beside), ratio: ours / beside },
    unit: key === 'perSecond' ? 'rows/s' : 'rows/CPU-s',
    target: target > 0 ? `ratio ≥ ${target}` : '',
    met: ours / beside >= target,
  };
}

/** The child process that plans and imports, as the command does. */
async function importAlone(rows: number): Promise<void> {
  const database = open(temporaryFolder(), 'import.db');
  const [ports, list] = [portsOn(database), listOf(rows)];
  await applyImport(ports, list, (await planImport(ports, list)).fingerprint);
  console.log(peakOf('self'));
}

function measureMemory(): Figure {
  const peak = (rows: number) =>
    Number(
      execFileSync(
        process.execPath,
        [...nodeFlags('broadsheet'), import.meta.filename, 'alone', String(rows)],
        { encoding: 'utf8' },
      ),
    );
  const [few, all] = [peak(ROWS / 10), peak(ROWS)];
  return {
    figure: `peak memory of importing ${ROWS} readers, beside ${ROWS / 10}`,
    ...{ ours: Math.round(all), beside: Math.round(few), ratio: all / few },
    ...{ unit: 'MB', target: '< 250', met: all < 250 },
  };
}

const [what, rows] = process.argv.slice(2);
if (what === 'alone') await importAlone(Number(rows));
else report([...(await measureRates()), measureMemory()]);
