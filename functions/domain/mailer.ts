/** The mailer port: hands one message to whoever carries it, never retries, and tells every outcome apart. */
import type { Composed } from './compose.ts';
import type { Recipient, Stamp } from './letter.ts';

/** Values match [A-Za-z0-9_-]{1,256} (SES message tags). `try` is 1 or 2. */
export type Tags = { run: string; batch: string; pos: string; try: string };

export type Message = {
  to: string;
  from: string;
  /** RFC 5322, CRLF, 7-bit. Made when it is first read. */
  readonly raw: Uint8Array;
  /** The same bytes for a mailer that is done with them at once and has a room to write them to, again and again. */
  composed?: Pick<Composed, 'length' | 'writeTo'>;
  subject: string;
  tags: Tags;
  /** Of its batch, when it was written ahead: whoever takes the batch after that has a higher one. */
  lease: number;
  /** Which configuration set and which quota: confirmations never wait for letters. */
  stream: 'letters' | 'notices';
  feedback: { a: string; b: string };
  /** What `raw` was composed from, for a mailer that keeps recipes rather than bytes. */
  recipe: { letter: string; recipient: Recipient; stamp: Stamp };
};

/**
 * accepted: it is theirs now. throttled, quota, paused: certainly not accepted, nor would others be now, and why. deferred:
 * certainly not accepted, but others may be (greylisting). rejected: certainly not accepted and never will be; `address` says
 * the fault is the address's. unknown: no answer, or one that proves nothing.
 */
export type Outcome =
  | { kind: 'accepted'; id: string }
  | { kind: 'throttled'; reason: string }
  | { kind: 'quota'; reason: string }
  | { kind: 'paused'; reason: string }
  | { kind: 'deferred'; reason: string }
  | { kind: 'rejected'; reason: string; address: boolean }
  | { kind: 'unknown'; reason: string };

/** Messages a second and a day (undefined: no limit), sent in the last 24 hours; `sandbox`: only to verified addresses. */
export type Quota = {
  perSecond: number | undefined;
  perDay: number | undefined;
  sentLastDay: number;
  sandbox: boolean;
};

export type Mailer = {
  name: 'outbox' | 'smtp' | 'ses';
  /** Never throws: what went wrong is an outcome. */
  send(message: Message): Promise<Outcome>;
  /** Cached by the adapter (SES: GetSendQuota at most once a second). Throws `unavailable`. */
  quota(): Promise<Quota>;
  /** Present where there is proof of what became of a message after a crash. */
  evidence?: Evidence;
  /** How many sends may be under way at once; more or fewer as it sees how its carrier answers. */
  concurrency: number;
  close(): Promise<void>;
};

/** Proof, by position: which messages of a batch were accepted, and with which try. */
export type Evidence = {
  /** What is not found was not accepted, and will not be: who asks shuts out every message of the batch with a lower lease. */
  conclusive: boolean;
  find(run: string, batch: string, lease: number): Promise<readonly { position: number; attempt: 1 | 2 }[]>;
};
