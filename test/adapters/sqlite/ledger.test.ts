import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../functions/adapters/sqlite/database.ts';
import { createLedger } from '../../../functions/adapters/sqlite/ledger.ts';
import { createPace } from '../../../functions/adapters/sqlite/pace.ts';
import { eraseMembers } from '../../../functions/domain/ledger/erased-recipient.ts';
import { ledgerContract } from '../../contracts/ledger.ts';
import { ledgerModel } from '../../contracts/ledger-model.ts';
import { paceContract } from '../../contracts/pace.ts';
import { aBatch } from '../../support/builders/runs.ts';
import { temporaryFolder } from '../../support/hosts/temporary-folder.ts';

const open = () => openDatabase(':memory:', { durable: false });

describe('the ledger in SQLite', () => {
  const opened = () => {
    const database = open();
    return { ledger: createLedger(database), close: database.close };
  };
  ledgerContract(opened);
  ledgerModel(opened, 300);

  it('leaves nobody’s id in any file once it is renamed, while others have it open, too', async () => {
    const folder = temporaryFolder();
    const [server, command] = [0, 1].map(() =>
      openDatabase(join(folder, 'broadsheet.db'), { durable: true }),
    );
    const [served, commanded] = [createLedger(server!), createLedger(command!)];
    const members = Array.from({ length: 50 }, (_, n) => `reader-${String(n).padStart(15, '0')}`);
    for (let n = 0; n < 40; n++) await served.createBatch(aBatch({ id: `1-0-${n}`, members }));
    const legible = (word: string) =>
      readdirSync(folder).filter((file) => readFileSync(join(folder, file), 'latin1').includes(word));
    expect(legible(members[7]!)).not.toEqual([]);
    for (const seen of await commanded.batches({ run: 'e_monday', after: '', limit: 99 }))
      await commanded.renameMembers(seen, eraseMembers(seen, (id) => id === members[7])!);
    await new Promise((resolve) => setImmediate(resolve));
    expect(legible(members[7]!)).toEqual([]);
    expect(legible(members[8]!)).not.toEqual([]);
    for (const one of [server!, command!]) one.close();
  });
});

describe('pace in SQLite', () => {
  paceContract(() => {
    const database = open();
    return { pace: createPace(database), close: database.close };
  });
});
