import { describe, expect, it } from 'vitest';
import { apply, csv, people, plan } from '../support/import-csv.ts';
import { aDesk } from '../support/subscriptions.ts';

describe('the name of a file', () => {
  const text = csv('Email Address,First Name', 'ada@example.com,Ada');
  it.each([
    ['unsubscribed.csv', 'ada unsubscribed'],
    ['cleaned_members_export_1.csv', 'ada bounced'],
    ['nonsubscribed_email_audience_export_1.csv', ''],
    ['subscribed_members_export_1.csv', 'ada active'],
    ['readers.csv', 'ada active'],
  ])('%s says who is in it', async (name, found) => {
    const desk = aDesk();
    await apply(desk, text, { name });
    expect(await people(desk)).toBe(found);
  });

  it('that may mean either is asked about, and `status` answers', async () => {
    const name = 'all-but-unsubscribed.csv';
    expect((await plan(aDesk(), text, { name })).questions).toHaveLength(1);
    const desk = aDesk();
    await apply(desk, text, { name, status: 'active' });
    expect(await people(desk)).toBe('ada active');
  });
});

describe('a comma astray', () => {
  it('takes its own row out, and no other; an empty cell too many is none', async () => {
    const desk = aDesk();
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
    const desk = aDesk();
    expect((await apply(desk, csv(header, row))).questions).toEqual([]);
    expect((await desk.find('ada@example.com'))?.name).toBe('Ada L');
  });

  it('that are empty are not told as ignored, and two addresses are a question of the file', async () => {
    const told = await plan(aDesk(), csv('email,,shoe,,', 'a@example.com,,38,,'));
    expect(told.ignored).toEqual(['shoe']);
    await expect(plan(aDesk(), 'Email,E-Mail Address\n')).rejects.toMatchObject({ code: 'invalid' });
    const two = csv('Email,Email Address', 'a@example.com,b@example.com');
    const desk = aDesk();
    await apply(desk, two, { map: 'email=ignore' });
    expect(await people(desk)).toBe('b active');
  });
});
