/** All that the DynamoDB adapters hold, on whichever engine it runs. */
import { describe } from 'vitest';
import { createDailyCounts } from '../../functions/adapters/dynamodb/daily-counts.ts';
import { createLedger } from '../../functions/adapters/dynamodb/ledger.ts';
import { createLimits } from '../../functions/adapters/dynamodb/limits.ts';
import { createPace } from '../../functions/adapters/dynamodb/pace.ts';
import type { Table } from '../../functions/adapters/dynamodb/requests.ts';
import { createSubscribers } from '../../functions/adapters/dynamodb/subscribers.ts';
import { createSuppressions } from '../../functions/adapters/dynamodb/suppressions.ts';
import { type FreshTable, freshTable } from '../support/hosts/dynamodb.ts';
import { dailyCountsContract } from './daily-counts.ts';
import { formerRunNames } from './former-run-names.ts';
import { ledgerContract } from './ledger.ts';
import { ledgerModel } from './ledger-model.ts';
import { limitsContract } from './limits.ts';
import { paceContract } from './pace.ts';
import { subscribersContract } from './subscribers.ts';
import { suppressionsContract } from './suppressions.ts';

/** Of what is tried in many ways: each is some hundred requests. */
const TRIES = 5;

export function dynamodbContracts(endpoint: () => string): void {
  const open = () => freshTable(endpoint());
  storeContracts(open, TRIES);
  describe('the ledger', () =>
    formerRunNames(having(open, (table) => ({ ledger: createLedger(table), table }))));
  describe('pace', () => paceContract(having(open, (table) => ({ pace: createPace(table) }))));
  describe('the store of limits', () =>
    limitsContract(having(open, (table) => ({ limits: createLimits(table) }))));
  describe('the store of daily counts', () =>
    dailyCountsContract(having(open, (table) => ({ counts: createDailyCounts(table) }))));
}

/** Of those, the ones that keep who is written to and what became of it. */
export function storeContracts(open: () => Promise<FreshTable>, tries: number): void {
  describe('the ledger', () => {
    const opened = having(open, (table) => ({ ledger: createLedger(table) }));
    ledgerContract(opened);
    ledgerModel(opened, 2 * tries);
  });
  describe('the store of subscribers', () =>
    subscribersContract(
      having(open, (table) => ({ subscribers: createSubscribers(table) })),
      tries,
    ));
  describe('the store of suppressions', () =>
    suppressionsContract(having(open, (table) => ({ suppressions: createSuppressions(table) }))));
}

const having =
  <T extends object>(open: () => Promise<FreshTable>, make: (table: Table) => T) =>
  async () => {
    const { table, close } = await open();
    return { ...make(table), close };
  };
