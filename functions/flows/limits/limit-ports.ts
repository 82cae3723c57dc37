/** The ports that rate limits take. */
import type { Notify } from '../../domain/notices/notice.ts';
import type { Publication } from '../../domain/publication/publication.ts';
import type { Secrets } from '../../domain/secrets.ts';
import type { Limits } from '../../domain/subscribers/subscriber.ts';
import type { Clock } from '../../domain/time/instant.ts';

export type LimitPorts = {
  limits: Limits;
  secrets: Secrets;
  clock: Clock;
  notify: Notify;
  /** Of the release that is live. */
  publication(): Promise<Publication>;
};
