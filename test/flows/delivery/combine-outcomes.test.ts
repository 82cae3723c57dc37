import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../functions/domain/delivery/mailer.ts';
import { type Circumstances, combineOutcomes } from '../../../functions/flows/delivery/combine-outcomes.ts';

const ok: Outcome = { kind: 'accepted', id: 'x' };
const content: Outcome = { kind: 'rejected', reason: 'Content.', address: false };
const unclear: Outcome = { kind: 'deferred', reason: '554 Failed', fault: 'account' };
const relay: Outcome = { kind: 'paused', reason: 'Relay access denied', tied: true };
const quota: Outcome = { kind: 'quota', reason: '5.4.5 Daily quota', tied: true };
const pressed: Outcome = { kind: 'throttled', reason: '451 4.3.0 Later', tied: true };
const full: Outcome = { kind: 'deferred', reason: '452 4.2.2 Mailbox full' };
const gone: Outcome = { kind: 'rejected', reason: '5.1.1', address: true };
const blocked: Outcome = { kind: 'rejected', reason: '5.7.1', address: false, fault: 'recipient' };

const fold = (outcomes: readonly Outcome[], about: Partial<Circumstances> = {}) =>
  combineOutcomes([...outcomes.keys()], outcomes, {}, { expired: false, alone: false, silent: 0, ...about });
const times = <T>(n: number, one: T): T[] => Array.from({ length: n }, () => one);

describe('a chunk', () => {
  it.each([
    ['the account’s quota', quota, 'quota'],
    ['what nobody can make out', unclear, 'paused'],
    ['the letter', content, 'paused'],
    ['the relay', relay, 'paused'],
  ])('whose end was refused for %s gives all of them back, and stops the run', (_, outcome, stop) => {
    const folded = fold([ok, ...times(9, outcome)]);
    expect(folded).toMatchObject({ back: [1, 2, 3, 4, 5, 6, 7, 8, 9], stop: { kind: stop } });
    expect(folded.final).toMatchObject({ accepted: [0], rejected: [] });
    expect(folded.blamed).toHaveLength(9);
  });

  it.each([
    ['what nobody can make out', unclear],
    ['the relay', relay],
    ['a quota', quota],
  ])('in which one was refused for %s gives that one back, and nobody stops', (_, outcome) => {
    for (const at of [0, 5, 9]) {
      const folded = fold(times<Outcome>(10, ok).with(at, outcome));
      expect(folded).toMatchObject({ back: [at], stop: undefined, blamed: [] });
    }
  });

  it('in which one was refused for its content has a last word on that one', () => {
    expect(fold(times<Outcome>(10, ok).with(4, content))).toMatchObject({
      final: { rejected: [4] },
      back: [],
      stop: undefined,
    });
  });

  it('of one message stops at the second in a row', () => {
    const first = fold([relay]);
    expect(first).toMatchObject({ back: [0], stop: undefined, suspect: 1 });
    expect(fold([relay], { suspect: first.suspect })).toMatchObject({ back: [0], stop: { kind: 'paused' } });
    expect(fold([ok], { suspect: first.suspect })).toMatchObject({ suspect: 0 });
  });

  it('in which some were put off after the letter, and others not, stops nobody', () => {
    const folded = fold([ok, pressed, pressed, ok]);
    expect(folded).toMatchObject({ back: [1, 2], stop: undefined, final: { rejected: [] } });
  });

  it('of which none was taken, and several were put off after the letter, goes slower', () => {
    expect(fold([pressed, pressed])).toMatchObject({ back: [0, 1], stop: { kind: 'throttled' } });
    expect(fold([pressed])).toMatchObject({ back: [0], stop: undefined });
    expect(fold([pressed, pressed], { blamed: new Set([0]) })).toMatchObject({ stop: undefined });
    expect(fold([pressed, pressed], { notice: true, expired: true })).toMatchObject({ back: [] });
  });

  it('in which one is told of haste makes everybody slower, and gives that one up after a day; a notice never', () => {
    const haste: Outcome = { kind: 'throttled', reason: '421 Too fast', tied: true, busy: true };
    expect(fold([ok, haste])).toMatchObject({ back: [1], stop: { kind: 'throttled' } });
    expect(fold([haste], { expired: true })).toMatchObject({ back: [], final: { rejected: [0] } });
    expect(fold([haste], { expired: true, notice: true })).toMatchObject({ back: [0] });
  });

  it.each([
    ['after the letter', pressed],
    ['before it', full],
  ])('put off for a day %s ends for one mailbox; where nobody got the letter, the run stops', (_, later) => {
    const one = fold([later, later], { expired: true });
    expect(one).toMatchObject({ final: { rejected: [0, 1] }, back: [] });
    expect(one.putOff).toHaveLength(2);
    expect(fold([later, later], { expired: true, first: true })).toMatchObject({
      final: { rejected: [] },
      back: [0, 1],
      stop: { kind: 'paused' },
    });
    expect(fold([later], { expired: true, first: true })).toMatchObject({ final: { rejected: [0] } });
  });

  it('at the end of a run stops for a quota, whoever was taken beside', () => {
    expect(fold([ok, quota], { end: true })).toMatchObject({
      back: [1],
      stop: { kind: 'quota' },
      blamed: [1],
    });
    expect(fold([ok, relay], { end: true })).toMatchObject({ back: [1], stop: undefined });
  });

  it('that is the last message of a run ends in a quota, not in a rejection', () => {
    expect(fold([quota])).toMatchObject({ back: [0], stop: { kind: 'quota' }, final: { rejected: [] } });
  });

  it('never stops for addresses that are gone, nor for mailboxes that refuse a sender', () => {
    expect(fold(times(4, gone))).toMatchObject({ stop: undefined, back: [] });
    expect(fold([ok, ...times(9, gone)])).toMatchObject({ stop: undefined, back: [] });
    expect(fold([ok, ok, ...times(8, blocked)])).toMatchObject({
      stop: undefined,
      final: { rejected: [2, 3, 4, 5, 6, 7, 8, 9] },
    });
  });

  it('stops where a server knows none of its addresses, and bars nobody for it', () => {
    const folded = fold(times(10, gone));
    expect(folded).toMatchObject({ stop: { kind: 'paused' }, refused: [], final: { rejected: [] } });
    expect(folded.back).toHaveLength(10);
    // Resumed, after others got the letter: they are gone indeed.
    const again = fold(times(10, gone), { blamed: new Set(folded.blamed) });
    expect(again).toMatchObject({ stop: undefined, back: [] });
    expect(again.refused).toHaveLength(10);
  });

  it('stops where every mailbox of it refuses the sender', () => {
    expect(fold(times(10, blocked))).toMatchObject({ stop: { kind: 'paused' }, final: { rejected: [] } });
  });
});

