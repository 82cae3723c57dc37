import { describe, expect, it } from 'vitest';
import { hashFormWords } from '../../../functions/domain/limits/form-tokens.ts';
import { HOUR } from '../../../functions/domain/time/instant.ts';
import { newsletterConsentText } from '../../../functions/pages/parts/consent.ts';
import { signUpBox } from '../../../functions/pages/parts/sign-up-box.ts';
import { pageContext } from '../../support/builders/every-page.ts';
import { aPublication } from '../../support/builders/small-publication.ts';
import { readWords } from '../../support/builders/words.ts';
import { aSubscriberSite } from '../../support/hosts/subscriber-site.ts';
import { all } from '../../support/probes/read-html.ts';

type Site = ReturnType<typeof aSubscriberSite>;
const ADA = 'ada@gmail.com';
const HOME = 'https://paper.example';

/** The fields of the box as a page prints them. */
function boxFields(site: Site, email: string): Record<string, string> {
  const context = pageContext('x', { publication: aPublication(), words: readWords('en'), now: site.now });
  const daily = context.publication.newsletters.find(({ id }) => id === 'daily')!;
  const inputs = all(String(signUpBox(context, daily)), 'input').map(({ attributes }) => attributes);
  return { ...Object.fromEntries(inputs.map(({ name, value }) => [name!, value ?? ''])), email };
}

const send = (site: Site, changes: Record<string, string> = {}, origin: string | undefined = HOME) =>
  site.app.request('/subscribe', {
    method: 'POST',
    body: new URLSearchParams({ ...boxFields(site, ADA), ...changes }),
    headers: { accept: 'text/html', ...(origin === undefined ? {} : { origin }) },
  });

/** True if the answer is the full form, filled in and ready to be sent. */
const isFullForm = (page: string, email = ADA) =>
  page.includes(`value="${email}"`) && /name="form" value="[^"]+"/.test(page);

describe('the form of one newsletter', () => {
  it('signs up with one POST, and keeps the hash of the words that it showed', async () => {
    const site = aSubscriberSite();
    const page = await (await send(site)).text();
    expect(page).toContain('Check your mail');
    const words = newsletterConsentText(readWords('en'), aPublication(), aPublication().newsletters[0]!);
    const found = await site.find(ADA);
    expect(found?.consent.form).toBe(hashFormWords(words));
    expect(site.notices).toHaveLength(1);
  });

  it.each([
    ['a page of another site', { origin: 'https://evil.example' }],
    ['a page whose address is hidden', { origin: 'null' }],
    ['a program that names no page', { origin: '' }],
    ['a copy with words of an earlier day', { consent: 'AAAAAAAAAAAAAAAAAAAAAA' }],
    ['a copy of a version before, without words', { consent: '' }],
    ['a newsletter that is none', { newsletter: 'none' }],
  ])('sent from %s comes back in full, and signs nobody up', async (_, changed) => {
    const site = aSubscriberSite();
    const { origin = HOME, ...fields }: Record<string, string> = changed;
    const response = await send(site, fields, origin);
    expect(response.status).toBe(200);
    expect(isFullForm(await response.text())).toBe(true);
    expect(site.notices).toEqual([]);
  });

  it('is good for five sign-ups an hour from one network; then the full form comes, without a fault', async () => {
    const site = aSubscriberSite();
    for (let i = 0; i < 5; i++) await send(site, { email: `a${i}@gmail.com` });
    expect(site.notices).toHaveLength(5);
    const response = await send(site, { email: 'a5@gmail.com' });
    const page = await response.text();
    expect([response.status, page.includes('role="alert"')]).toEqual([200, false]);
    expect(isFullForm(page, 'a5@gmail.com')).toBe(true);
    site.web.client = '198.51.100.1';
    await send(site, { email: 'b@gmail.com' });
    site.web.client = '192.0.2.7';
    site.now += HOUR + HOUR / 12;
    await send(site, { email: 'a6@gmail.com' });
    expect(site.notices).toHaveLength(7);
  });

  it('filled in by a machine, trap and all, is answered alike and does nothing', async () => {
    const site = aSubscriberSite();
    const person = await (await send(site)).text();
    const machine = await (await send(site, { email: 'bot@example.com', website: 'x' })).text();
    expect(machine).toBe(person);
    expect(site.notices).toHaveLength(1);
  });

  it('with a fault comes back in full, and the next press is all', async () => {
    const site = aSubscriberSite();
    const wrong = await send(site, { email: 'ada' });
    const page = await wrong.text();
    expect([wrong.status, page.includes('aria-invalid')]).toEqual([400, true]);
    const stamp = /name="form" value="([^"]+)"/.exec(page)![1]!;
    await site.post('/subscribe', { email: ADA, newsletter: 'daily', form: stamp });
    expect(site.notices).toHaveLength(1);
  });

  it('asks about a likely slip, and gives nothing back that was given', async () => {
    const site = aSubscriberSite();
    const page = await (await send(site, { email: 'ada@gmial.com' })).text();
    expect(page).toContain('Did you mean ada@gmail.com?');
    expect(page).toMatch(/value="daily" checked/);
    expect(site.notices).toEqual([]);
  });

  it('in a crowd asks for a proof, as every form does', async () => {
    const publication = aPublication();
    const signups = { ...publication.sending.signups, perHour: 2 };
    const site = aSubscriberSite({ ...publication, sending: { ...publication.sending, signups } });
    await send(site, { email: 'a@gmail.com' });
    site.web.client = '198.51.100.1';
    const page = await (await send(site, { email: 'b@gmail.com' })).text();
    expect(page).toContain('data-challenge');
    expect(isFullForm(page, 'b@gmail.com')).toBe(true);
    expect(site.notices).toHaveLength(1);
  });
});

describe('the box on every page', () => {
  it('is that form where a publication has one newsletter, and says nothing of a choice', () => {
    const [daily] = pageContext().publication.newsletters;
    const publication = aPublication({ newsletters: [daily!] });
    const box = String(signUpBox(pageContext('x', { publication })));
    expect(box).toContain(daily!.description);
    expect(box).not.toMatch(/next page|Choose/);
    expect(all(box, 'input').map(({ attributes }) => attributes.name)).toEqual([
      'newsletter',
      'consent',
      'website',
      'email',
    ]);
  });

  it('leads to the full form where there are several', () => {
    const box = String(signUpBox(pageContext()));
    expect(all(box, 'input').map(({ attributes }) => attributes.name)).toEqual(['email']);
  });
});
