import { expect, it } from 'vitest';
import { statusOfFile } from '../../../functions/domain/import/status-from-file-name.ts';

it.each([
  ['subscribed_email_audience_export_1a2b3c4d5e.csv', undefined],
  ['readers.csv', undefined],
  ['unsubscribed_email_audience_export_1a2b3c4d5e.csv', 'unsubscribed'],
  ['Unsubscribers.csv', 'unsubscribed'],
  ['opt-outs 2026.csv', 'unsubscribed'],
  ['cleaned_email_audience_export_1a2b3c.csv', 'bounced'],
  ['hard-bounces.txt', 'bounced'],
  ['complaints.csv', 'complained'],
  ['suppression-list.csv', 'suppressed'],
  ['non-subscribed_members_export.csv', 'pending'],
  ['abgemeldet.csv', 'unsubscribed'],
  // A list that was tidied up, or those that were tidied away?
  ['cleaned-list.csv', 'unclear'],
  ['readers-without-unsubscribed.csv', 'unclear'],
  ['do-not-mail.csv', 'unclear'],
  ['spam.csv', 'unclear'],
  ['spamalot-fans.csv', undefined],
])('%s says of all who are in it: %s', (name, status) => {
  expect(statusOfFile(name)).toBe(status);
});
