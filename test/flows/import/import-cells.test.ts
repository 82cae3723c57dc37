import { describe, expect, it } from 'vitest';
import { importPlanText } from '../../../functions/cli/import-plan.ts';
import { apply, csv, people, plan } from '../../support/builders/import-csv.ts';
import { openSubscriptions } from '../../support/builders/subscriptions.ts';

const asked = async (text: string, map?: string) =>
  (await plan(openSubscriptions(), text, map === undefined ? {} : { map })).questions;

describe('a cell of any column that refuses mail', () => {
  it.each([
    ['tags', 'vip;unsubscribed'],
    ['labels', 'Do Not Email'],
    ['name', 'unsubscribed'],
    ['source', 'opted out'],
    ['notes', 'Unsubscribed on 2024-01-02 by mail'],
    ['notes', 'please unsubscribe me'],
    ['lists', 'Main: unsubscribed'],
    ['attributes', '{""unsubscribed"": true}'],
    ['history', 'hard bounced twice'],
  ])('is asked about where nothing else does: %s = %s', async (column, cell) => {
    expect(await asked(csv(`email,${column}`, `ada@example.com,"${cell}"`))).toHaveLength(1);
    const known = csv(`email,status,${column}`, `ada@example.com,suppressed,"${cell}"`);
    expect(await asked(known)).toEqual([]);
  });

  it.each([
    ['attributes', '{""unsubscribed"": false, ""bounced"": null}'],
    ['notes', 'loves the newsletter'],
    ['profile', 'https://news.example/unsubscribe/abc'],
    ['name', 'Archibald Left'],
  ])('is none: %s = %s', async (column, cell) => {
    expect(await asked(csv(`email,${column}`, `ada@example.com,"${cell}"`))).toEqual([]);
  });

  it('is found behind another that was answered', async () => {
    const text = csv('email,notes,group', 'ada@example.com,unsubscribed,Opted out');
    const questions = await asked(text, 'notes:unsubscribed=ignore');
    expect(questions.map(({ column }) => column)).toEqual(['group']);
  });

  it('where a cell too few puts it, does not become a name', async () => {
    const text = csv('email,name,status', 'ada@example.com,unsubscribed,');
    expect((await asked(text))[0]).toMatchObject({ column: 'name', line: 2 });
  });

  it('of our own export is what an editor wrote', async () => {
    const text = csv('email,labels,status,consent_form', 'ada@example.com,unsubscribed,active,h');
    expect(await asked(text)).toEqual([]);
  });
});

describe('a question', () => {
  it('is answered for a value with a colon in it, and for a column with one', async () => {
    const text = csv('email,Opted out of: Mail', 'ada@example.com,since 10:30');
    const map = 'Opted out of: Mail=unsubscribed\nOpted out of: Mail:since 10:30=unsubscribed';
    expect(await asked(text, map)).toEqual([]);
  });

  it('gives no command that a shell would run something by, nor one that cannot be typed', async () => {
    const [one] = await asked(csv('email,status', "ada@example.com,it's $(id)"));
    expect(one!.message).toContain(String.raw`--map 'status:it'\''s $(id)=…'`);
    const [column] = await asked(csv('email,unsub `id`', 'ada@example.com,'));
    expect(column!.message).toContain("--map 'unsub `id`=…'");
    const [long] = await asked(csv('email,status', `ada@example.com,${'left '.repeat(20)}`));
    expect(long!.message).toContain('--map "status=ignore"');
    const [nameless] = await asked(csv('email,', 'ada@example.com,unsubscribed'));
    expect(nameless!.message).toContain('Give its column a name');
  });

  it('shows a terminal no control characters of the file', async () => {
    const text = csv('email,"unsub\u001b[2J"', 'ada@example.com,');
    expect(importPlanText(await plan(openSubscriptions(), text))).not.toMatch(/[^\P{Cc}\n]/u);
  });
});

describe('a quotation mark that is not closed', () => {
  it.each([
    ['email,name,status', 'ada@example.com,"Ada,unsubscribed', 'bob@example.com,Bob",active'],
    ['email,notes,status', 'ada@example.com,"cats,unsubscribed', 'bob@example.com,hello",active'],
    ['name,email,status', '"Ada,ada@example.com,unsubscribed', 'Bob",bob@example.com,active'],
  ])('gives no row the word of another: %s', async (...lines) => {
    const desk = openSubscriptions();
    expect((await apply(desk, csv(...lines))).invalid.count).toBe(1);
    expect(await people(desk)).toBe('');
  });

  it('is not seen in a note of several lines', async () => {
    const text = csv('email,notes', 'ada@example.com,"two\nlines, and\nbob@example.com"');
    expect((await plan(openSubscriptions(), text)).invalid.count).toBe(0);
  });
});

describe('two files in one', () => {
  it('are one list, if they name the same columns; others are refused with their line', async () => {
    const desk = openSubscriptions();
    const first = ['email,name,status', 'ada@example.com,Ada,active'];
    const told = await apply(desk, csv(...first, 'Email,Name,Status', 'bob@example.com,Bob,unsubscribed'));
    expect([told.rows, told.invalid.count]).toEqual([2, 0]);
    expect(await people(desk)).toBe('ada active, bob unsubscribed');
    const other = csv(...first, 'email,status,name', 'bob@example.com,unsubscribed,Bob');
    await expect(plan(openSubscriptions(), other)).rejects.toThrow('Line 3 names other columns');
  });
});

describe('a date of leaving', () => {
  it.each(['0001-01-01 00:00:00 +0000 UTC', '1970-01-01T00:00:00Z', '1899-12-30'])(
    'that is the zero of a clock is asked about: %s',
    async (cell) => {
      expect(await asked(csv('email,unsubscribed_at', `ada@example.com,${cell}`))).toHaveLength(1);
    },
  );

  it('that is still to come says that they left, and not when', async () => {
    const desk = openSubscriptions();
    await apply(desk, csv('email,unsubscribed_at', 'ada@example.com,2099-01-01'));
    expect(await desk.find('ada@example.com')).toMatchObject({ status: 'unsubscribed', changedAt: desk.now });
  });
});
