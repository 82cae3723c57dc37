import { expect, it } from 'vitest';
import { readLinks, writeLinks } from '../../../functions/domain/import/row-links.ts';
import { aSubscriber } from '../../support/builders/subscriptions.ts';

const forward = { id: 'A'.repeat(22), epoch: 'e1', links: 'all' } as const;

it.each([
  ['nothing', {}, ''],
  ['an epoch', { epoch: 'e1' }, '{"epoch":"e1"}'],
  [
    'a forward',
    { epoch: 'e1', forwards: [forward] },
    `{"epoch":"e1","forwards":[${JSON.stringify(forward)}]}`,
  ],
  [
    'a forward of a row without an epoch',
    { forwards: [{ ...forward, epoch: '' }] },
    `{"forwards":[${JSON.stringify({ ...forward, epoch: '' })}]}`,
  ],
])('a row with %s is written, and read again', (_, links, cell) => {
  expect(writeLinks(aSubscriber('ada@example.com', links))).toBe(cell);
  expect(readLinks(cell)).toEqual(links);
});

const cell = (...forwards: unknown[]) => JSON.stringify({ forwards });

it.each([
  ['no JSON', 'x'],
  ['a list', '[]'],
  ['null', 'null'],
  ['an epoch that is a number', '{"epoch":1}'],
  ['an epoch of 23 characters', `{"epoch":"${'a'.repeat(23)}"}`],
  ['an epoch with a dot', '{"epoch":"a.b"}'],
  ['forwards that are none', '{"forwards":{}}'],
  ['a forward without an id', cell({ epoch: '', links: 'all' })],
  ['a forward that leads to more', cell({ ...forward, links: 'everything' })],
  ['nothing as a forward', cell(null)],
  ['65 forwards', cell(...Array(65).fill(forward))],
])('a cell of %s is not what an export writes', (_, text) => {
  expect(readLinks(text)).toBeUndefined();
});

it('64 forwards are as many as a row may have', () => {
  expect(readLinks(cell(...Array(64).fill(forward)))?.forwards).toHaveLength(64);
});
