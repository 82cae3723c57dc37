import { describe } from 'vitest';
import { openDatabase } from '../../../functions/adapters/sqlite/database.ts';
import { createLedger } from '../../../functions/adapters/sqlite/ledger.ts';
import { createPace } from '../../../functions/adapters/sqlite/pace.ts';
import { ledgerContract } from '../../contracts/ledger.ts';
import { ledgerModel } from '../../contracts/ledger-model.ts';
import { paceContract } from '../../contracts/pace.ts';

const open = () => openDatabase(':memory:', { durable: false });

describe('the ledger in SQLite', () => {
  const opened = () => {
    const database = open();
    return { ledger: createLedger(database), close: database.close };
  };
  ledgerContract(opened);
  ledgerModel(opened, 300);
});

describe('pace in SQLite', () => {
  paceContract(() => {
    const database = open();
    return { pace: createPace(database), close: database.close };
  });
});
