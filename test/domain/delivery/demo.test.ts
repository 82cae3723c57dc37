import { expect, it } from 'vitest';
import {
  DEMO_ADDRESS,
  demoId,
  isDemoOnRealMailer,
  isRealMailer,
} from '../../../functions/domain/delivery/demo.ts';
import { MAILERS, type MailerName } from '../../../functions/domain/delivery/mailer.ts';
import { idOf, SUBSCRIPTION_SECRETS } from '../../support/builders/subscriptions.ts';

it.each<[MailerName, string, boolean]>([
  ['outbox', DEMO_ADDRESS, false],
  ['smtp', DEMO_ADDRESS, true],
  ['ses', DEMO_ADDRESS, true],
  ['ses', DEMO_ADDRESS.toUpperCase(), true],
  ['ses', 'ada@reader.example', false],
])('%s sends nothing to %s, as to the demo: %s', (name, email, is) => {
  expect(isDemoOnRealMailer({ name }, email)).toBe(is);
});

it('all mailers but the outbox deliver to people', () => {
  expect(MAILERS.filter((name) => !isRealMailer({ name }))).toEqual(['outbox']);
});

it('the demo subscriber has the id that its address has', () => {
  expect(demoId(SUBSCRIPTION_SECRETS)).toBe(idOf(DEMO_ADDRESS));
});
