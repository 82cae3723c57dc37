import { describe, expect, it } from 'vitest';
import {
  countSpread,
  findExceededRate,
  findExceededRates,
} from '../../../functions/domain/delivery/reputation.ts';

const of = (accepted: number, bounced: number, complained = 0) =>
  findExceededRate({ accepted, bounced, complained });

describe('harm', () => {
  it('is more than two in a hundred bounced', () => {
    expect(of(1000, 20)).toBeUndefined();
    expect(of(1000, 21)).toEqual({ what: 'bounced', percent: 2.1 });
  });

  it('is more than eight in ten thousand complained, before any bounce', () => {
    expect(of(10_000, 0, 8)).toBeUndefined();
    expect(of(10_000, 900, 9)).toEqual({ what: 'complained', percent: 0.09 });
  });

  it('is not told from a few', () => {
    expect(of(20, 9)).toBeUndefined();
    expect(of(1000, 0, 4)).toBeUndefined();
    expect(of(0, 0)).toBeUndefined();
  });
});

describe('soft bounces', () => {
  it('are no harm', () => {
    expect(findExceededRate({ accepted: 1000, bounced: 400, complained: 0, soft: 385 })).toBeUndefined();
    expect(findExceededRate({ accepted: 1000, bounced: 400, complained: 0, soft: 370 })).toEqual({
      what: 'bounced',
      percent: 3,
    });
  });

  it('hide no complaints, and complaints hide no bounces', () => {
    const both = findExceededRates({ accepted: 1000, bounced: 30, complained: 9, soft: 0 });
    expect(both.map(({ what }) => what)).toEqual(['complained', 'bounced']);
  });
});

const times = (n: number, domain: string): string[] => Array.from({ length: n }, () => domain);

describe('what domains say together', () => {
  it.each([
    ['one alone', times(30, 'a.example'), 40, 0],
    ['two', [...times(30, 'a.example'), ...times(30, 'b.example')], 40, 0],
    ['one loud among many', [...times(30, 'a.example'), 'b.example', 'c.example'], 40, 3],
    ['three alike', [...times(5, 'a.example'), ...times(5, 'b.example'), ...times(5, 'c.example')], 40, 15],
    ['a large provider', times(30, 'gmail.com'), 40, 30],
    ['one that anybody may own, named nearly so', times(30, 'gmail.ch'), 40, 0],
    ['one that only ends like one', times(30, 'notgmail.com'), 40, 0],
    ['the only one there is', times(30, 'a.example'), 1, 30],
    ['nobody', [], 40, 0],
  ])('%s', (_, domains, audience, count) => {
    expect(countSpread(domains, audience)).toBe(count);
  });
});
