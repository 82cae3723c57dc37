import { expect, it } from 'vitest';
import { readHeader, readMap, watchPlainColumns } from '../../../functions/domain/import/header-row.ts';
import { readRowConsent } from '../../../functions/domain/import/row-consent.ts';

/** What a row says, of a file with an address and these columns. */
const read = (columns: string, cells: string, map = '') =>
  readRowConsent(
    watchPlainColumns(readHeader(['email', ...columns.split('|')], readMap(map))),
    ['ada@example.com', ...cells.split('|')],
    'UTC',
  );

it.each([
  ['status', 'active', 'active'],
  ['status', 'Unsubscribed', 'unsubscribed'],
  ['status', 'yes', 'active'],
  ['status', 'no', 'unsubscribed'],
  ['opt_in', '1', 'active'],
  ['opt_in', '0', 'unsubscribed'],
  // Somebody who agreed to nothing.
  ['opt_in', '', 'pending'],
  ['confirmed', 'no', 'pending'],
  ['confirmed_at', '', 'pending'],
  ['confirmed_at', '2026-01-02', 'active'],
  ['unsubscribed_at', '2026-01-02', 'unsubscribed'],
  ['unsubscribed_at', '', 'active'],
  // The zero of a clock is no date.
  ['unsubscribed_at', '0001-01-01', undefined],
  ['bounced', 'yes', 'bounced'],
  ['UNSUB_REASON', 'No time.', 'unsubscribed'],
  // The strictest word wins.
  ['status|bounced', 'active|yes', 'bounced'],
  ['unsubscribed|complained', 'yes|yes', 'complained'],
  ['status|suppressed', 'active|yes', 'suppressed'],
  ['status|suppressed', 'unsubscribed|yes', 'unsubscribed'],
  ['status|suppressed', 'active|no', 'active'],
  ['type', 'paid', 'active'],
  ['type', 'removed', 'unsubscribed'],
  ['country', 'Norway', 'active'],
])('%s: %s is read as %s', (columns, cells, status) => {
  const consent = read(columns, cells);
  expect('status' in consent ? consent.status : undefined).toBe(status);
});

it.each([
  ['status', 'gone', 'status', 'gone'],
  ['status', '7', 'status', '7'],
  ['status', '-', 'status', '-'],
  ['opt_in', 'perhaps', 'opt_in', 'perhaps'],
  // A word in another column, where nothing else refuses mail.
  ['notes', 'please unsubscribe me', 'notes', 'please unsubscribe me'],
  ['tags', 'vip;unsubscribed', 'tags', 'unsubscribed'],
])('%s: %s is asked about', (columns, cells, column, value) => {
  expect(read(columns, cells)).toEqual({ column, value });
});

it.each([
  ['status', 'gone', 'status:gone=unsubscribed', 'unsubscribed'],
  ['status', 'gone', 'status:gone=ignore', 'active'],
  ['notes', 'unsubscribed', 'notes:unsubscribed=ignore', 'active'],
  ['notes', 'unsubscribed', 'notes:unsubscribed=bounced', 'bounced'],
])('%s: %s, answered by %s, is read as %s', (columns, cells, map, status) => {
  expect(read(columns, cells, map)).toMatchObject({ status });
});

it.each([
  ['opt_in', '2026-01-02', { agreedAt: Date.parse('2026-01-02') }],
  ['unsubscribed_at', '2026-01-02', { leftAt: Date.parse('2026-01-02') }],
  ['UNSUB_REASON', 'No time.', { reason: 'No time.' }],
  ['suppressed', 'complained', { suppression: 'complained' }],
  ['suppressed', 'yes', { suppression: 'imported' }],
  ['suppressed', 'no', { suppression: 'none' }],
])('%s: %s tells also %j', (columns, cells, about) => {
  expect(read(columns, cells)).toMatchObject(about);
});
