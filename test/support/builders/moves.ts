/** Changes of address: the steps from the one-hour link to the confirmation by the new address. */
import { HOUR } from '../../../functions/domain/time/instant.ts';
import { confirm } from '../../../functions/flows/subscribers/confirm.ts';
import { requestNewAddress } from '../../../functions/flows/subscribers/manage.ts';
import { subscribe } from '../../../functions/flows/subscribers/subscribe.ts';
import type { SubscriptionsFixture } from './subscriptions.ts';

/** Asks for a change of address, and returns the token of the confirmation that the new address gets. */
export async function askMove(desk: SubscriptionsFixture, from: string, to: string): Promise<string> {
  await requestNewAddress(desk.ports, desk.token('manage', from, '', desk.now + HOUR), to);
  return desk.link();
}

export const move = async (desk: SubscriptionsFixture, from: string, to: string) =>
  confirm(desk.ports, await askMove(desk, from, to));

/** Signs up, and returns the token of the confirmation. */
export async function signUp(
  desk: SubscriptionsFixture,
  email: string,
  newsletters: readonly string[] = ['daily'],
  topics: readonly string[] = [],
): Promise<string> {
  const rest = { client: '192.0.2.7', source: 'form', form: 'words' };
  await subscribe(desk.ports, { email, newsletters, topics, ...rest });
  return desk.link();
}
