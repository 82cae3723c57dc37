import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Bill, letterCost, restCost } from '../../functions/domain/prices.ts';

const DEPLOY = readFileSync(new URL('../../docs/deploy.md', import.meta.url), 'utf8');
/** What the table's limit of units and SES's first rate out of the sandbox make of a million. */
const MILLION = letterCost(1_000_000, { writes: 1.5, reads: 1.5 }, 14);

const rows = ({ lines }: Bill): string[] =>
  lines
    .filter(({ dollars }) => dollars >= 0.005)
    .map(({ what, dollars }) => `| ${what} | $${dollars.toFixed(2)} |`);

describe('what it costs', () => {
  it('is two dollars and a half at most for a million letters, beside SES', () => {
    expect(MILLION.dollars).toBeLessThanOrEqual(2.5);
    expect(MILLION.lines.every(({ dollars }) => dollars > 0)).toBe(true);
  });

  it('is a dollar at most for a month at rest, with the free tier', () => {
    expect(restCost(true).dollars).toBeLessThanOrEqual(1);
    expect(restCost(false).dollars).toBeGreaterThan(restCost(true).dollars);
  });

  it('is what the docs say, line by line and in sum', () => {
    const sums = [MILLION, restCost(true), restCost(false)].map(
      ({ dollars }) => `**$${dollars.toFixed(2)}**`,
    );
    for (const text of [...rows(MILLION), ...rows(restCost(false)), ...sums]) expect(DEPLOY).toContain(text);
  });
});
