/** Runs under the attribute names of the version before: functions of both versions work side by side while a deployment runs. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Table } from '../../functions/adapters/dynamodb/requests.ts';
import type { Item } from '../../functions/adapters/dynamodb/values.ts';
import type { Ledger } from '../../functions/domain/ledger/ledger.ts';
import { aRun, MORNING } from '../support/builders/runs.ts';

type Opened = { ledger: Ledger; table: Table; close(): void };

const TEXTS = [{ letter: 'letter-1', subject: 'Monday', since: MORNING }];
/** As the version before wrote a run that waits for the account's quota. */
const FORMER_ROW: Item = {
  pk: { S: 'RUN' },
  sk: { S: 'e_monday' },
  kind: { S: 'edition' },
  subjectOf: { S: 'monday' },
  newsletter: { S: 'brief' },
  subject: { S: 'Monday' },
  letter: { S: 'letter-1' },
  articles: { L: [{ S: 'bridge' }, { S: 'harbour' }] },
  letters: { S: JSON.stringify(TEXTS) },
  phase: { S: 'paused' },
  why: { S: 'The quota of today is used up.' },
  cutoff: { N: String(MORNING) },
  awaits: { N: String(MORNING + 60_000) },
  spans: { N: '1' },
  made: { N: String(MORNING) },
  live: { N: String(MORNING) },
  passes: { N: '1' },
  v: { N: '4' },
};
const RUN = aRun({
  state: 'paused',
  reason: 'The quota of today is used up.',
  until: MORNING + 60_000,
  texts: TEXTS,
  version: 4,
});

export function formerRunNames(open: () => Promise<Opened>): void {
  describe('a run of the version before', () => {
    let at: Opened;
    beforeEach(async () => {
      at = await open();
    });
    afterEach(() => at.close());

    it('is read whole, by its id and in both indexes', async () => {
      await at.table.put(FORMER_ROW);
      expect(await at.ledger.run('e_monday')).toEqual(RUN);
      expect(await at.ledger.runs({ states: ['paused'], limit: 9 })).toEqual([RUN]);
      expect(await at.ledger.runs({ limit: 9 })).toEqual([RUN]);
    });

    it('that is over is read with its end and its counts', async () => {
      const { awaits: _, live: __, ...row } = FORMER_ROW;
      const folded = { at: MORNING };
      const over = { phase: { S: 'done' }, ended: { N: '9' }, counts: { S: JSON.stringify(folded) } };
      await at.table.put({ ...row, ...over });
      const run = await at.ledger.run('e_monday');
      expect(run).toMatchObject({ state: 'done', endedAt: 9, until: undefined, folded });
      expect(await at.ledger.runs({ states: ['sending', 'paused'], limit: 9 })).toEqual([]);
    });

    it('has both names after the next write, which stands on the version that was read', async () => {
      await at.table.put(FORMER_ROW);
      const read = (await at.ledger.run('e_monday'))!;
      await at.ledger.putRun({ ...read, state: 'sending', reason: '', until: undefined });
      const item = (await at.table.get({ pk: 'RUN', sk: 'e_monday' }))!;
      expect(item).toMatchObject({ state: { S: 'sending' }, phase: { S: 'sending' }, v: { N: '5' } });
      expect(['why', 'reason', 'awaits', 'until'].filter((name) => name in item)).toEqual([]);
      await expect(at.ledger.putRun(read)).rejects.toMatchObject({ code: 'conflict' });
    });

    it('may be written over one of today, and is then the one that is read', async () => {
      await at.ledger.createRun(aRun({ state: 'sending', reason: 'none', version: 3 }));
      const past = { expression: 'v = :read', values: { ':read': { N: '3' } } };
      expect((await at.table.put(FORMER_ROW, past)).done).toBe(true);
      expect(await at.ledger.run('e_monday')).toEqual(RUN);
    });
  });

  it('a run has the names that the version before reads', async () => {
    const { ledger, table, close } = await open();
    await ledger.createRun(RUN);
    expect(await table.get({ pk: 'RUN', sk: 'e_monday' })).toMatchObject(FORMER_ROW);
    close();
  });
}
