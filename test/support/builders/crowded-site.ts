/** A site on which other sign-ups have used up the open part of the hour's rate limit. */
import { stampForm } from '../../../functions/domain/limits/form-tokens.ts';
import { SECOND } from '../../../functions/domain/time/instant.ts';
import { aSubscriberSite } from '../hosts/subscriber-site.ts';
import { aPublication } from './small-publication.ts';
import { SUBSCRIPTION_SECRETS } from './subscriptions.ts';

export const ADA = 'ada@example.com';
export type CrowdedSite = ReturnType<typeof aSubscriberSite>;

/** With `perHour` 10, five sign-ups need no challenge, fifty get through with a proof of work, ten by waiting. */
export function aCrowdedSite(perHour = 10, language = 'en'): CrowdedSite {
  const { sending, ...rest } = aPublication({ language });
  return aSubscriberSite({ ...rest, sending: { ...sending, signups: { ...sending.signups, perHour } } });
}

export const send = (site: CrowdedSite, changes: Record<string, string> = {}) =>
  site.post('/subscribe', {
    email: ADA,
    newsletter: 'daily',
    form: stampForm(SUBSCRIPTION_SECRETS, site.now - 5 * SECOND),
    ...changes,
  });

/** Signs up from different networks until a further sign-up needs a challenge. */
export async function crowd(site: CrowdedSite, count = 5): Promise<void> {
  for (let i = 0; i < count; i++) {
    site.web.client = `198.51.${i}.1`;
    await send(site, { email: `somebody${i}@host${i}.example` });
  }
  site.web.client = '192.0.2.7';
  site.notices.length = 0;
}
