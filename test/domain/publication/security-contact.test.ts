import { describe, expect, it } from 'vitest';
import { parsePublication } from '../../../functions/domain/publication/publication-source.ts';
import { writeSecurityText } from '../../../functions/domain/publication/security-contact.ts';
import { DAY } from '../../../functions/domain/time/instant.ts';
import { PUBLICATION, yaml } from '../../support/builders/content.ts';
import { NOON } from '../../support/builders/small-publication.ts';

const parse = (value: string) =>
  parsePublication(
    { path: 'content/publication.yaml', text: `${PUBLICATION}security: ${JSON.stringify(value)}\n` },
    yaml,
  );

describe('a contact for security', () => {
  it.each([
    'mailto:security@example.com',
    'mailto:security@example.com?subject=Hole',
    'https://paper.press/security',
  ])('is %s', (value) => {
    const { publication, problems } = parse(value);
    expect([publication?.security, problems]).toEqual([[value], []]);
  });

  it.each([
    ['security@example.com', /Write `mailto:security@example\.com`/],
    ['http://paper.press', /the https URL/],
    ['https://user@paper.press', /the https URL/],
    ['https://', /the https URL/],
    ['tel:+49301', /the https URL/],
    ['mailto:nobody', /the https URL/],
    ['https://paper.press/a b', /the https URL/],
    ['https://paper.press/\r\nExpires: never', /the https URL/],
    [`https://paper.press/${'x'.repeat(2000)}`, /the https URL/],
  ])('is not %j', (value, remedy) => {
    expect(parse(value).problems.map((problem) => problem.remedy)).toEqual([expect.stringMatching(remedy)]);
  });
});

describe('security.txt (RFC 9116)', () => {
  const about = { contacts: ['mailto:a@b.example'], base: 'https://paper.press', language: 'en', now: NOON };
  const text = (given: Partial<typeof about>) => writeSecurityText({ ...about, ...given }).text;

  it('names contact, language, itself, and an end half a year ahead', () => {
    expect(text({})).toBe(
      'Contact: mailto:a@b.example\nExpires: 2027-05-22T00:00:00Z\nPreferred-Languages: en\nCanonical: https://paper.press/.well-known/security.txt\n',
    );
    expect(text({ base: 'http://localhost:3000' })).not.toContain('Canonical');
  });

  it.each([
    ['at midnight', 0, true],
    ['at the end of the day', DAY - 1, true],
    ['a day later', DAY, false],
  ])('is the same bytes %s', (_, later, same) => {
    const midnight = Date.parse('2026-11-23T00:00:00Z');
    expect(text({ now: midnight + later }) === text({ now: midnight })).toBe(same);
    expect(writeSecurityText({ ...about, now: midnight }).until).toBe(midnight + DAY);
  });
});
