/** The demo reader of a first `npm start`. Only the outbox writes to it: no real mailer ever does. */
import type { Secrets } from '../secrets.ts';
import { subscriberId } from '../subscribers/identity.ts';
import type { Mailer } from './mailer.ts';

/** RFC 2606 §2: nobody's domain. */
export const DEMO_ADDRESS = 'demo@reader.example';

/** In the ledger's memory: the id of the run that shows the demo; OVER once a real mailer has ended it. */
export const DEMO_MEMORY = 'demo';
export const OVER = 'over';

export const demoId = (secrets: Secrets): string => subscriberId(secrets, DEMO_ADDRESS);

/** A mailer that carries mail to people; the outbox keeps it. */
export const isReal = ({ name }: Pick<Mailer, 'name'>): boolean => name !== 'outbox';

/** Whom this mailer never writes to. */
export const isOnlyDemo = (mailer: Pick<Mailer, 'name'>, email: string): boolean =>
  isReal(mailer) && email.toLowerCase() === DEMO_ADDRESS;
