/** The mailer port: hands one message to whoever carries it, never retries, and tells every outcome apart. */
import type { Composed } from '../letters/compose.ts';
import type { Recipient, Stamp } from '../letters/letter.ts';
import type { Fault } from './refusal.ts';

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
 * the mailbox is not there (a hard bounce). unknown: no answer, or one that proves nothing.
 *
 * `fault`, where the kind alone does not say it: a rejection is the recipient's or the message's; what is deferred without a word
 * about its recipient may be the account's. `tied`: the answer was to a command that named this recipient, so that it may hold for
 * this recipient alone. `busy`: it says so of
 * everybody all the same.
 */
export type Outcome =
  | { kind: 'accepted'; id: string }
  | { kind: 'throttled'; reason: string; tied?: true; busy?: true }
  | { kind: 'quota'; reason: string; tied?: true }
  | { kind: 'paused'; reason: string; tied?: true }
  | { kind: 'deferred'; reason: string; fault?: 'recipient' | 'account' }
  | { kind: 'rejected'; reason: string; address: boolean; fault?: 'recipient' | 'message' }
  | { kind: 'unknown'; reason: string };

/** Whose fault it is that a message was not accepted; undefined: it was, or nobody knows. */
export function faultOf(outcome: Outcome): Fault | undefined {
  switch (outcome.kind) {
    case 'accepted':
    case 'unknown':
      return undefined;
    case 'throttled':
      return 'carrier';
    case 'quota':
    case 'paused':
      return 'account';
    case 'deferred':
      return outcome.fault ?? 'recipient';
    case 'rejected':
      return outcome.fault ?? (outcome.address ? 'recipient' : 'message');
  }
}

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
  /** SES: whether the account has verified a domain, or one above it. undefined: it may not ask. Throws `unavailable`. */
  owns?(domain: string): Promise<boolean | undefined>;
  /** Present where there is proof of what became of a message after a crash. */
  evidence?: Evidence;
  /** How many sends may be under way at once; more or fewer as it sees how its carrier answers. */
  concurrency: number;
  close(): Promise<void>;
};

/** Evidence by position: which messages of a batch were accepted, and with which try. */
export type Evidence = {
  /** What is not found was not accepted, and will not be: who asks shuts out every message of the batch with a lower lease. */
  conclusive: boolean;
  find(run: string, batch: string, lease: number): Promise<readonly { position: number; attempt: 1 | 2 }[]>;
};
