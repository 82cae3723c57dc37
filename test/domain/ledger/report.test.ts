import { describe, expect, it } from 'vitest';
import { addBatch, emptyTally, makeReport, ownDaysOf } from '../../../functions/domain/ledger/report.ts';
import { DAY, SECOND } from '../../../functions/domain/time/instant.ts';
import { aBatch, aRun, MORNING, noOutcomes } from '../../support/builders/runs.ts';

const left = (count: number) => ({ from: '2026-11-23', to: '2026-11-29', count });
const reportOf = (tally: Partial<ReturnType<typeof emptyTally>>, gone = 0) =>
  makeReport(aRun(), { ...emptyTally(), ...tally }, left(gone));

describe('the own days of a run that began on 23 November', () => {
  it.each([
    ['a month later, with nothing behind it', undefined, 30, '2026-11-29'],
    ['a month later, with a run on the 26th', 3, 30, '2026-11-25'],
    ['a month later, with a run on the 30th', 7, 30, '2026-11-29'],
    ['two days later', undefined, 2, '2026-11-25'],
    ['on the same day', undefined, 0, '2026-11-23'],
    ['with another run on the same day', 0, 30, '2026-11-23'],
    ['by a clock that was set back', undefined, -3, '2026-11-23'],
  ])('seen %s', (_, next, now, to) => {
    const at = (days: number) => MORNING + days * DAY;
    const days = ownDaysOf(aRun(), next === undefined ? undefined : at(next), at(now), 'Europe/London');
    expect(days).toEqual({ from: '2026-11-23', to });
  });

  it('are days of the publication, not of Greenwich', () => {
    const late = aRun({ createdAt: Date.parse('2026-11-22T23:30:00Z') });
    expect(ownDaysOf(late, undefined, MORNING, 'Europe/Berlin').from).toBe('2026-11-23');
  });
});

describe('a report', () => {
  it.each([
    ['nothing was accepted', { accepted: 0 }, 0, undefined],
    ['nothing came back', { accepted: 200 }, 0, { bounced: 0, complained: 0, left: 0 }],
    ['1 of 3 came back', { accepted: 3, bounced: 1 }, 0, { bounced: 33.33, complained: 0, left: 0 }],
    ['all left', { accepted: 2 }, 2, { bounced: 0, complained: 0, left: 100 }],
    ['more left than got it', { accepted: 2 }, 3, { bounced: 0, complained: 0, left: undefined }],
  ])('in per cent, where %s', (_, tally, gone, percent) => {
    expect(reportOf(tally, gone).percent).toEqual(percent);
  });

  it.each([
    ['no copy was sent', 0, undefined, undefined],
    ['all was over within a second', MORNING + SECOND - 1, 0.999, undefined],
    ['it took a second', MORNING + SECOND, 1, 30],
    ['it took a minute and a half', MORNING + 90 * SECOND, 90, 0.3],
    ['a clock was set back', MORNING - SECOND, 0, undefined],
  ])('of the speed, where %s', (_, lastStarted, seconds, perSecond) => {
    expect(reportOf({ accepted: 30, lastStarted })).toMatchObject({ seconds, perSecond });
  });

  it('counts a copy that was found accepted as accepted, and resends apart', () => {
    const tally = emptyTally();
    const outcomes = { ...noOutcomes(), accepted: new Set([0, 1]), unknown: new Set([1, 2]) };
    addBatch(tally, aBatch({ outcomes, startedAt: MORNING, again: new Set([2]) }));
    addBatch(tally, aBatch({ pass: 2, startedAt: MORNING + DAY }));
    const accepted = { planned: 3, later: 3, accepted: 2, unknown: 1, again: 1, waiting: 3 };
    expect(tally).toMatchObject({ ...accepted, lastStarted: MORNING });
  });
});
