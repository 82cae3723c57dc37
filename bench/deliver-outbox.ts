/**
 * Measures how fast a run goes to the outbox, with composing, hashing and the whole ledger: beside a bare loop that composes and hashes the
 * same messages and inserts one row each. `node bench/deliver-outbox.ts [--small] [--json]`. One thread; rounds are interleaved.
 */
import { hash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { composeLazily, prepareLetter } from '../functions/domain/letters/compose.ts';
import { aRecipient } from '../test/support/builders/letters.ts';
import {
  addReaders,
  deliverRun,
  emailOf,
  makeLetter,
  openOutbox,
  planRun,
  type Rate,
  rateOf,
} from './support/a-run.ts';
import { type Figure, median, report } from './support/report.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const small = process.argv.includes('--small');
const READERS = small ? 3000 : 50_000;
const ROUNDS = 5;
/** Messages in a transaction, as in the outbox. */
const GROUP = 80;

/** The minimum: give each recipient a message of their own, and record it. */
function createFloor(folder: string): () => void {
  const db = new DatabaseSync(join(folder, 'floor.db'));
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE sent (who TEXT, hash BLOB)');
  const insert = db.prepare('INSERT INTO sent VALUES (?, ?)');
  const [letter, room] = [prepareLetter(makeLetter(), 'a'.repeat(64)), Buffer.allocUnsafeSlow(200_000)];
  return () => {
    for (let n = 0; n < READERS; n++) {
      const recipient = aRecipient({ to: { name: `Reader ${n}`, email: emailOf(n) } });
      const message = composeLazily(letter, recipient, {
        messageId: `e_x.${n}@paper.example`,
        at: Date.now(),
      })!;
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

report(await measureRates());
