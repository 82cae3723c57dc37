import { expect, it } from 'vitest';
import { readRemarks, readVouched, writeHistory } from '../../../functions/domain/import/row-history.ts';
import { UNSUBSCRIBE_REASONS } from '../../../functions/domain/site/form-fields.ts';
import { NOON } from '../../support/builders/small-publication.ts';

const vouched = { at: NOON - 1000, source: 'command', newsletters: ['daily'] };
const remark = {
  at: NOON - 1500,
  newsletter: 'daily',
  left: ['daily'],
  reason: UNSUBSCRIBE_REASONS[0]!,
  text: 'Too much.',
};

it.each([
  ['nothing', [], []],
  ['what an operator vouched for', [vouched], []],
  ['what a reader confirmed beside', [{ ...vouched, form: 'words', confirmedAt: NOON - 500 }], []],
  ['a remark', [], [remark]],
])('%s is written and read again', (_, all, remarks) => {
  const [first, second] = writeHistory({ vouched: all, remarks });
  expect(readVouched(first || '[]', NOON)).toEqual(all);
  expect(readRemarks(second || '[]', NOON)).toEqual(remarks);
});

const entry = (about: object) =>
  JSON.stringify([{ at: '2026-11-23T11:00:00Z', source: 'x', newsletters: ['daily'], ...about }]);

it.each([
  ['of now', { at: '2026-11-23T12:00:00Z' }, 1],
  ['still to come', { at: '2026-11-23T12:00:01Z' }, 0],
  ['without a time', { at: undefined }, 0],
  ['of no newsletters', { newsletters: [] }, 0],
  ['of newsletters that are numbers', { newsletters: [1] }, 0],
])('an entry %s (%j) proves something: %d', (_, about, count) => {
  expect(readVouched(entry(about), NOON)).toHaveLength(count);
});

it.each(['', 'x', '{}', '[1]', '[null]'])('%j is not what an export writes', (text) => {
  expect([readVouched(text, NOON), readRemarks(text, NOON)]).toEqual([undefined, undefined]);
});

it.each([
  ['a reason of another program', { reason: 'boredom' }, 0],
  ['a reason of ours', {}, 1],
])('a remark with %s is kept: %d', (_, about, count) => {
  const text = JSON.stringify([{ ...remark, at: '2026-11-23T11:00:00Z', ...about }]);
  expect(readRemarks(text, NOON)).toHaveLength(count);
});

it('of eleven remarks the newest ten are kept', () => {
  const all = Array.from({ length: 11 }, (_, n) => ({ ...remark, at: '2026-11-23T11:00:00Z', text: `${n}` }));
  expect(readRemarks(JSON.stringify(all), NOON)?.map(({ text }) => text)).toEqual(
    Array.from({ length: 10 }, (_, n) => `${n + 1}`),
  );
});
