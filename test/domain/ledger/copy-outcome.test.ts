import { expect, it } from 'vitest';
import type { OutcomeSet } from '../../../functions/domain/ledger/batch.ts';
import { copyOutcomeOf } from '../../../functions/domain/ledger/copy-outcome.ts';
import { aBatch, noOutcomes } from '../../support/builders/runs.ts';

it.each<[string, readonly OutcomeSet[], boolean, string]>([
  ['was not begun', [], false, 'waiting'],
  ['was written ahead', [], true, 'under way'],
  ['was taken by the provider', ['accepted'], true, 'accepted'],
  ['was refused', ['rejected'], true, 'rejected'],
  ['has no answer', ['unknown'], true, 'unknown'],
  ['has no answer, and was found accepted since', ['unknown', 'accepted'], true, 'accepted'],
  ['came back', ['accepted', 'bounced'], true, 'bounced'],
  ['came back softly', ['accepted', 'bounced', 'soft'], true, 'bounced'],
  ['was complained of', ['accepted', 'complained'], true, 'complained'],
  ['was complained of and came back', ['accepted', 'bounced', 'complained'], true, 'complained'],
  ['went to a subscriber who had left', ['departed'], false, 'set aside'],
])('a copy that %s (%j, started: %s) is %s', (_, sets, started, outcome) => {
  const outcomes = { ...noOutcomes(), ...Object.fromEntries(sets.map((set) => [set, new Set([1])])) };
  const batch = aBatch({ outcomes, started: new Set(started ? [1] : []) });
  expect(copyOutcomeOf(batch, 1)).toBe(outcome);
  expect(copyOutcomeOf(batch, 0)).toBe('waiting');
});
