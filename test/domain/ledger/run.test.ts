import { describe, expect, it } from 'vitest';
import {
  isLive,
  isMeant,
  isPremature,
  isStopped,
  isWaiting,
  mayBecome,
  type Run,
  type RunState,
  STOPPED_BY_EDITOR,
  withText,
} from '../../../functions/domain/ledger/run.ts';
import { aRun, MORNING } from '../../support/builders/runs.ts';

const STATES = ['planned', 'held', 'sending', 'paused', 'done', 'cancelled', 'missed', 'empty'] as const;

describe('a run', () => {
  it.each<[RunState, readonly RunState[]]>([
    ['planned', ['held', 'sending', 'paused', 'cancelled']],
    ['held', ['planned', 'cancelled']],
    ['sending', ['paused', 'done', 'cancelled']],
    ['paused', ['planned', 'sending', 'cancelled']],
    // A resend (`send --again`) opens it once more.
    ['done', ['sending']],
    ['cancelled', []],
    ['missed', ['planned', 'cancelled']],
    ['empty', []],
  ])('that is %s may become %j and nothing else', (from, to) => {
    expect(STATES.filter((state) => mayBecome(from, state))).toEqual(to);
  });

  it.each<[string, Partial<Run>, string]>([
    ['planned', { state: 'planned' }, 'live'],
    ['sending', { state: 'sending' }, 'live'],
    ['paused', { state: 'paused' }, ''],
    ['held', { state: 'held' }, 'waiting meant'],
    ['missed', { state: 'missed' }, 'waiting'],
    ['stopped by an editor', { state: 'cancelled', reason: STOPPED_BY_EDITOR }, 'stopped waiting meant'],
    ['cancelled by an operator', { state: 'cancelled', reason: 'Not today.' }, ''],
    ['paused with the reason of a stop', { state: 'paused', reason: STOPPED_BY_EDITOR }, ''],
    ['done', { state: 'done' }, ''],
    ['empty', { state: 'empty' }, ''],
    ['missed in the future', { state: 'missed', createdAt: MORNING + 1 }, 'waiting premature'],
    ['empty in the future', { state: 'empty', createdAt: MORNING + 1 }, 'premature'],
    ['sending in the future', { state: 'sending', createdAt: MORNING + 1 }, 'live'],
  ])('that is %s counts as', (_, about, words) => {
    const run = aRun(about);
    const holds = {
      live: isLive(run),
      stopped: isStopped(run),
      waiting: isWaiting(run),
      meant: isMeant(run),
      premature: isPremature(run, MORNING),
    };
    const names = Object.entries(holds).flatMap(([name, is]) => (is ? [name] : []));
    expect(names.join(' ')).toBe(words);
  });

  it.each([
    ['none', undefined, 'b', ['b']],
    ['another', ['a'], 'b', ['a', 'b']],
    ['the same', ['a', 'b'], 'b', ['a', 'b']],
    ['the same earlier on', ['b', 'a'], 'b', ['b', 'a', 'b']],
  ])('that had %s before keeps its letters in order', (_, before, letter, after) => {
    const text = (name: string) => ({ letter: name, subject: 'Monday', since: MORNING });
    const run = before && aRun({ texts: before.map(text) });
    expect(withText(run, text(letter)).map((one) => one.letter)).toEqual(after);
  });
});
