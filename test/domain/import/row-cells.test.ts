import { expect, it } from 'vitest';
import {
  findTypo,
  parseDate,
  parseIds,
  parseLabels,
  parseText,
} from '../../../functions/domain/import/row-cells.ts';
import { NOON } from '../../support/builders/small-publication.ts';

const KNOWN = ['daily', 'brief'];

it.each([
  ['daily;brief', ['daily', 'brief']],
  ['', []],
])('%j names the newsletters %j', (text, found) => {
  expect(parseIds(text, KNOWN, 'newsletter')).toEqual(found);
});

it('a newsletter that is not there is refused, with the nearest name', () => {
  expect(() => parseIds('dialy', KNOWN, 'newsletter')).toThrow('There is no newsletter `dialy`.');
});

it.each([
  ['Ada', 'Ada'],
  ['x'.repeat(10), 'x'.repeat(10)],
  ['a\nb\u0000', 'a b'],
])('the name %j is %j', (text, name) => {
  expect(parseText(text, 'name', 10)).toBe(name);
});

it.each([
  ['x'.repeat(11), 'The name is longer than 10 characters.'],
  ['Zo\ufffd', 'The name is not UTF-8.'],
])('the name %j is refused: %s', (text, message) => {
  expect(() => parseText(text, 'name', 10)).toThrow(message);
});

it.each([
  [1000, false],
  [1001, true],
])('labels of %d characters in all are refused: %s', (length, refused) => {
  // Their separators do not count.
  const text = `${'a'.repeat(500)};${'b'.repeat(length - 500)}`;
  if (refused) expect(() => parseLabels(text)).toThrow(/longer than 1000/);
  else expect(parseLabels(text)).toHaveLength(2);
});

it.each([
  ['2026-11-23T12:00:00Z', 'subscribed_at', NOON, undefined],
  ['2026-11-23T12:00:01Z', 'subscribed_at', undefined, /lies in the future/],
  ['2026-11-23T12:00:01Z', 'paused_until', NOON + 1000, undefined],
  ['', 'subscribed_at', undefined, undefined],
  ['NULL', 'subscribed_at', undefined, undefined],
  ['0000-00-00 00:00:00', 'subscribed_at', undefined, undefined],
  ['last May', 'subscribed_at', undefined, /is not a date/],
] as const)('the date %j of %s is %s, with the remark %s', (text, field, at, remark) => {
  const remarks: string[] = [];
  expect(parseDate(text, field, { timezone: 'UTC', now: NOON }, remarks)).toBe(at);
  expect(remarks).toEqual(remark ? [expect.stringMatching(remark)] : []);
});

it.each([
  ['ada@gmial.com', ['The part after the @ may be a slip of `gmail.com`.']],
  ['ada@paper.x', ['The part after the @ ends in a single letter, as no domain does.']],
  ['ada@gmail.com', []],
])('%s may hold a slip: %j', (email, slips) => {
  expect(findTypo(email)).toEqual(slips);
});
