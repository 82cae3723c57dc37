/** Default runs and batches; a test gives only the fields that matter to it. */
import { type Batch, newBatch } from '../../../functions/domain/ledger/batch.ts';
import type { Run } from '../../../functions/domain/ledger/run.ts';

export const MORNING = Date.parse('2026-11-23T07:00:00Z');

export const aRun = (about: Partial<Run> = {}): Run => ({
  id: 'e_monday',
  kind: 'edition',
  of: 'monday',
  newsletter: 'brief',
  subject: 'Monday',
  letter: 'letter-1',
  articles: ['bridge', 'harbour'],
  state: 'planned',
  reason: '',
  cutoff: MORNING,
  until: undefined,
  spans: 1,
  createdAt: MORNING,
  endedAt: undefined,
  passes: 1,
  version: 1,
  ...about,
});

export const noOutcomes = (): Batch['outcomes'] => ({
  accepted: new Set(),
  departed: new Set(),
  rejected: new Set(),
  unknown: new Set(),
  bounced: new Set(),
  complained: new Set(),
  soft: new Set(),
});

export const aBatch = (about: Partial<Batch> = {}): Batch =>
  newBatch({
    run: 'e_monday',
    id: '1-0-',
    pass: 1,
    span: 0,
    members: ['ada', 'ben', 'cay'],
    next: undefined,
    createdAt: MORNING,
    closed: false,
    ...about,
  });
