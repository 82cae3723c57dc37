import { describe, expect, it } from 'vitest';
import { readHeader } from '../../../functions/domain/import/header-row.ts';
import {
  CSV_COLUMNS,
  isInvalid,
  isReadable,
  readRow,
  vocabularyOf,
  writeRow,
} from '../../../functions/domain/import/subscriber-csv.ts';
import type { Subscriber } from '../../../functions/domain/subscribers/subscriber.ts';
import { aPublication, NOON } from '../../support/builders/small-publication.ts';
import { aSubscriber } from '../../support/builders/subscriptions.ts';

const KNOWN = vocabularyOf(aPublication(), NOON);
const read = (columns: string, ...cells: string[]) =>
  readRow(readHeader(columns.split(',')), { line: 2, cells }, KNOWN);
const messageOf = (row: ReturnType<typeof read>) => (isInvalid(row) ? row.message : '');

describe('a row of a reader file', () => {
  it.each([
    ['name', 'Ada', { name: 'Ada' }],
    ['first_name,last_name', 'Ada,Stone', { name: 'Ada Stone' }],
    // `Name` beside a surname is the first name.
    ['name,surname', 'Ada,Stone', { name: 'Ada Stone' }],
    ['newsletters', 'daily;brief', { newsletters: ['daily', 'brief'] }],
    ['newsletters', '', { newsletters: undefined }],
    ['status', 'unsubscribed', { status: 'unsubscribed' }],
    ['name', "'=1+1", { name: '=1+1' }],
    ['created_at', '2026-01-02', { subscribedAt: Date.parse('2026-01-02') }],
    ['created_at', '2027-01-02', { subscribedAt: undefined }],
  ])('with %s: %s says %j', (columns, cells, about) => {
    const row = read(`email,${columns}`, 'Ada@Example.com', ...cells.split(','));
    expect(row).toMatchObject({ email: 'Ada@example.com', ...about });
    expect(isReadable(row)).toBe(true);
  });

  it.each([
    ['an address that is none', 'email', ['ada'], /./],
    ['a strange newsletter', 'email,newsletters', ['ada@example.com', 'moon'], /no newsletter `moon`/],
    ['a strange status', 'email,status', ['ada@example.com', 'gone'], /no status `gone`/],
    ['a cell too many', 'email,name', ['ada@example.com', 'Stone', 'Ada'], /has 3 cells, the first line 2/],
    ['a cell too few', 'email,status', ['ada@example.com'], /ends before its column `status`/],
    [
      'a quotation mark too few',
      'name,email',
      ['Ada\nBen,ben@example.com', 'x@y.example'],
      /holds another row/,
    ],
    [
      'a column that nobody understood',
      'email,newsletter opt-in 2024',
      ['ada@example.com', 'x'],
      /leave a question open/,
    ],
  ])('with %s is left out', (_, columns, cells, message) => {
    expect(messageOf(read(columns, ...cells))).toMatch(message);
  });

  it.each([
    ['an empty cell too many', 'email,name', ['ada@example.com', 'Ada', ' ']],
    ['a name on two lines', 'email,name', ['ada@example.com', 'Ada\nStone']],
  ])('with %s is read', (_, columns, cells) => {
    expect(messageOf(read(columns, ...cells))).toBe('');
  });

  it('never tells an address that stands where a status should', () => {
    expect(messageOf(read('email,status', 'ada@example.com', 'ben@example.com'))).not.toContain('ben');
  });
});

describe('a subscriber in a file of ours', () => {
  it.each<[string, Partial<Subscriber>, string, string]>([
    ['active', {}, 'active', ''],
    ['unsubscribed', { status: 'unsubscribed' }, 'unsubscribed', ''],
    // No address is barred by it, and none is to be by another import.
    ['set aside', { status: 'bounced', softBounces: [] }, 'unsubscribed', ''],
    ['bounced, and not suppressed', { status: 'bounced' }, 'bounced', 'no'],
    ['complained, and not suppressed', { status: 'complained' }, 'complained', 'no'],
  ])('who is %s is written as %j', (_, about, status, suppressed) => {
    const row = writeRow(aSubscriber('ada@example.com', about));
    expect(row).toHaveLength(CSV_COLUMNS.length);
    expect([row[CSV_COLUMNS.indexOf('status')], row[CSV_COLUMNS.indexOf('suppressed')]]).toEqual([
      status,
      suppressed,
    ]);
  });

  it('is read as it was written', () => {
    const s = aSubscriber('ada@example.com', {
      ...{ name: 'Ada', topics: ['world'], labels: ['a;b', 'c'], reason: 'why', epoch: 'e1' },
      pausedUntil: NOON + 1500,
    });
    expect(readRow(readHeader(CSV_COLUMNS), { line: 2, cells: writeRow(s) }, KNOWN)).toMatchObject({
      ...{ email: s.email, name: 'Ada', topics: ['world'], labels: ['a;b', 'c'], status: 'active' },
      ...{ newsletters: ['daily'], pausedUntil: NOON + 1500, changedAt: s.changedAt, reason: 'why' },
      ...{ subscribedAt: s.consent.at, confirmedAt: s.consent.confirmedAt, source: 'form', form: 'words' },
      ...{ links: { epoch: 'e1' }, remarks: [] },
    });
  });

  it('who is suppressed is written with the reason', () => {
    const row = writeRow(aSubscriber('ada@example.com'), { hash: 'h', reason: 'asked', at: NOON });
    expect(row[CSV_COLUMNS.indexOf('suppressed')]).toBe('asked');
  });
});
