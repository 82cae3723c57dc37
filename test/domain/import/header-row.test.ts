import { describe, expect, it } from 'vitest';
import {
  isRepeatedHeader,
  readHeader,
  readMap,
  remedyOf,
  valueKey,
  watchPlainColumns,
} from '../../../functions/domain/import/header-row.ts';

const header = (names: string, map = '') => readHeader(names.split(','), readMap(map));

describe('the first line of a reader file', () => {
  it.each([
    ['email,name', { email: 0, name: 1 }],
    ['\ufeffE-Mail, First Name', { email: 0, first_name: 1 }],
    // Of several names for one thing the usual one counts.
    ['email,created_at,subscribed_at', { email: 0, subscribed_at: 2 }],
  ])('%j has its columns at %j', (names, at) => {
    expect(header(names).at).toEqual(at);
  });

  it.each([
    ['email,status', '', ['status']],
    ['email,opt_in,bounced', '', ['subscribed', 'bounced']],
    ['email,Stand', 'Stand=status', ['status']],
    ['email,status', 'status=ignore', []],
    // An empty date of confirmation says that nobody confirmed, where nothing else says so.
    ['email,confirmed_at', '', ['confirmed']],
    ['email,confirmed_at,status', '', ['status']],
    ['email,CONFIRM_TIME', '', []],
  ])('%j, mapped by %j, speaks of consent in %j', (names, map, says) => {
    expect(header(names, map).consent.map((column) => column.says)).toEqual(says);
  });

  it.each([
    ['email,favourite colour', ['favourite colour'], 0],
    ['email,newsletter opt-in 2024', [], 1],
    ['email,', [], 0],
  ])('%j ignores %j and asks %d questions', (names, ignored, questions) => {
    const found = header(names);
    expect([found.ignored, found.questions.length]).toEqual([ignored, questions]);
  });

  it.each([
    ['name,status', '', 'invalid', /no column `email`/],
    ['email,e-mail address', '', 'invalid', /email is there twice/],
    ['email,name,name', '', 'invalid', /name is there twice/],
    ['email', 'colour=status', 'usage', /no column `colour`/],
    ['email,x', 'x=colour', 'usage', /no field `colour`/],
    ['email,x', 'x:1=maybe', 'usage', /no status `maybe`/],
    ['email', 'email', 'usage', /--map is "email"/],
  ])('%j, mapped by %j, is refused', (names, map, code, message) => {
    expect(() => header(names, map)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
  });
});

it.each([
  [
    'a=email,b:1=active',
    [
      ['a', 'email'],
      ['b:1', 'active'],
    ],
  ],
  ['First, last=name', [['First, last', 'name']]],
  [
    'a = First Name \n b=Opt-Out',
    [
      ['a', 'first_name'],
      ['b', 'opt_out'],
    ],
  ],
  ['', []],
])('--map %j is %j', (text, entries) => {
  expect(readMap(text).map(({ left, right }) => [left, right])).toEqual(entries);
});

it.each([
  ['ben@example.com,Ben', false],
  ['email,name', true],
  ['E-Mail,NAME', true],
])('the row %j names the columns again: %s', (row, again) => {
  expect(isRepeatedHeader(header('email,name'), { line: 9, cells: row.split(',') })).toBe(again);
});

it('a row that names other columns is refused: its cells would be taken for others', () => {
  const row = { line: 9, cells: ['email', 'status'] };
  expect(() => isRepeatedHeader(header('email,name'), row)).toThrow('Line 9 names other columns');
});

it.each([
  ['names and labels of another program', 'email,name,tags', ['name', 'tags']],
  ['nothing of a file of ours, whose status says it all', 'email,name,labels,consent_form', []],
])('%s may hold a word that refuses mail', (_, names, watched) => {
  expect(watchPlainColumns(header(names)).watched.map(({ name }) => name)).toEqual(watched);
});

it.each([
  ['status', 'gone', '--map "status:gone=…"'],
  // What a file says runs nothing in a shell.
  ['status', '$(id)', "--map 'status:$(id)=…'"],
  ['status', 'ada@example.com', '--map "status=ignore"'],
  ['status', 'x'.repeat(61), '--map "status=ignore"'],
  ['', 'gone', 'Give its column a name'],
])('of the column %j a value %j is answered by %s', (column, value, remedy) => {
  expect(remedyOf(column, value)).toContain(remedy);
});

it.each([
  ['Opt In', 'No-Way', 'optin:no way'],
  ['opt_in', 'no way', 'optin:no way'],
])('the answer about %j, %j is kept as %s', (column, value, key) => {
  expect(valueKey(column, value)).toBe(key);
});
