import { expect, it } from 'vitest';
import {
  compactName,
  MAP_FIELDS,
  meaningOf,
  meaningOfField,
} from '../../../functions/domain/import/columns.ts';

const meaning = (name: string, ...beside: string[]) => meaningOf(name, new Set(beside));

it.each([
  ['Email Address', 'emailaddress'],
  ['email_address', 'emailaddress'],
  ['E-Mail', 'email'],
  ['Prénom', 'prénom'],
  ['-', ''],
])('the column %j is known as %j', (name, key) => {
  expect(compactName(name)).toBe(key);
});

it.each([
  ['Email Address', 'email'],
  ['First Name', 'first_name'],
  ['Nachname', 'last_name'],
  ['OPTIN_TIME', 'subscribed_at'],
  ['Tags', 'labels'],
])('the column %j holds the %s', (name, plain) => {
  expect(meaning(name)).toMatchObject({ plain });
});

it.each([
  ['Status', 'status', false],
  ['Accepts Email Marketing', 'subscribed', false],
  ['email_confirmed', 'confirmed', false],
  ['unsubscribed_at', 'unsubscribed', false],
  ['Hard bounced', 'bounced', false],
  ['UNSUB_REASON', 'unsubscribed', true],
  ['CLEAN_CAMPAIGN_TITLE', 'bounced', true],
])('the column %j speaks of consent, as %s, any text in it: %s', (name, consent, mark) => {
  expect(meaning(name)).toEqual({ consent, mark });
});

it.each([
  ['State', [], { consent: 'status', mark: false }],
  ['State', ['city'], { consent: 'hint', mark: false }],
  ['Active subscription', ['emaildisabled'], 'harmless'],
  ['Cancel date', ['stripeplan'], 'harmless'],
  ['Cancel date', [], { consent: 'unsubscribed', mark: false }],
  ['Newsletter opt-in 2024', [], 'unclear'],
  ['Favourite colour', [], undefined],
])('the column %j beside %j means %j', (name, beside, means) => {
  expect(meaning(name, ...beside)).toEqual(means);
});

it.each([
  ['email', { plain: 'email', rank: -1 }],
  ['status', { consent: 'status', mark: false }],
  ['ignore', 'ignore'],
  // A hint is for us to find, and for nobody to name.
  ['hint', undefined],
  ['colour', undefined],
  ['constructor', undefined],
])('an editor who says %s means %j', (field, means) => {
  expect(meaningOfField(field)).toEqual(means);
  expect(MAP_FIELDS.includes(field)).toBe(means !== undefined);
});
