import { describe, expect, it } from 'vitest';
import {
  findRefusal,
  isStricter,
  normalizeWord,
  readConsent,
  stricterOf,
} from '../../../functions/domain/import/consent-words.ts';

describe('a word of consent', () => {
  it.each([
    ['active', 'active'],
    ['Subscribed', 'active'],
    // Kit's word for a reader who opens little.
    ['cold', 'active'],
    ['not_confirmed', 'pending'],
    ['Opt-Out', 'unsubscribed'],
    ['gekündigt', 'unsubscribed'],
    ['cleaned', 'bounced'],
    ['Spam Complaint', 'complained'],
    ['blocklisted', 'suppressed'],
    ['yes', 'yes'],
    ['1', 'yes'],
    ['☑', 'yes'],
    ['no', 'no'],
    ['0', 'no'],
    ['', 'nothing'],
    ['N/A', 'nothing'],
    ['-', 'nothing'],
    ['0000-00-00 00:00:00', 'nothing'],
    // What is not known is asked about, never guessed.
    ['unsubscribe soon', undefined],
    ['7', undefined],
    ['subscribd', undefined],
  ])('%j says %s', (text, said) => {
    expect(readConsent(text)).toBe(said);
  });

  it.each([
    ['active', 'pending', 'pending'],
    ['unsubscribed', 'pending', 'unsubscribed'],
    ['bounced', 'unsubscribed', 'bounced'],
    ['complained', 'bounced', 'complained'],
    ['complained', 'suppressed', 'suppressed'],
    ['active', 'active', 'active'],
  ] as const)('of %s and %s the stricter is %s', (a, b, strict) => {
    expect([stricterOf(a, b), stricterOf(b, a)]).toEqual([strict, strict]);
    expect(isStricter(a, b) && isStricter(b, a)).toBe(false);
  });
});

it.each([
  ['Opt-Out', 'opt out'],
  ['  not_confirmed ', 'not confirmed'],
  ['ＹＥＳ', 'yes'],
])('%j is read as %j', (text, word) => {
  expect(normalizeWord(text)).toBe(word);
});

it.each([
  ['unsubscribed', 'unsubscribed'],
  ['please unsubscribe me', 'unsubscribed'],
  ['Mail bounced in May', 'bounced'],
  ['Do not mail!', 'suppressed'],
  ['marked as spam', 'complained'],
  ['{"unsubscribed":true}', 'unsubscribed'],
  ['{"unsubscribed":false}', undefined],
  ['{"bounced": null}', undefined],
  // Words that a note may hold by chance.
  ['left', undefined],
  ['invited', undefined],
  ['active', undefined],
  ['Wrote about subscriptions', undefined],
  ['', undefined],
])('a note that says %j refuses mail as: %s', (text, refusal) => {
  expect(findRefusal(text)).toBe(refusal);
});
