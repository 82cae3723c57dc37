import { describe, expect, it } from 'vitest';
import { isAligned, readDmarc } from '../../../functions/domain/dns/dmarc.ts';
import { listDomainsUpwards } from '../../../functions/domain/dns/dns.ts';

const read = (...records: string[]) => readDmarc('paper.press', 'paper.press', records);

describe('a DMARC record', () => {
  it('is the one that begins as such, whatever stands beside it', () => {
    expect(read('google-site-verification=x', 'v=DMARC1; p=quarantine; adkim=s')).toEqual({
      ...{ domain: 'paper.press', policy: 'quarantine', strict: { dkim: true, spf: false }, removed: [] },
    });
    expect(read('v=DMARC10; p=none')).toBeUndefined();
  });

  it('is none where there are two', () => {
    expect(read('v=DMARC1; p=none', 'v=DMARC1; p=reject')).toBeUndefined();
  });

  it('of a domain above has a policy of its own for what is below', () => {
    const record = ['v=DMARC1;p=reject;sp=none;pct=50'];
    expect(readDmarc('paper.press', 'news.paper.press', record)).toMatchObject({
      ...{ policy: 'none', removed: ['pct'] },
    });
  });
});

describe('alignment', () => {
  const relaxed = { strict: false, organisation: 'paper.press' };

  it('relaxed, is with whatever is of one organisation; strict, with the domain itself', () => {
    expect(isAligned('news.paper.press', 'bounce.paper.press', relaxed)).toBe(true);
    expect(isAligned('news.paper.press', 'bounce.paper.press', { ...relaxed, strict: true })).toBe(false);
    expect(isAligned('paper.press', 'paper.press', { ...relaxed, strict: true })).toBe(true);
  });

  it('is never with what only ends alike', () => {
    expect(isAligned('paper.press', 'newspaper.press', relaxed)).toBe(false);
    expect(isAligned('paper.press', 'amazonses.com', relaxed)).toBe(false);
  });

  it('is looked for from a name upwards, never at a top level', () => {
    expect(listDomainsUpwards('a.news.paper.press')).toEqual([
      'a.news.paper.press',
      'news.paper.press',
      'paper.press',
    ]);
    expect(listDomainsUpwards('paper.press')).toEqual(['paper.press']);
  });
});
