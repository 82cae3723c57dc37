/** Runs and batches to begin with; a test says only what it is about. */
import type { Batch } from '../../../functions/domain/ledger/batch.ts';
import type { Run } from '../../../functions/domain/ledger/run.ts';

export const NOW = Date.parse('2026-11-23T07:00:00Z');

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
  cutoff: NOW,
  until: undefined,
  spans: 1,
  createdAt: NOW,
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

export const aBatch = (about: Partial<Batch> = {}): Batch => ({
  run: 'e_monday',
  id: '1-0-',
  pass: 1,
  span: 0,
  members: ['ada', 'ben', 'cay'],
  next: undefined,
  notice: undefined,
  letter: undefined,
  createdAt: NOW,
  lease: 0,
  leaseUntil: 0,
  notBefore: 0,
  started: new Set(),
  startedAt: 0,
  again: new Set(),
  outcomes: noOutcomes(),
  closed: false,
  ...about,
});
