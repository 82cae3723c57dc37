/**
 * Feedback: what a mail provider tells of a message after it took it, in the words of no provider (delivery, bounce, complaint, reject).
 * A provider's adapter reads its own events or webhook calls into this type. A provider that says nothing of use, such as a delay, is
 * left out: what is neither told nor refused stays as the ledger has it.
 */
import type { BatchRef } from '../ledger/batch.ts';

/**
 * `accepted`: the provider has sent it, or the other server has taken it. `bar`: the address is never to be mailed again (hard bounce,
 * complaint). `policy`: refused for what the sender is, not for who the recipient is. A bounce that is neither is a soft one.
 */
export type Feedback = {
  ref: BatchRef;
  position: number;
  kind: 'accepted' | 'rejected' | 'bounced' | 'complained';
  bar: boolean;
  policy: boolean;
  /** Of a bounce that bars nobody: whether the bounce counts against the mailbox (subscribers/soft-bounce.ts). */
  soft?: boolean;
  reason: string;
};

/** A soft bounce says nothing against the letter, the list or the sender. */
export const isHarmless = ({ kind, bar, policy }: Feedback): boolean => kind === 'bounced' && !bar && !policy;
