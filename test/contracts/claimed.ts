/** A batch that a worker has, for what is asked of a ledger about it. */
import type { Batch, BatchRef } from '../../functions/domain/ledger/batch.ts';
import type { Ledger } from '../../functions/domain/ledger/ledger.ts';
import { MINUTE } from '../../functions/domain/time/instant.ts';
import { aBatch, MORNING } from '../support/builders/runs.ts';

/** One test, of a ledger of its own. */
export type WithLedger = (title: string, work: (ledger: Ledger) => Promise<void>) => void;

export const REF: BatchRef = { run: 'e_monday', id: '1-0-' };
export const LATER = MORNING + MINUTE;
export const list = (positions: ReadonlySet<number>) => [...positions];

export const claimed = async (ledger: Ledger, about: Partial<Batch> = {}): Promise<Batch> => {
  await ledger.createBatch(aBatch(about));
  return (await ledger.claim(REF, MORNING, LATER))!;
};
export const stored = async (ledger: Ledger) => (await ledger.batch(REF))!;
