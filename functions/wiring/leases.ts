/** Leases by mailer: how long a batch belongs to a worker, how long an unknown waits for evidence, and the policy for it then. */
import { MINUTE, SECOND } from '../domain/time/instant.ts';
import type { DeliverySettings } from '../flows/ledger/delivery-ports.ts';
import type { Config } from './config.ts';

export type Leases = Pick<DeliverySettings, 'lease' | 'grace' | 'unknowns'>;

/**
 * A grace is longer than a lease and a request's timeout together. A run waits for a grace after a `kill -9`, so on one machine every
 * grace ends within three minutes.
 */
const LEASES = {
  // A connection takes half a minute at most, then three commands before the message half a minute each. SMTP gives no evidence.
  smtp: { lease: 80 * SECOND, grace: 150 * SECOND, unknowns: 'skip' },
  // A request takes ten seconds at most. On one machine no events come back from SES, so there is no evidence to wait for.
  ses: { lease: MINUTE, grace: 2 * MINUTE, unknowns: 'skip' },
  outbox: { lease: 20 * SECOND, grace: 30 * SECOND, unknowns: 'resend' },
  // Send events come within seconds, but without a guarantee: https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-ses.html
  stage: { lease: MINUTE, grace: 15 * MINUTE, unknowns: 'resend' },
} as const satisfies Record<string, Leases>;

/** The leases of the process that delivers. For a stage these are its functions, also if a command on this machine asks. */
export const leasesFor = ({ config, remote }: { config: Pick<Config, 'mailer'>; remote?: unknown }): Leases =>
  LEASES[remote ? 'stage' : config.mailer];

export const STAGE_LEASES: Leases = LEASES.stage;
