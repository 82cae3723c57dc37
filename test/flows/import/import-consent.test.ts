import { describe, expect, it } from 'vitest';
import { apply, csv, people, plan } from '../../support/builders/import-csv.ts';
import { aSubscriber, openSubscriptions } from '../../support/builders/subscriptions.ts';

/** What becomes of `ada@example.com` whose row has that cell in that column: her status, `nobody`, or `asked`. */
async function outcomeOf(column: string, cell: string): Promise<string> {
  const desk = openSubscriptions();
  const text = csv(`email,${column}`, `ada@example.com,"${cell}"`);
  const { questions } = await apply(desk, text);
  const found = await desk.find('ada@example.com');
  desk.close();
  return questions.length > 0 ? `asked, ${found?.status ?? 'nobody'}` : (found?.status ?? 'nobody');
}

describe('a column that speaks of consent', () => {
  it.each([
    ['subscribed_to_emails', 'false'],
    ['Subscribed To Emails', 'FALSE'],
    ['subscribed', 'no'],
    ['Opt-In', '0'],
    ['accepts_marketing', 'no'],
    ['Accepts Email Marketing', 'no'],
    ['is active', 'f'],
    ['Email Disabled', 'true'],
    ['emailDisabled', 'TRUE'],
    ['unsubscribed_at', '2024-03-13 11:33:53 UTC'],
    ['UNSUB_TIME', '2024-03-13 11:33:53'],
    ['unsubscribed at', '03/04/2024'],
    ['unsubscription_date', '13.3.2024'],
    ['canceled_at', '2024-03-13'],
    ['deleted_at', '1710329633'],
    ['Opt out', 'x'],
    ['opted_out', '1'],
    ['opted_out', 'oui'],
    ['Opt-in', 'FALSCH'],
    ['UNSUB_REASON', 'too often'],
    ['status', 'Unsubscribed'],
    ['Status', 'opted-out'],
    ['state', 'cancelled'],
    ['status', 'inactive'],
    ['subscribed', 'Unsubscribed'],
    ['Type', 'unsubscribed'],
    ['active', 'unsubscribed'],
    ['Abgemeldet am', '2024-03-13'],
    ['ｓｔａｔｕｓ', 'ｕｎｓｕｂｓｃｒｉｂｅｄ'],
    ['status', 'gelöscht'.normalize('NFD')],
  ])('%s = %s: has left', async (column, cell) => expect(await outcomeOf(column, cell)).toBe('unsubscribed'));

  it.each([
    ['status', 'pending'],
    ['state', 'Not confirmed'],
    ['confirmed', 'false'],
    ['Confirmed', ''],
    ['confirmed_at', ''],
    ['double_opt_in', 'no'],
    ['Newsletter opt-in', ''],
    ['type', 'unactivated'],
    ['status', 'nonsubscribed'],
  ])('%s = %s: never agreed, and is left out', async (column, cell) =>
    expect(await outcomeOf(column, cell)).toBe('nobody'),
  );

  it.each([
    ['status', 'cleaned', 'bounced'],
    ['CLEAN_TIME', '2020-03-23 17:30:05', 'bounced'],
    ['bounced', 'true', 'bounced'],
    ['status', 'Undeliverable', 'bounced'],
    ['complained', 'yes', 'complained'],
    ['Status', 'spam complaint', 'complained'],
    ['status', 'blocklisted', 'nobody'],
    ['blocklisted', 'true', 'nobody'],
  ])('%s = %s: %s', async (column, cell, status) => expect(await outcomeOf(column, cell)).toBe(status));

  it.each([
    ['status', 'Subscribed'],
    ['status', 'subscribed'],
    ['Status', 'ENABLED'],
    ['status', ''],
    ['subscribed', 'Yes'],
    ['subscribed', '2024-03-13'],
    ['unsubscribed_at', ''],
    ['unsubscribed_at', 'NULL'],
    ['deleted_at', '0000-00-00 00:00:00'],
    ['email_disabled', 'false'],
    ['opt out', 'no'],
    ['unsubscribed', 'Subscribed'],
    ['bounced', '0'],
    ['confirmed', 'true'],
    ['type', 'customer'],
    ['type', 'paid'],
    ['unsubscribe_url', 'https://news.example/u/1'],
    ['Phone', '0'],
    ['City', 'Left'],
    ['Days active (30d)', '3'],
    ['State/Province', 'Ohio'],
    ['Accepts SMS Marketing', 'no'],
    ['commenting_disabled_at', '2024-01-01'],
    ['gift_subscription_message', 'Enjoy'],
  ])('%s = %s: stays active', async (column, cell) => expect(await outcomeOf(column, cell)).toBe('active'));

  it.each([
    ['opt_status_code', '1'],
    ['gdpr', 'yes'],
    ['mail_permission_level', 'gold'],
    ['Deletion requested', ''],
    ['Bounce class', '5'],
    ['status', '1'],
    ['status', 'expired'],
    ['status', 'n/a'],
    ['unsubscribed', 'perhaps'],
    ['subscribed', 'weekly'],
    ['Type', 'soft-blocked'],
    ['remarks', 'unsubscribed'],
    ['Group', 'Opted out'],
    ['Mailing', 'blocklisted'],
    ['Désabonné', 'non'],
    ['Unsubscribed from all email', ''],
    ['email_permission_status', 'Express'],
    ['Invalid email address', 'true'],
    ['is_valid', 'false'],
    ['IsExcludedFromCampaigns', 'true'],
    ['No email', '1'],
    ['DNC', '1'],
    ['stopped_at', '2024-01-01'],
    ['Agreed to mail', 'no'],
    ['Marketing', 'no'],
    ['deliverable', 'false'],
    ['email_frequency', 'never'],
    ['Type', 'paused'],
    ['Werbesperre', 'ja'],
    ['Widerspruch', '01.02.2024'],
    ['Newsletter abbestellt', 'ja'],
    ['Statut', 'désabonné'],
    ['Estado', 'baja'],
    ['descadastrado', 'sim'],
    ['Uitgeschreven', 'ja'],
    ['afgemeld op', '2024-01-01'],
    ['Frameldt', 'ja'],
    ['wypisany', 'tak'],
    ['Отписан', 'да'],
    ['退订', '是'],
    ['Gekündigt'.normalize('NFD'), 'ja'],
    ['désabon\u200bné le', '2024'],
  ])('%s = %s: is asked about, and nobody is imported', async (column, cell) =>
    expect(await outcomeOf(column, cell)).toBe('asked, nobody'),
  );
});

