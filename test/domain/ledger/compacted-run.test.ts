import { expect, it } from 'vitest';
import type { Batch } from '../../../functions/domain/ledger/batch.ts';
import { countBatch, noCounts } from '../../../functions/domain/ledger/compacted-run.ts';
import { aBatch, noOutcomes } from '../../support/builders/runs.ts';

const outcomes = (about: Partial<Batch['outcomes']>) => ({ outcomes: { ...noOutcomes(), ...about } });
const one = new Set([1]);

it.each([
  ['that is open', {}, { batches: 1, open: 1, members: 3 }],
  ['that is closed', { closed: true }, { batches: 1, members: 3 }],
  ['at the end of its span', { members: [], closed: true }, { batches: 1 }],
  [
    'with a second attempt',
    { started: one, again: one },
    { batches: 1, open: 1, members: 3, started: 1, again: 1 },
  ],
  ['with an unknown copy', outcomes({ unknown: one }), { batches: 1, open: 1, members: 3, unknown: 1 }],
  [
    'with an unknown copy that was found accepted',
    outcomes({ unknown: one, accepted: one }),
    { batches: 1, open: 1, members: 3, accepted: 1 },
  ],
  [
    'with a soft bounce',
    outcomes({ accepted: one, bounced: one, soft: one }),
    { batches: 1, open: 1, members: 3, accepted: 1, bounced: 1, soft: 1 },
  ],
  [
    'with a soft bounce of a copy that did not bounce',
    outcomes({ accepted: one, soft: one }),
    { batches: 1, open: 1, members: 3, accepted: 1 },
  ],
])('a batch %s counts', (_, about, counted) => {
  const counts = noCounts();
  countBatch(counts, aBatch(about));
  expect(counts).toEqual({ ...noCounts(), ...counted });
});
