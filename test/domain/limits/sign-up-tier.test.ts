import { describe, expect, it } from 'vitest';
import { readTicket, signTicket, TICKET_WITHIN } from '../../../functions/domain/limits/form-tokens.ts';
import {
  brakeOf,
  budgetsOf,
  describeBrake,
  factorOf,
  waitOf,
} from '../../../functions/domain/limits/sign-up-tier.ts';
import { MINUTE, SECOND } from '../../../functions/domain/time/instant.ts';
import { NOON } from '../../support/builders/small-publication.ts';
import { SUBSCRIPTION_SECRETS } from '../../support/builders/subscriptions.ts';

describe('the lanes', () => {
  it.each([
    [1000, 'none', { open: 500, proven: 5000, slow: 1000 }],
    [1000, 'half', { open: 250, proven: 2500, slow: 500 }],
    [1000, 'tenth', { open: 0, proven: 500, slow: 100 }],
    [3, 'none', { open: 2, proven: 15, slow: 3 }],
    [1, 'none', { open: 1, proven: 5, slow: 1 }],
    [1, 'half', { open: 1, proven: 5, slow: 1 }],
    [1, 'tenth', { open: 0, proven: 5, slow: 1 }],
  ] as const)('of %d an hour, braked %s, have room for readers', (perHour, brake, budgets) => {
    expect(budgetsOf(perHour, brake)).toEqual(budgets);
  });

  it('ask for more work, and more patience, as they fill', () => {
    expect([0, 19, 20, 40, 60, 99].map((used) => factorOf(used, 100))).toEqual([1, 1, 2, 4, 8, 8]);
    const minutes = [0, 19, 20, 40, 60, 80, 100].map((used) => waitOf(used, 100) / MINUTE);
    expect(minutes).toEqual([1, 1, 2, 3, 4, 5, 5]);
  });
});

describe('the brake', () => {
  it.each([
    [19, 19, 'none'],
    [20, 0, 'none'],
    [20, 1, 'none'],
    [20, 2, 'half'],
    [30, 3, 'half'],
    [20, 3, 'tenth'],
    [1000, 50, 'none'],
    [1000, 51, 'half'],
    [1000, 101, 'tenth'],
    // Bounces come after what they are about was forgotten.
    [20, 40, 'tenth'],
  ])('of %d handed over and %d refused is %s', (handed, refused, brake) => {
    expect(brakeOf({ handed, refused })).toBe(brake);
    expect(describeBrake({ handed, refused }) === undefined).toBe(brake === 'none');
  });
});

describe('a ticket', () => {
  const given = { at: NOON, wait: MINUTE, to: 'bearer:a' };
  const ticket = signTicket(SUBSCRIPTION_SECRETS, given);
  const read = (after: number, about: { text?: string; to?: string } = {}) =>
    readTicket(SUBSCRIPTION_SECRETS, about.text ?? ticket, { to: about.to ?? 'bearer:a', now: NOON + after });

  it('ripens at its instant, and ends at its instant', () => {
    expect(read(MINUTE - 1)).toEqual({ kind: 'early', left: 1 });
    expect(read(MINUTE)).toMatchObject({ kind: 'ripe' });
    expect(read(MINUTE + TICKET_WITHIN)).toMatchObject({ kind: 'ripe' });
    expect(read(MINUTE + TICKET_WITHIN + 1)).toBeUndefined();
    expect(read(-1)).toBeUndefined();
  });

  it('is no other: of somebody else, of another key, with any one character changed', () => {
    expect(read(MINUTE, { to: 'bearer:b' })).toBeUndefined();
    const other = {
      ...SUBSCRIPTION_SECRETS,
      links: { ...SUBSCRIPTION_SECRETS.links, current: SUBSCRIPTION_SECRETS.links.retired[0]! },
    };
    expect(read(MINUTE, { text: signTicket(other, given) })).toBeUndefined();
    for (let i = 0; i < ticket.length; i++) {
      const changed = ticket[i] === 'x' ? 'y' : 'x';
      expect(read(MINUTE, { text: `${ticket.slice(0, i)}${changed}${ticket.slice(i + 1)}` })).toBeUndefined();
    }
  });

  it('of a part of a second waits for the whole of it', () => {
    const short = signTicket(SUBSCRIPTION_SECRETS, { ...given, wait: SECOND / 2 });
    expect(read(SECOND - 1, { text: short })).toMatchObject({ kind: 'early' });
  });
});
