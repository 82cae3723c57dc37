import { describe, expect, it } from 'vitest';
import { decideEligibility } from '../../../functions/domain/delivery/audience.ts';
import type { Subscriber } from '../../../functions/domain/subscribers/subscriber.ts';
import { HOUR } from '../../../functions/domain/time/instant.ts';
import { NOON } from '../../support/builders/small-publication.ts';
import { aSubscriber } from '../../support/builders/subscriptions.ts';

const CUTOFF = NOON;
const NOW = NOON + HOUR;
const run = { newsletter: 'daily', cutoff: CUTOFF };
const since = (confirmedAt: number | undefined, at = CUTOFF - HOUR) => ({
  consent: { at, source: 'form', form: 'words', confirmedAt },
});

describe('a copy of the daily, cut off at noon and sent an hour later', () => {
  it.each<[string, Partial<Subscriber>, string]>([
    ['is active and confirmed before noon', since(CUTOFF - 1), 'reader'],
    ['confirmed exactly at noon', since(CUTOFF), 'reader'],
    ['confirmed a millisecond after noon', since(CUTOFF + 1), 'later'],
    ['confirmed in this very moment', since(NOW), 'later'],
    ['confirmed in the future, before a clock was set back', since(NOW + 1), 'reader'],
    ['was imported, unconfirmed, with a consent from noon', since(undefined, CUTOFF), 'reader'],
    ['was imported, unconfirmed, with a consent from after noon', since(undefined, CUTOFF + 1), 'later'],
    ['has not confirmed', { status: 'pending' }, 'left'],
    ['has unsubscribed', { status: 'unsubscribed' }, 'left'],
    ['unsubscribed and came back after noon', { changedAt: CUTOFF + 1 }, 'reader'],
    ['bounced', { status: 'bounced' }, 'left'],
    ['complained', { status: 'complained' }, 'left'],
    ['reads another newsletter alone', { newsletters: ['brief'] }, 'left'],
    ['reads nothing', { newsletters: [] }, 'left'],
    ['is on a pause that ends in a millisecond', { pausedUntil: NOW + 1 }, 'paused'],
    ['was on a pause that ends now', { pausedUntil: NOW }, 'reader'],
    ['is on a pause, and confirmed after noon', { ...since(NOW), pausedUntil: NOW + 1 }, 'later'],
    ['is on a pause, and has unsubscribed', { status: 'unsubscribed', pausedUntil: NOW + 1 }, 'left'],
  ])('for a subscriber who %s', (_, about, eligibility) => {
    expect(decideEligibility(aSubscriber('ada@example.com', about), run, NOW)).toBe(eligibility);
  });

  it('is skipped where the subscriber was erased', () => {
    expect(decideEligibility(undefined, run, NOW)).toBe('left');
  });
});
