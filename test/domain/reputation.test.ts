import { describe, expect, it } from 'vitest';
import { harmOf } from '../../functions/domain/reputation.ts';

const of = (accepted: number, bounced: number, complained = 0) => harmOf({ accepted, bounced, complained });

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
