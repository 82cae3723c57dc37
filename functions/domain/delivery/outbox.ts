/** The outbox port: reads the messages that the outbox mailer (a mail trap for development) has accepted and stored. */
import type { Instant } from '../time/instant.ts';

/** A stored message. `kind`: edition, digest, alert, or the kind of a notice. */
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
  /** Newest first; `total` counts every match. */
  list(query: { to?: string; run?: string; limit: number; before?: string }): Promise<{
    total: number;
    messages: readonly OutboxMessage[];
  }>;
  message(id: string): Promise<OutboxMessage | undefined>;
  /** Exactly the bytes that were composed and hashed at acceptance. Throws `broken` if they can no longer be made. */
  eml(id: string): Promise<Uint8Array | undefined>;
};

/** Parses a message as a mail client does. Headers come in order, unfolded. */
export type ReadMail = (eml: Uint8Array) => Promise<{
  headers: readonly { name: string; value: string }[];
  html: string;
  text: string;
}>;
