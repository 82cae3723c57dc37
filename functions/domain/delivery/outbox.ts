/** The outbox: a mailer that keeps what it accepted, to look into. */
import type { Instant } from '../time/instant.ts';

/** `kind`: edition, digest, alert, or the notice's kind. */
export type OutboxMessage = {
  id: string;
  to: string;
  subject: string;
  kind: string;
  run: string;
  at: Instant;
  attempt: 1 | 2;
  bytes: number;
};

export type Outbox = {
  /** Newest first; `total` counts all that match. */
  list(query: { to?: string; run?: string; limit: number; before?: string }): Promise<{
    total: number;
    messages: readonly OutboxMessage[];
  }>;
  message(id: string): Promise<OutboxMessage | undefined>;
  /** Exactly the bytes that were composed and hashed at acceptance; throws `broken` if they can no longer be made. */
  eml(id: string): Promise<Uint8Array | undefined>;
};

/** A message taken apart again, as a mail client does. Headers in order, unfolded. */
export type ReadMail = (eml: Uint8Array) => Promise<{
  headers: readonly { name: string; value: string }[];
  html: string;
  text: string;
}>;
