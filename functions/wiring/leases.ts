/** How long a batch belongs to its worker, how long an unknown waits, and what becomes of it: by who carries the messages. */
import { MINUTE, SECOND } from '../domain/time/instant.ts';
import type { DeliverySettings } from '../flows/ledger/delivery-ports.ts';
import type { Config } from './config.ts';

export type Leases = Pick<DeliverySettings, 'lease' | 'grace' | 'unknowns'>;

/**
 * A grace is longer than a lease and a request's timeout together. It is also how long a run waits after a `kill -9`, so on one
 * machine all of them end within three minutes.
 */
const LEASES = {
  // Half a minute to wait for a connection and to open it, then three commands of half a minute at most before the message; there is no
  // evidence to wait for.
  smtp: { lease: 80 * SECOND, grace: 150 * SECOND, unknowns: 'skip' },
  // Ten seconds a request. On one machine no events come back from SES: nothing would ever prove a message.
  ses: { lease: MINUTE, grace: 2 * MINUTE, unknowns: 'skip' },
  outbox: { lease: 20 * SECOND, grace: 30 * SECOND, unknowns: 'resend' },
  // Send events come within seconds, but are not promised to: https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-ses.html
  stage: { lease: MINUTE, grace: 15 * MINUTE, unknowns: 'resend' },
} as const satisfies Record<string, Leases>;

/** Those of whoever delivers: a stage's own functions do, also when they are looked at from here. */
export const leasesFor = ({ config, remote }: { config: Pick<Config, 'mailer'>; remote?: unknown }): Leases =>
  LEASES[remote ? 'stage' : config.mailer];

export const STAGE_LEASES: Leases = LEASES.stage;
