import { describe, expect, it } from 'vitest';
import { apply, csv, people, plan } from '../../support/builders/import-csv.ts';
import { openSubscriptions } from '../../support/builders/subscriptions.ts';

describe('the name of a file', () => {
  const text = csv('Email Address,First Name', 'ada@example.com,Ada');
  it.each([
    ['unsubscribed.csv', 'ada unsubscribed'],
    ['Unsubscribed_segment_export_8f0e1d.csv', 'ada unsubscribed'],
    ['unsubscribed (2).csv', 'ada unsubscribed'],
    ['opt-outs 2024-05-01.csv', 'ada unsubscribed'],
    ['cleaned_members_export_1.csv', 'ada bounced'],
    ['cleaned.csv', 'ada bounced'],
    ['hard-bounces.csv', 'ada bounced'],
    ['complaints.csv', 'ada complained'],
    ['non-subscribed_email_audience_export_1.csv', ''],
    ['suppression list.csv', ''],
    ['subscribed_members_export_1.csv', 'ada active'],
    ['readers.csv', 'ada active'],
    ['black-friday.csv', 'ada active'],
    ['left-bank.csv', 'ada active'],
    ['clean-list.csv', 'ada active'],
  ])('%s says who is in it', async (name, found) => {
    const desk = openSubscriptions();
    expect((await apply(desk, text, { name })).questions).toEqual([]);
    expect(await people(desk)).toBe(found);
  });

  it('that may mean either is asked about, and `status` answers', async () => {
    const names = [
      'all-but-unsubscribed.csv',
      'unsubscribed-removed.csv',
      'cleaned-list.csv',
      'no bounces.csv',
      'do-not-mail.csv',
      'DoNotContact.csv',
      'deleted_members.csv',
      'inactive.csv',
      'archived_email_audience_export_1.csv',
      'spam_reports.csv',
      'blocks.csv',
    ];
    for (const name of names)
      expect((await plan(openSubscriptions(), text, { name })).questions).toHaveLength(1);
    const desk = openSubscriptions();
    await apply(desk, text, { name: names[0]!, status: 'active' });
    expect(await people(desk)).toBe('ada active');
  });
});

describe('a comma astray', () => {
  it('takes its own row out, and no other; an empty cell too many is none', async () => {
    const desk = openSubscriptions();
    const told = await apply(
      desk,
      csv(
        'email,name,labels,status',
        'ada@example.com,Lovelace, Ada,,unsubscribed',
        'a@x.example,A,,active,',
        'b@x.example,B,,unsubscribed,, ,',
      ),
    );
    expect(told.invalid).toMatchObject({ count: 1, first: [{ line: 2 }] });
    expect(await people(desk)).toBe('a active, b unsubscribed');
  });
});

describe('the names of columns', () => {
  it.each([
    ['Email Address,First Name,Last Name', 'ada@example.com,Ada,L'],
    ['E-Mail,Name', 'ada@example.com,Ada L'],
    ['email_address,name', 'ada@example.com,Ada L'],
    ['EMAIL,FNAME,LNAME', 'ada@example.com,Ada,L'],
    ['emailAddress,firstName,lastName', 'ada@example.com,Ada,L'],
    ['E-Mail-Adresse;Vorname;Nachname', 'ada@example.com;Ada;L'],
    ['Email,Name,Surname', 'ada@example.com,Ada,L'],
    ['email,name,first_name,last_name', 'ada@example.com,Ada L,A,L'],
  ])('%s are known', async (header, row) => {
    const desk = openSubscriptions();
    expect((await apply(desk, csv(header, row))).questions).toEqual([]);
    expect((await desk.find('ada@example.com'))?.name).toBe('Ada L');
  });

  it('that are there twice are read once, but for the address', async () => {
    const desk = openSubscriptions();
    const told = await apply(desk, csv('email,tags,Tags,created_at', 'ada@example.com,a,b,2024-01-02'));
    expect(told.ignored).toEqual(['Tags']);
    expect((await desk.find('ada@example.com'))?.labels).toEqual(['a']);
  });

  it('that are empty are not told as ignored, and two addresses are a question of the file', async () => {
    const told = await plan(openSubscriptions(), csv('email,,shoe,,', 'a@example.com,,38,,'));
    expect(told.ignored).toEqual(['shoe']);
    await expect(plan(openSubscriptions(), 'Email,E-Mail Address\n')).rejects.toMatchObject({
      code: 'invalid',
    });
    const two = csv('Email,Email Address', 'a@example.com,b@example.com');
    const desk = openSubscriptions();
    await apply(desk, two, { map: 'email=ignore' });
    expect(await people(desk)).toBe('b active');
    const third = openSubscriptions();
    await apply(third, csv('email,backup', 'a@example.com,c@example.com'), { map: 'backup=email' });
    expect(await people(third)).toBe('c active');
  });
});
