import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  AWS_PRICES,
  LETTER_UNITS,
  letterCost,
  restCost,
} from '../../../functions/adapters/aws4fetch/prices.ts';
import { sesCost } from '../../../functions/adapters/ses/prices.ts';
import type { Bill } from '../../../functions/domain/account/prices.ts';

const DEPLOY = readFileSync(new URL('../../../docs/deploy.md', import.meta.url), 'utf8');
/** What the table's limit of units and SES's first rate out of the sandbox make of a million. */
const MILLION = letterCost(1_000_000, LETTER_UNITS, 14);

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

  it('is SES’s fee by the plan the account has, and says what was assumed', () => {
    expect(sesCost(10_000, 'NONE')).toEqual({ what: 'SES, à la carte', dollars: 1, assumed: undefined });
    expect(sesCost(10_000, 'ESSENTIALS')).toMatchObject({ dollars: 1.6, assumed: undefined });
    expect(sesCost(10_000, undefined)).toMatchObject({
      dollars: 1.6,
      assumed: expect.stringMatching(/Essentials/),
    });
    expect(sesCost(10_000, 'PRO')).toMatchObject({
      what: 'SES, Pro',
      dollars: 2.2,
      assumed: expect.stringMatching(/\$105 a month/),
    });
  });

  it('is what the docs say, line by line and in sum', () => {
    const sums = [MILLION, restCost(true), restCost(false)].map(
      ({ dollars }) => `**$${dollars.toFixed(2)}**`,
    );
    expect(DEPLOY).toContain(AWS_PRICES.priced);
    expect(DEPLOY).toContain(
      `$${sesCost(1e6, 'NONE').dollars} à la carte, $${sesCost(1e6, 'ESSENTIALS').dollars} on`,
    );
    for (const text of [...rows(MILLION), ...rows(restCost(false)), ...sums]) expect(DEPLOY).toContain(text);
  });
});
