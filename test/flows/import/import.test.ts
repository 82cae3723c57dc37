import { describe, expect, it } from 'vitest';
import { suppressAddress } from '../../../functions/flows/subscribers/operate-subscribers.ts';
import { apply, csv, plan } from '../../support/builders/import-csv.ts';
import { aSubscriber, hashOf, openSubscriptions } from '../../support/builders/subscriptions.ts';

describe('the plan of an import', () => {
  it('tells what becomes of every row, and changes nothing', async () => {
    const desk = openSubscriptions();
    const { subscribers } = desk.ports;
    await subscribers.insertMany([
      aSubscriber('here@example.com'),
      aSubscriber('left@example.com', { status: 'unsubscribed' }),
      aSubscriber('bounced@example.com', { status: 'bounced' }),
      aSubscriber('leaving@example.com'),
    ]);
    await suppressAddress(desk.ports, 'never@example.com');
    const told = await plan(
      desk,
      csv(
        'Email,Phone,Status',
        'new@example.com,1,',
        'here@example.com,2,active',
        'left@example.com,3,',
        'bounced@example.com,,',
        'never@example.com,,',
        'leaving@example.com,,unsubscribed',
        'past@example.com,,complained',
        'nobody,,',
      ),
    );
    expect(told).toMatchObject({ rows: 8, ignored: ['Phone'], invalid: { count: 1 } });
    expect(told.fates).toEqual({ fresh: 1, known: 1, departed: 2, suppressed: 1, leaving: 1, past: 1 });
    expect(await subscribers.countByStatus()).toMatchObject({ active: 2, unsubscribed: 1, bounced: 1 });
  });

  it('names every invalid row by its line, with what to do', async () => {
    const desk = openSubscriptions();
    const told = await plan(
      desk,
      csv(
        'email,newsletters,topics,status',
        'a@example.com,dialy,,',
        'b@example.com,,wrold,',
        'c@example.com,,,gone',
        '"d@example.com\nBcc: x@y.z",,,',
        'e@example.com,,,"',
        'f@example.com,F, G,,unsubscribed',
        'g@example.com,daily',
      ),
    );
    expect(told.invalid.first.map((row) => `${row.line} ${row.message}`)).toEqual([
      '2 There is no newsletter `dialy`. Did you mean `daily`?',
      '3 There is no topic `wrold`. Did you mean `world`?',
      '4 There is no status `gone`. Known are `active`, `unsubscribed`, `bounced`, `complained`, `suppressed`.',
      expect.stringMatching(/^6 The email address holds a control character/),
      '7 The quotation marks of this row do not match.',
      expect.stringMatching(/^8 The row has 5 cells, the first line 4/),
      expect.stringMatching(/^9 The row ends before its column `status`/),
    ]);
  });

  it('says which dates are left out, and which addresses look like a slip; the rows are imported', async () => {
    const desk = openSubscriptions();
    const text = csv(
      'email,subscribed_at,confirmed_at,status',
      'a@example.com,yesterday,,',
      'b@example.com,2031-01-01,,',
      'c@example.com,03/04/2024,2025-02-30,',
      'd@gmail.con,,,',
      'e@example.x,,,',
      'f@example.com,0000-01-01T00:00:00+23:59,,',
      'g@gmail.con,,,unsubscribed',
    );
    const told = await plan(desk, text);
    expect(told.remarks.first.map(({ line, message }) => `${line} ${message.split(/,| of /)[0]}`)).toEqual([
      ...['2 subscribed_at is not a date', '3 subscribed_at lies in the future'],
      ...['4 confirmed_at is not a date', '4 subscribed_at is not a date'],
      ...['5 The part after the @ may be a slip', '6 The part after the @ ends in a single letter'],
      '7 subscribed_at is not a date',
    ]);
    expect(told).toMatchObject({ invalid: { count: 0 }, fates: { fresh: 6, past: 1 } });
    expect(await apply(desk, text)).toEqual(told);
    expect((await desk.find('a@example.com'))?.consent.at).toBe(desk.now);
  });

  it('knows in its last thousands who was in its first', async () => {
    const desk = openSubscriptions();
    const others = Array.from({ length: 14_000 }, (_, n) => `n${n}@example.com,active`);
    const [early, middle, late] = [others.slice(0, 6000), others.slice(6000, 12_000), others.slice(12_000)];
    const text = csv(
      'email,status',
      ...['ann@example.com,active', 'ben@example.com,active', 'cay@example.com,suppressed', ...early],
      ...['ann@example.com,active', 'ben@example.com,bounced', 'cay@example.com,active', ...middle],
      ...['ben@example.com,active', 'cay@example.com,suppressed', ...late],
    );
    const told = await plan(desk, text);
    expect(told.fates).toMatchObject({ fresh: 14_002, known: 2, suppressed: 2, leaving: 1, past: 1 });
    expect(await apply(desk, text)).toEqual(told);
  });

  it('of a file without an email column, or with nothing in it, says so', async () => {
    const desk = openSubscriptions();
    await expect(plan(desk, 'name,address\nA,b\n')).rejects.toMatchObject({ code: 'invalid' });
    await expect(plan(desk, 'email,Email\n')).rejects.toMatchObject({ code: 'invalid' });
    await expect(plan(desk, '')).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('an import', () => {
  it('takes over what the columns say, with the file as evidence', async () => {
    const desk = openSubscriptions();
    const { fingerprint } = await apply(
      desk,
      csv(
        'email,name,newsletters,topics,labels,subscribed_at,source',
        'Ada@Example.com,"Ada; Stone",daily;brief,world,"vip; press",2025-03-01 09:30,old list',
      ),
    );
    expect(await desk.find('ada@example.com')).toMatchObject({
      email: 'Ada@example.com',
      name: 'Ada; Stone',
      status: 'active',
      newsletters: ['daily', 'brief'],
      topics: ['world'],
      labels: ['vip', 'press'],
      consent: {
        at: Date.parse('2025-03-01T09:30:00Z'),
        source: 'old list',
        form: fingerprint,
        confirmedAt: undefined,
      },
    });
    expect(await desk.counted()).toEqual(['confirmed brief 1', 'confirmed daily 1']);
  });

  it('gives those without newsletters of their own the ones that were chosen for them', async () => {
    const desk = openSubscriptions();
    await apply(desk, csv('email,newsletters', 'a@example.com,'));
    expect(await desk.find('a@example.com')).toMatchObject({
      newsletters: ['daily'],
      consent: { source: 'import' },
    });
  });

  it('done twice adds nobody twice, and a name twice in a file is one person', async () => {
    const desk = openSubscriptions();
    const text = csv('email', 'a@example.com', 'A@example.com', 'b@example.com');
    expect((await apply(desk, text)).fates).toMatchObject({ fresh: 2, known: 1 });
    expect((await apply(desk, text)).fates).toMatchObject({ fresh: 0, known: 3 });
    expect(await desk.ports.subscribers.countByStatus()).toMatchObject({ active: 2 });
  });

  it('never revives who left, bounced, complained or is suppressed, nor overwrites who is here', async () => {
    const desk = openSubscriptions();
    const people = [
      aSubscriber('left@example.com', { status: 'unsubscribed' }),
      aSubscriber('bounced@example.com', { status: 'bounced' }),
      aSubscriber('complained@example.com', { status: 'complained' }),
      aSubscriber('here@example.com', { name: 'Kept' }),
      aSubscriber('waiting@example.com', { status: 'pending' }),
    ];
    await desk.ports.subscribers.insertMany(people);
    await suppressAddress(desk.ports, 'never@example.com');
    const rows = [...people.map((s) => s.email), 'NEVER@example.com'].map(
      (email) => `${email},Changed,active`,
    );
    await apply(desk, csv('email,name,status', ...rows));
    for (const person of people) expect(await desk.find(person.email)).toEqual({ ...person, version: 1 });
    expect(await desk.find('never@example.com')).toBeUndefined();
  });

  it('takes departures along: recorded, suppressed where they must be, and respected here', async () => {
    const desk = openSubscriptions();
    await desk.ports.subscribers.put(aSubscriber('here@example.com'));
    await apply(
      desk,
      csv(
        'email,status',
        'here@example.com,unsubscribed',
        'b@example.com,bounced',
        'c@example.com,complained',
        's@example.com,suppressed',
        'u@example.com,unsubscribed',
      ),
    );
    const hashes = ['b', 'c', 's', 'u'].map((who) => hashOf(`${who}@example.com`));
    const reasons = [...(await desk.ports.suppressions.find(hashes)).values()].map((s) => s.reason);
    expect(reasons.sort()).toEqual(['bounced', 'complained', 'imported']);
    expect(await desk.find('here@example.com')).toMatchObject({ status: 'unsubscribed', reason: 'import' });
    expect(await desk.find('u@example.com')).toMatchObject({ status: 'unsubscribed' });
    expect(await desk.find('s@example.com')).toBeUndefined();
    expect(await desk.ports.subscribers.countByStatus()).toMatchObject({ active: 0 });
  });

  it('believes the row that says somebody left, wherever in the file it stands', async () => {
    const desk = openSubscriptions();
    await apply(
      desk,
      csv(
        'email,status',
        'a@example.com,active',
        'a@example.com,unsubscribed',
        'b@example.com,suppressed',
        'b@example.com,active',
      ),
    );
    expect(await desk.ports.subscribers.countByStatus()).toMatchObject({ active: 0, unsubscribed: 1 });
  });
});

describe('a row', () => {
  it('is trimmed where a control character has gone', async () => {
    const desk = openSubscriptions();
    await apply(desk, csv('email,name', 'a@example.com,"\u0001 Ada \u0000"'));
    expect((await desk.find('a@example.com'))?.name).toBe('Ada');
  });
});
