/** The demo subscriber of a first `npm start`. Only the outbox sends to this address; no real mailer ever does. */
import type { Secrets } from '../secrets.ts';
import { subscriberId } from '../subscribers/identity.ts';
import type { Mailer } from './mailer.ts';

/** The domain belongs to nobody (RFC 2606 §2). */
export const DEMO_ADDRESS = 'demo@reader.example';

/** The ledger's key for the id of the demo run. Its value is DEMO_OVER once a real mailer has ended the demo. */
export const DEMO_KEY = 'demo';
export const DEMO_OVER = 'over';

export const demoId = (secrets: Secrets): string => subscriberId(secrets, DEMO_ADDRESS);

/** True for a mailer that delivers to people. The outbox only stores messages. */
export const isRealMailer = ({ name }: Pick<Mailer, 'name'>): boolean => name !== 'outbox';

/** True if the address is the demo subscriber's and the mailer is a real one: such a message is never sent. */
export const isDemoOnRealMailer = (mailer: Pick<Mailer, 'name'>, email: string): boolean =>
  isRealMailer(mailer) && email.toLowerCase() === DEMO_ADDRESS;
