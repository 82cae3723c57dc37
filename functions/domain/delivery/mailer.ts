/** The mailer port: hands one message to a mail provider, never retries, and distinguishes every outcome. */
import type { ComposedMessage } from '../letters/compose.ts';
import type { Recipient, Stamp } from '../letters/letter.ts';
import type { RefusalCause } from './refusal.ts';

/** Values match [A-Za-z0-9_-]{1,256} (SES message tags). `try` is 1 or 2. */
export type Tags = { run: string; batch: string; pos: string; try: string };

export type Message = {
  to: string;
  from: string;
  /** The message (RFC 5322, CRLF, 7-bit). The bytes are made at the first read. */
  readonly raw: Uint8Array;
  /** The same bytes, written into a buffer that the mailer reuses for every message. */
  composed?: Pick<ComposedMessage, 'length' | 'writeTo'>;
  subject: string;
  tags: Tags;
  /** The batch's lease (fencing token) at the write-ahead. The next worker that claims the batch has a higher one. */
  lease: number;
  /** Selects the configuration set and the quota, so that confirmations never wait for letters. */
  stream: 'letters' | 'notices';
  feedback: { a: string; b: string };
  /** The ingredients of `raw`, for a mailer that stores them instead of the bytes. */
  recipe: { letter: string; recipient: Recipient; stamp: Stamp };
};

/**
 * accepted: the provider has the message. throttled, quota, paused: certainly not accepted, and other messages would not be accepted now
 * either. deferred: certainly not accepted, but other messages may be (greylisting). rejected: certainly not accepted, now or later;
 * `address` says that the mailbox does not exist (a hard bounce). unknown: no answer, or one that proves nothing.
 *
 * `fault` is set where the kind alone does not tell it: a rejection is the recipient's or the message's fault; a deferral that does not
 * mention the recipient may be the account's. `tied`: the answered command named this recipient, so the answer may hold for this
 * recipient alone. `busy`: the answer speaks of all recipients even so.
 */
export type Outcome =
  | { kind: 'accepted'; id: string }
  | { kind: 'throttled'; reason: string; tied?: true; busy?: true }
  | { kind: 'quota'; reason: string; tied?: true }
  | { kind: 'paused'; reason: string; tied?: true }
  | { kind: 'deferred'; reason: string; fault?: 'recipient' | 'account' }
  | { kind: 'rejected'; reason: string; address: boolean; fault?: 'recipient' | 'message' }
  | { kind: 'unknown'; reason: string };

/** The side at fault for a message that was not accepted; undefined for an accepted or unknown one. */
export function causeOfOutcome(outcome: Outcome): RefusalCause | undefined {
  switch (outcome.kind) {
    case 'accepted':
    case 'unknown':
      return undefined;
    case 'throttled':
      return 'provider';
    case 'quota':
    case 'paused':
      return 'account';
    case 'deferred':
      return outcome.fault ?? 'recipient';
    case 'rejected':
      return outcome.fault ?? (outcome.address ? 'recipient' : 'message');
  }
}

/**
 * The account's limits: messages a second and a day (undefined if there is none), and the messages sent in the last 24 hours. `sandbox`:
 * SES accepts only verified addresses.
 */
export type Quota = {
  perSecond: number | undefined;
  perDay: number | undefined;
  sentLastDay: number;
  sandbox: boolean;
};

/** The first is the default. Each has settings (wiring/mailer-config.ts) and is opened by wiring/local/mailer.ts. */
export const MAILERS = ['outbox', 'smtp', 'ses'] as const;
export type MailerName = (typeof MAILERS)[number];

export type Mailer = {
  name: MailerName;
  /** Never throws: a failure is an outcome. */
  send(message: Message): Promise<Outcome>;
  /** Cached by the adapter (SES: GetSendQuota at most once a second). Throws `unavailable`. */
  quota(): Promise<Quota>;
  /** SES only: whether the account has verified the domain or a parent of it; undefined if it may not ask. Throws `unavailable`. */
  owns?(domain: string): Promise<boolean | undefined>;
  /** Present if the provider can prove, after a crash, which messages it accepted. */
  evidence?: Evidence;
  /** Sends that may be under way at once. The adapter raises or lowers the number by the provider's answers. */
  concurrency: number;
  close(): Promise<void>;
};

/** Evidence: proof which messages of a batch were accepted, by position, and with which attempt. */
export type Evidence = {
  /**
   * True: a message that is not found was not accepted and never will be. `find` fences: after it the provider refuses every message of
   * the batch with a lower lease.
   */
  conclusive: boolean;
  find(run: string, batch: string, lease: number): Promise<readonly { position: number; attempt: 1 | 2 }[]>;
};
