import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  alertRun,
  digestRun,
  editionRun,
  outboxKind,
  slotKey,
  slotOfRun,
  tagSafe,
} from '../../../functions/domain/ledger/run-key.ts';

const HASHED = /^_[A-Za-z0-9_-]{22}$/;

describe('the key of a run', () => {
  it.each([
    ['an edition', editionRun('2026-11-23-brief'), 'e_2026-11-23-brief'],
    ['an alert', alertRun('bridge-closed'), 'a_bridge-closed'],
    ['a digest', digestRun('daily', '20261123T0700'), 'd_daily_20261123T0700'],
  ])('of %s', (_, key, text) => {
    expect(key).toBe(text);
  });

  it.each([
    ['of 100 characters', 'x'.repeat(100), true],
    ['of 101 characters', 'x'.repeat(101), false],
    ['with a dot', 'brief.1', false],
    ['with an umlaut', 'brücke', false],
    ['that is empty', '', false],
  ])('has an id %s as it is, or its hash', (_, id, plain) => {
    expect(tagSafe(id)).toEqual(plain ? id : expect.stringMatching(HASHED));
    expect(tagSafe(id)).toBe(tagSafe(id));
  });

  it.each([
    ['2026-11-23T07:00:00Z', 'Europe/London', '20261123T0700'],
    ['2026-07-23T06:00:00Z', 'Europe/London', '20260723T0700'],
    // 01:30 comes twice on that morning, and is one slot.
    ['2026-10-25T00:30:00Z', 'Europe/London', '20261025T0130'],
    ['2026-10-25T01:30:00Z', 'Europe/London', '20261025T0130'],
    ['2026-11-22T23:00:00Z', 'Asia/Tokyo', '20261123T0800'],
  ])('has for %s in %s the slot %s', (at, zone, key) => {
    expect(slotKey(Date.parse(at), zone)).toBe(key);
  });

  it.each([
    ['d_daily_20261123T0700', '2026-11-23T07:00:00Z'],
    ['d_daily_20260723T0700', '2026-07-23T06:00:00Z'],
    ['d_20261123T0700_20261124T0700', '2026-11-24T07:00:00Z'],
    ['e_2026-11-23-brief', undefined],
    ['d_daily', undefined],
  ])('%s names the slot %s', (key, at) => {
    expect(slotOfRun(key, 'Europe/London')).toBe(at && Date.parse(at));
  });

  it.each([
    ['e_brief', '1-0-', 'edition'],
    ['d_daily_20261123T0700', '1-0-', 'digest'],
    ['a_bridge', '1-0-', 'alert'],
    ['notices', 'confirm-x1-2', 'confirm'],
    ['x_other', '1-0-', ''],
  ])('%s and a batch %s are of the kind %j', (run, batch, kind) => {
    expect(outboxKind(run, batch)).toBe(kind);
  });

  it('is safe as a message tag, whatever an article is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
        expect(alertRun(name)).toMatch(/^a_[A-Za-z0-9_-]{1,100}$/);
        expect(editionRun(name)).toMatch(/^e_[A-Za-z0-9_-]{1,100}$/);
      }),
    );
  });

  it('differs where the names do', () => {
    expect(alertRun('a b')).not.toBe(alertRun('a  b'));
    expect(alertRun('x'.repeat(200))).not.toBe(alertRun('x'.repeat(201)));
  });
});
