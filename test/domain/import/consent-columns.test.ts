import { expect, it } from 'vitest';
import { isHarmlessName, mayStateConsent } from '../../../functions/domain/import/consent-columns.ts';

it.each([
  ['unsub_reason_code', true],
  ['email_opt_in', true],
  ['gdpr', true],
  ['is_active', true],
  ['state', true],
  ['do_not_mail', true],
  ['einwilligung_vom', true],
  ['désabonné_le', true],
  ['退订时间', true],
  ['favourite_colour', false],
  ['country', false],
  ['statement', false],
  ['exclusive_offer', false],
])('a column called %s may speak of consent: %s', (name, smells) => {
  expect(mayStateConsent(name)).toBe(smells);
});

it.each([
  ['subscriberid', 'subscriber_id', true],
  ['optinip', 'opt_in_ip', true],
  ['lastactive', 'last_active', true],
  ['billingstate', 'billing_state', true],
  ['smsconsent', 'sms_consent', true],
  // By mail as well as by SMS.
  ['smsandemailconsent', 'sms_and_email_consent', false],
  ['optin', 'opt_in', false],
])('a column called %s (%s) says nothing of it: %s', (key, spaced, harmless) => {
  expect(isHarmlessName(key, spaced)).toBe(harmless);
});
