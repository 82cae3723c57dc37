import { describe, expect, it } from 'vitest';
import {
  decided,
  letterOf,
  newBatch,
  noticeText,
  unsettled,
  untouched,
} from '../../../functions/domain/ledger/batch.ts';
import { aBatch, noOutcomes } from '../../support/builders/runs.ts';

const started = new Set([0, 1, 2, 3]);
const outcomes = {
  ...noOutcomes(),
  accepted: new Set([0]),
  departed: new Set([4]),
  rejected: new Set([1]),
  unknown: new Set([2]),
};
const members = ['ada', 'ben', 'cay', 'dan', 'eve', 'fay'];

describe('the positions of a batch', () => {
  it.each([
    ['that nobody has taken', {}, { decided: [], unsettled: [], untouched: [0, 1, 2, 3, 4, 5] }],
    ['whose worker died', { started }, { decided: [], unsettled: [0, 1, 2, 3], untouched: [4, 5] }],
    ['in the middle', { started, outcomes }, { decided: [0, 1, 2, 4], unsettled: [3], untouched: [5] }],
    [
      'after a bounce, which follows an acceptance',
      { started: new Set([0]), outcomes: { ...outcomes, bounced: new Set([0]), soft: new Set([0]) } },
      { decided: [0, 1, 2, 4], unsettled: [], untouched: [3, 5] },
    ],
  ])('%s', (_, about, positions) => {
    const batch = aBatch({ members, ...about });
    expect({
      decided: [...decided(batch)].sort(),
      unsettled: unsettled(batch),
      untouched: untouched(batch),
    }).toEqual(positions);
  });

  it.each([
    ['first copy', 0, 1, 'old'],
    ['first copy, sent after a correction', 1, 1, 'new'],
    ['second copy, sent after a correction', 0, 2, 'new'],
    ['second copy that never was', 1, 2, undefined],
    ['copy that never was', 5, 1, undefined],
  ] as const)('name the letter of a %s', (_, position, attempt, letter) => {
    const later = { '1': 'new', '0+': 'new', '5': 'new' };
    const batch = aBatch({ members, letter: 'old', later, started, again: new Set([0]) });
    expect(letterOf(batch, position, attempt)).toBe(letter);
  });

  it('are closed from the start where there are none', () => {
    const about = { run: 'e_monday', id: '1-0-', pass: 1, span: 0, next: undefined, createdAt: 0 };
    expect(newBatch({ ...about, members: [] }).closed).toBe(true);
    expect(newBatch({ ...about, members: ['ada'] }).closed).toBe(false);
  });

  it('of equal notices have the same text, whatever order their keys have', () => {
    const notice = { kind: 'link', to: undefined, letter: undefined, about: { purpose: 'manage' } } as const;
    const { kind, ...rest } = notice;
    expect(noticeText({ ...rest, kind })).toBe(noticeText(notice));
    expect(noticeText({ ...notice, about: { purpose: 'undo' } })).not.toBe(noticeText(notice));
  });
});
