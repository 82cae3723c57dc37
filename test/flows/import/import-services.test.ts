import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { apply, people, plan } from '../../support/builders/import-csv.ts';
import { hashOf, openSubscriptions } from '../../support/builders/subscriptions.ts';

const FOLDER = join(import.meta.dirname, '../../fixtures/readers');
const fixture = (name: string) => readFileSync(join(FOLDER, name), 'utf8');

/** Imports the file as it came; nothing in it may be a question or a row that cannot be read. */
async function imported(...names: string[]) {
  const desk = openSubscriptions();
  for (const name of names) {
    const told = await plan(desk, fixture(name), { name });
    expect([told.questions, told.invalid.first, told.remarks.first]).toEqual([[], [], []]);
    expect(await apply(desk, fixture(name), { name })).toEqual(told);
  }
  return desk;
}
/** A time without a zone is local to the publication, which is in London. */
const at = (text: string) => Date.parse(text);

describe('the reader file', () => {
  it('of Ghost', async () => {
    const desk = await imported('ghost.csv');
    expect(await people(desk)).toBe('ada active, bob unsubscribed, cay active, dan unsubscribed');
    expect(await desk.find('ada@example.com')).toMatchObject({
      name: 'Ada Lovelace',
      labels: ['press', 'vip'],
      consent: { at: at('2024-03-13T15:04:05Z') },
    });
    expect(await desk.find('dan@example.com')).toMatchObject({ changedAt: at('2024-06-01T10:00:00Z') });
  });

  it('of Substack, whose free readers are readers', async () => {
    const desk = await imported('substack.csv');
    expect(await people(desk)).toBe(
      'a1b2c3 unsubscribed, ada active, bob active, cay unsubscribed, dan unsubscribed',
    );
    expect((await desk.find('bob@example.com'))?.consent.at).toBe(at('2022-08-27T15:02:18.223Z'));
  });

  it('of Mailchimp, which are three; the name says who is in one where a date is missing', async () => {
    const desk = await imported(
      ...['subscribed_email_audience_export_0a1b2c.csv', 'unsubscribed_email_audience_export_0a1b2c.csv'],
      'cleaned_email_audience_export_0a1b2c.csv',
    );
    expect(await people(desk)).toBe(
      'ada active, bob active, cay unsubscribed, dan unsubscribed, eve bounced',
    );
    expect(await desk.find('ada@example.com')).toMatchObject({
      name: 'Ada Lovelace',
      labels: ['Press', 'New York, NY'],
      consent: { at: at('2023-04-21T10:16:57Z'), confirmedAt: at('2023-04-21T10:18:02Z') },
    });
    expect(await desk.find('bob@example.com')).toMatchObject({
      name: 'Simet',
      consent: { at: at('2018-02-12T10:54:27Z') },
    });
    expect(await desk.find('cay@example.com')).toMatchObject({
      changedAt: at('2023-07-23T11:19:27Z'),
      reason: 'NO_LONGER_INTERESTED',
    });
  });

  it('of beehiiv, where somebody active has left', async () => {
    const desk = await imported('beehiiv.csv');
    expect(await people(desk)).toBe('ada active, bob unsubscribed, cay unsubscribed, eve bounced');
    expect((await desk.find('ada@example.com'))?.consent.at).toBe(at('2023-03-24T10:23:10Z'));
  });

  it('of Buttondown, whose type tells of payment too', async () => {
    const desk = await imported('buttondown.csv');
    expect(await people(desk)).toBe(
      'ada active, bob unsubscribed, cay active, eve bounced, fay complained, gil unsubscribed, hal active',
    );
    expect(await desk.find('bob@example.com')).toMatchObject({ reason: 'Too many' });
    expect((await desk.find('ada@example.com'))?.labels).toEqual(['press', 'vip']);
  });

  it('of Kit, whose cold readers are readers', async () => {
    expect(await people(await imported('kit.csv'))).toBe(
      'ada active, bob unsubscribed, cay bounced, dan complained, eve unsubscribed, fay active',
    );
  });

  it('of listmonk', async () => {
    const desk = await imported('listmonk.csv');
    expect(await people(desk)).toBe('ada active, cay unsubscribed');
    expect((await desk.ports.suppressions.find([hashOf('bob@example.com')])).size).toBe(1);
    expect((await desk.find('ada@example.com'))?.consent.at).toBe(at('2023-05-31T10:31:33.117Z'));
    expect((await desk.find('cay@example.com'))?.consent.at).toBe(at('2023-05-31T10:31:33.500Z'));
  });

  it('of Curated and of Tinynews', async () => {
    const desk = await imported('curated.csv');
    expect(await people(desk)).toBe('ada active, bob active');
    expect((await desk.find('ada@example.com'))?.consent.at).toBe(at('2021-02-04T07:55:20Z'));
    expect(await people(await imported('tinynews.csv'))).toBe('ada active, bob unsubscribed');
  });

  it.each([
    ['as text', 'email\treason\nada@example.com\tBOUNCE\nbob@example.com\tCOMPLAINT\n', 'reason=status'],
    [
      'as a table',
      'EmailAddress,Reason,LastUpdateTime\nada@example.com,BOUNCE,2026-01-05T10:00:00+00:00\nbob@example.com,COMPLAINT,2026-01-06T10:00:00.12Z\n',
      'Reason=status',
    ],
  ])('of SES’s suppression list, %s, is of those who are gone', async (_, text, map) => {
    const desk = openSubscriptions();
    expect(await plan(desk, text, { map })).toMatchObject({ questions: [], invalid: { count: 0 } });
    await apply(desk, text, { map });
    expect(await people(desk)).toBe('ada bounced, bob complained');
  });
});
