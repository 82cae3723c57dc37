import { expect, it } from 'vitest';
import {
  quoteLabel,
  readLabels,
  splitList,
  writeLabels,
} from '../../../functions/domain/import/row-lists.ts';

it.each([
  ['', []],
  ['daily', ['daily']],
  ['daily;brief', ['daily', 'brief']],
  ['daily, brief | week', ['daily', 'brief', 'week']],
  ['daily;;daily', ['daily']],
  [';', []],
])('%j lists the ids %j', (text, ids) => {
  expect(splitList(text)).toEqual(ids);
});

it.each([
  ['Press;New York', ['Press', 'New York']],
  // As Mailchimp writes its tags.
  ['"Press","New York"', ['Press', 'New York']],
  ['"a;b",c', ['a;b', 'c']],
  ['"say ""hi"""', ['say "hi"']],
  ['say "hi"', ['say "hi"']],
  ['"not closed', ['"not closed']],
  ['', []],
])('%j lists the labels %j', (text, labels) => {
  expect(readLabels(text)).toEqual(labels);
});

it.each([
  [['Press', 'New York'], 'Press;New York'],
  [['a;b', 'c'], '"a;b";c'],
  [['say "hi"'], '"say ""hi"""'],
  [[], ''],
])('the labels %j are written %j, and read again', (labels, text) => {
  expect(writeLabels(labels)).toBe(text);
  expect(labels.map(quoteLabel).join(';')).toBe(text);
  expect(readLabels(text)).toEqual(labels);
});
