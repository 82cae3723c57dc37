/** Times the import of a CSV against bare inserts of the same rows, and what plan and delivery read most. node bench/subscribers.ts [rows] */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCsv } from '../functions/adapters/csv-parse/read-csv.ts';
import { createDailyCounts } from '../functions/adapters/sqlite/daily-counts.ts';
import { openDatabase } from '../functions/adapters/sqlite/database.ts';
import { createLimits } from '../functions/adapters/sqlite/limits.ts';
import { createSubscribers } from '../functions/adapters/sqlite/subscribers.ts';
import { createSuppressions } from '../functions/adapters/sqlite/suppressions.ts';
import type { Publication } from '../functions/domain/publication.ts';
import { applyImport, planImport } from '../functions/flows/import.ts';

const ROWS = Number(process.argv[2] ?? 200_000);
const folder = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true }));

const line = (i: number) =>
  `reader.${i}@example${i % 500}.com,Reader ${i},daily,,vip,active,2025-01-0${(i % 9) + 1}T10:00:00Z,old list\n`;
const source = {
  async *bytes() {
    yield Buffer.from('email,name,newsletters,topics,labels,status,subscribed_at,source\n');
    for (let i = 0; i < ROWS; i += 1000)
      yield Buffer.from(Array.from({ length: Math.min(1000, ROWS - i) }, (_, j) => line(i + j)).join(''));
  },
  newsletters: ['daily'],
  source: 'import',
};

const open = (name: string) => openDatabase(join(folder, name), { durable: false });
const publication = {
  newsletters: [{ id: 'daily' }],
  topics: [],
  timezone: 'Europe/London',
} as unknown as Publication;
function portsOn(database: ReturnType<typeof open>) {
  return {
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
    publication: async () => publication,
    readCsv,
  };
}

async function time<T>(what: string, count: number, work: () => Promise<T>): Promise<T> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  const cpu = (user + system) / 1e6;
  const rate = Math.round(count / cpu).toLocaleString('en');
  console.log(
    `${what.padEnd(34)} ${seconds.toFixed(2).padStart(6)} s  cpu ${cpu.toFixed(2).padStart(6)} s  ${rate.padStart(9)} per cpu second`,
  );
  return result;
}
const memory = () => console.log(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);

const first = open('import.db');
const ports = portsOn(first);
memory();
const { fingerprint } = await time('plan of an import', ROWS, () => planImport(ports, source));
await time('import', ROWS, () => applyImport(ports, source, fingerprint));
await time('plan of the same again (all known)', ROWS, () => planImport(ports, source));
memory();

await time('candidates, 500 a page', ROWS, async () => {
  for (let after = ''; ; ) {
    const page = await ports.subscribers.candidates({
      newsletter: 'daily',
      after,
      below: undefined,
      limit: 500,
    });
    if (page.length < 500) return;
    after = page.at(-1)!;
  }
});
const some = (await ports.subscribers.page({ after: '', limit: 10_000 })).map((s) => s.id);
await time('getMany, 10 at a time', some.length, async () => {
  for (let i = 0; i < some.length; i += 10) await ports.subscribers.getMany(some.slice(i, i + 10));
});
await time('put', 5000, async () => {
  for (const s of await ports.subscribers.getMany(some.slice(0, 5000))) await ports.subscribers.put(s);
});

const bare = open('bare.db');
// As the import gives them: random ids, a few thousand a transaction.
const rows = first.db.prepare('SELECT * FROM subscribers ORDER BY consent_at, email').all();
const insert = bare.db.prepare(
  `INSERT INTO subscribers VALUES (${Object.keys(rows[0]!)
    .map(() => '?')
    .join(',')})`,
);
await time('bare inserts of the same rows', ROWS, async () => {
  for (let i = 0; i < rows.length; i += 5000) {
    const part = rows.slice(i, i + 5000).map((row) => Object.values(row) as string[]);
    bare.transaction(() => {
      for (const row of part) insert.run(...row);
    });
  }
});