describe('a mailbox that is there and did not take this letter', () => {
  it('is told of, for it may be full for ever: refused for good, or put off for a day', () => {
    const later: Outcome = { kind: 'deferred', reason: '452 4.2.2' };
    const folded = fold([ok, blocked, later, gone], { expired: true });
    expect(folded.putOff).toEqual([
      { position: 1, reason: '5.7.1' },
      { position: 2, reason: '452 4.2.2' },
    ]);
    expect(fold([ok, later, content]).putOff).toEqual([]);
    expect(fold(times(10, blocked)).putOff).toEqual([]);
  });
});

describe('those for whom it was stopped before', () => {
  const blamed = new Set([0, 1]);

  it.each([relay, unclear])('stop nobody again, and wait (%j)', (outcome) => {
    const folded = fold([outcome, outcome, ...times(8, ok)], { blamed });
    expect(folded).toMatchObject({ stop: undefined, back: [0, 1] });
  });

  it.each([relay, unclear, quota])('are set aside after a day (%j)', (outcome) => {
    const folded = fold([outcome, outcome, ...times(8, ok)], { blamed, expired: true });
    expect(folded).toMatchObject({ stop: undefined, back: [], final: { rejected: [0, 1] } });
  });

  it('do not hide that others are refused as well', () => {
    expect(fold(times(10, relay), { blamed })).toMatchObject({ stop: { kind: 'paused' } });
  });

  it('a quota that lasts for days costs nobody else the letter', () => {
    const folded = fold([ok, ...times(9, quota)], { expired: true });
    expect(folded).toMatchObject({ final: { rejected: [] }, stop: { kind: 'quota' } });
  });
});

describe('a notice', () => {
  it.each([content, unclear, relay, quota])('waits where its address is not to blame (%j)', (outcome) => {
    expect(fold([outcome], { notice: true })).toMatchObject({ back: [0], final: { rejected: [] } });
  });

  it.each([gone, blocked])('is closed after one try where its recipient is (%j)', (outcome) => {
    expect(fold([outcome], { notice: true })).toMatchObject({ back: [], final: { rejected: [0] } });
  });

  it.each([content, unclear, relay])('is given up after a day (%j)', (outcome) => {
    expect(fold([outcome], { notice: true, expired: true })).toMatchObject({ final: { rejected: [0] } });
  });
});