describe('a question', () => {
  const text = csv(
    'email,gdpr ok,status',
    'ada@example.com,yes,',
    'bob@example.com,nope,gone',
    'cay@example.com,,',
  );

  it('names the column, or the value with its line, and what to say; opposites are never suggested', async () => {
    const { questions } = await plan(openSubscriptions(), text);
    expect(questions.map(({ column }) => column)).toEqual(['gdpr ok']);
    const [asked] = (await plan(openSubscriptions(), text, { map: 'gdpr ok=ignore' })).questions;
    expect(asked).toMatchObject({ column: 'status', value: 'gone', line: 3, count: 1 });
    expect(asked!.message).toContain('--map "status:gone=…"');
    const near = await plan(openSubscriptions(), csv('email,status', 'a@example.com,Subscribd'));
    expect(near.questions[0]!.message).toContain('`active`');
    expect(near.questions[0]!.message).not.toContain('Did you mean');
  });

  it('is answered by a map of columns and of values', async () => {
    const desk = openSubscriptions();
    const map = 'GDPR OK=subscribed, gdpr ok:nope=unsubscribed, status:gone=bounced';
    expect((await apply(desk, text, { map })).questions).toEqual([]);
    expect(await people(desk)).toBe('ada active, bob bounced');
  });

  it('is answered with other names of columns, too', async () => {
    const desk = openSubscriptions();
    const other = csv('Adresse,Wer,seit wann,Notiz', 'ada@example.com,Ada,2024-03-13,unsubscribed');
    await apply(desk, other, { map: 'adresse=email,Wer=name\nseit wann=subscribed_at,notiz=ignore' });
    expect(await desk.find('ada@example.com')).toMatchObject({
      ...{ name: 'Ada', status: 'active', consent: { at: Date.parse('2024-03-13T00:00:00Z') } },
    });
  });

  it('is refused an answer that means nothing', async () => {
    for (const map of ['gdpr ok', 'nothing=email', 'gdpr ok=emial', 'status:gone=away', '=email'])
      await expect((async () => plan(openSubscriptions(), text, { map }))()).rejects.toMatchObject({
        code: 'usage',
      });
  });
});

describe('several words about one reader', () => {
  it('count by the strictest, in columns and in rows', async () => {
    const desk = openSubscriptions();
    const text = csv(
      'Email,status,Opt-In,unsubscribed_at,bounced',
      'a@example.com,active,yes,2024-03-13,',
      'b@example.com,unsubscribed,yes,,',
      'c@example.com,active,no,,',
      'd@example.com,unsubscribed,yes,,true',
      'e@example.com,active,yes,,',
      'f@example.com,unsubscribed,yes,,',
      'f@example.com,complained,yes,,',
      'g@example.com,active,yes,,',
      'g@example.com,pending,yes,,',
    );
    expect(await apply(desk, text)).toEqual(await plan(openSubscriptions(), text));
    expect(await people(desk)).toBe(
      'a unsubscribed, b unsubscribed, c unsubscribed, d bounced, e active, f complained',
    );
  });

  it('and one who never confirmed elsewhere stays as they are here', async () => {
    const desk = openSubscriptions();
    await desk.ports.subscribers.insertMany([
      aSubscriber('here@example.com'),
      aSubscriber('left@example.com', { status: 'unsubscribed' }),
    ]);
    const text = csv('email,status', 'here@example.com,pending', 'left@example.com,pending');
    expect((await apply(desk, text)).fates).toMatchObject({ known: 2 });
    expect(await people(desk)).toBe('here active, left unsubscribed');
  });

  it('far apart in a file are one reader still', async () => {
    const desk = openSubscriptions();
    const others = Array.from({ length: 6000 }, (_, n) => `n${n}@example.com,active`);
    const text = csv('email,status', 'ann@example.com,pending', ...others, 'ann@example.com,active');
    const told = await plan(desk, text);
    expect(told.fates).toMatchObject({ fresh: 6000, unconfirmed: 2 });
    expect(await apply(desk, text)).toEqual(told);
    expect(await desk.find('ann@example.com')).toBeUndefined();
  });
});
