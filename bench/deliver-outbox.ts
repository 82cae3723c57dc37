/**
 * How fast a run goes to the outbox, every message composed and hashed, the whole ledger written: beside a bare loop that composes
 * and hashes the same messages and inserts one row for each. And how much memory that takes, whatever the length of the list.
 * `node bench/deliver-outbox.ts [--small] [--json]`. One thread; rounds are interleaved.
 */
import { execFileSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openOutboxFile } from '../functions/adapters/outbox/database.ts';
import { createOutboxMailer } from '../functions/adapters/outbox/mailer.ts';
import { composed, prepare } from '../functions/domain/compose.ts';
import { aRecipient } from '../test/support/letters.ts';
import {
  addReaders,
  deliverRun,
  emailOf,
  openPorts,
  peakOf,
  planRun,
  type Rate,
  rateOf,
  temporaryFolder,
  theLetter,
} from './a-run.ts';
import { type Figure, median, report } from './report.ts';

const small = process.argv.includes('--small');
const READERS = small ? 3000 : 50_000;
const LISTS = small ? [2000, 20_000] : [10_000, 200_000];
const ROUNDS = 5;
/** As many as the outbox takes into one transaction. */
const GROUP = 20;

const openOutbox = (folder: string) =>
  openPorts(folder, createOutboxMailer(openOutboxFile(join(folder, 'outbox.db'))), {
    durable: false,
    lease: 20_000,
  });

/** The least that anybody would have to do who hands every reader a message of their own and notes that they did. */
function createFloor(folder: string): () => void {
  const db = new DatabaseSync(join(folder, 'floor.db'));
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE sent (who TEXT, hash BLOB)');
  const insert = db.prepare('INSERT INTO sent VALUES (?, ?)');
  const [letter, room] = [prepare(theLetter(), 'a'.repeat(64)), Buffer.allocUnsafeSlow(200_000)];
  return () => {
    for (let n = 0; n < READERS; n++) {
      const recipient = aRecipient({ to: { name: `Reader ${n}`, email: emailOf(n) } });
      const message = composed(letter, recipient, { messageId: `e_x.${n}@paper.example`, at: Date.now() })!;
      if (n % GROUP === 0) db.exec('BEGIN IMMEDIATE');
      insert.run(recipient.to.email, hash('sha256', message.writeTo(room), 'buffer'));
      if (n % GROUP === GROUP - 1 || n === READERS - 1) db.exec('COMMIT');
    }
  };
}

async function measureRates(): Promise<Figure[]> {
  const folder = temporaryFolder();
  const { ports, close } = openOutbox(folder);
  await addReaders(ports, READERS);
  const floor = createFloor(folder);
  const rates = { ours: [] as Rate[], floor: [] as Rate[] };
  for (let round = 0; round < ROUNDS; round++) {
    const run = `e_round-${round}`;
    await planRun(ports, run, READERS);
    rates.floor.push(await rateOf(READERS, floor));
    rates.ours.push(await rateOf(READERS, () => deliverRun(ports, run, READERS)));
  }
  await close();
  const figure = (key: keyof Rate, unit: string, least: number): Figure => {
    const [ours, beside] = [rates.ours, rates.floor].map((all) => Math.round(median(all.map((r) => r[key]))));
    const name = `${READERS} readers to the outbox, whole ledger, beside composing, hashing, one insert`;
    return {
      figure: name,
      ours: ours!,
      beside: beside!,
      ratio: ours! / beside!,
      unit,
      target: `≥ ${least}`,
      met: ours! >= least,
    };
  };
  return [figure('perSecond', 'messages/s', 5000), figure('perCpuSecond', 'messages/CPU-s', 5000)];
}

/** Each in a process that does nothing else; readers and plan are another's, so that only delivering counts. */
function measureMemory(): Figure[] {
  const peaks = LISTS.map((readers) => {
    const folder = temporaryFolder();
    const run = (what: string) =>
      execFileSync(process.execPath, [import.meta.filename, what, folder, String(readers)], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'inherit'],
      });
    run('prepare');
    return Math.round(Number(run('deliver')));
  });
  const [short, long] = peaks as [number, number];
  return [
    {
      figure: `peak memory of delivering ${LISTS[1]} readers, beside ${LISTS[0]}`,
      ours: long,
      beside: short,
      ratio: long / short,
      unit: 'MB',
      target: '< 250, ratio < 1.15',
      met: long < 250 && long / short < 1.15,
    },
  ];
}

const [what, folder, readers] = process.argv.slice(2);
if (what === 'prepare' || what === 'deliver') {
  const { ports, close } = openOutbox(folder!);
  if (what === 'prepare') {
    await addReaders(ports, Number(readers));
    await planRun(ports, 'e_memory', Number(readers));
  } else {
    await deliverRun(ports, 'e_memory', Number(readers));
    console.log(peakOf('self'));
  }
  await close();
} else {
  report([...(await measureRates()), ...measureMemory()]);
}
