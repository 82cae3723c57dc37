import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createRipeStamp,
  hashFormWords,
  isSignedFor,
  readStamp,
  readTicket,
  signTicket,
  stampForm,
  TICKET_LIFETIME,
} from '../../../functions/domain/limits/form-tokens.ts';
import { DAY, MINUTE, SECOND } from '../../../functions/domain/time/instant.ts';
import { NOON } from '../../support/builders/small-publication.ts';
import { SUBSCRIPTION_SECRETS } from '../../support/builders/subscriptions.ts';
import { changedText } from '../../support/fakes/changed-text.ts';

describe('the stamp of a form', () => {
  const stamp = stampForm(SUBSCRIPTION_SECRETS, NOON);

  it('is fine from two seconds to a day after it was made', () => {
    expect(readStamp(SUBSCRIPTION_SECRETS, stamp, NOON + 2 * SECOND)).toBe('fine');
    expect(readStamp(SUBSCRIPTION_SECRETS, stamp, NOON + DAY)).toBe('fine');
  });

  it('is early before that, late after that', () => {
    expect(readStamp(SUBSCRIPTION_SECRETS, stamp, NOON + 2 * SECOND - 1)).toBe('early');
    expect(readStamp(SUBSCRIPTION_SECRETS, stamp, NOON + DAY + 1)).toBe('late');
  });

  it('holds in no other form: forged, changed, cut short, of another key', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), changedText(stamp)), (other) => {
        fc.pre(other !== stamp);
        expect(readStamp(SUBSCRIPTION_SECRETS, other, NOON + 10 * SECOND)).toBe('none');
      }),
    );
    expect(readStamp(SUBSCRIPTION_SECRETS, `${'9'.repeat(20_000)}.${'A'.repeat(22)}`, NOON)).toBe('none');
    const links = { ...SUBSCRIPTION_SECRETS.links, current: { id: 'k3', secret: new Uint8Array(32) } };
    expect(readStamp({ ...SUBSCRIPTION_SECRETS, links }, stamp, NOON + 10 * SECOND)).toBe('none');
  });

  it.each([
    ['made in this moment', stampForm(SUBSCRIPTION_SECRETS, NOON), 'early'],
    ['made two seconds ago', stampForm(SUBSCRIPTION_SECRETS, NOON - 2 * SECOND), 'fine'],
    ['made ripe in this moment', createRipeStamp(SUBSCRIPTION_SECRETS, NOON), 'fine'],
    ['from the future, before a clock was set back', stampForm(SUBSCRIPTION_SECRETS, NOON + 1), 'late'],
  ])('%s is %s %s', (_, made, read) => {
    expect(readStamp(SUBSCRIPTION_SECRETS, made, NOON)).toBe(read);
  });

  it.each([
    ['the same address', '198.51.100.7', '198.51.100.7', 'fine', true],
    ['the same IPv6 network', '2001:db8:1:2::1', '2001:db8:1:2::9', 'fine', true],
    ['another address', '198.51.100.7', '203.0.113.9', 'none', false],
    ['any address, given to none', undefined, '203.0.113.9', 'fine', false],
    ['no address, given to one', '198.51.100.7', undefined, 'none', false],
  ])('read from %s (%s, %s) is %s', (_, given, from, read, counted) => {
    const own = createRipeStamp(SUBSCRIPTION_SECRETS, NOON, given);
    expect(readStamp(SUBSCRIPTION_SECRETS, own, NOON, from)).toBe(read);
    expect(isSignedFor(SUBSCRIPTION_SECRETS, own, from)).toBe(counted);
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
    expect(read(MINUTE + TICKET_LIFETIME)).toMatchObject({ kind: 'ripe' });
    expect(read(MINUTE + TICKET_LIFETIME + 1)).toBeUndefined();
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

it('words of consent are known by a hash: other words, another hash', () => {
  expect(hashFormWords('I agree.')).toMatch(/^[\w-]{22}$/);
  expect(hashFormWords('I agree.')).not.toBe(hashFormWords('I agree!'));
});
