/**
 * Feedback: a provider's report on a message that it has taken (delivery, bounce, complaint, reject), in no provider's own words. An
 * adapter reads the provider's events or webhook calls into this type. Events of no use, such as a delay, are left out: the ledger keeps
 * the outcome that it has.
 */
import type { BatchRef } from '../ledger/batch.ts';

/**
 * `accepted`: the provider has sent the message, or the recipient's server has taken it. `bar`: the address must never be mailed again
 * (hard bounce, complaint). `policy`: the refusal is about the sender, not about the recipient. A bounce without both is a soft one.
 */
export type Feedback = {
  ref: BatchRef;
  position: number;
  kind: 'accepted' | 'rejected' | 'bounced' | 'complained';
  bar: boolean;
  policy: boolean;
  /** For a bounce without `bar`: false if the bounce does not count against the mailbox (subscribers/soft-bounce.ts). */
  soft?: boolean;
  reason: string;
};

/** A soft bounce says nothing against the letter, the list or the sender. */
export const isHarmless = ({ kind, bar, policy }: Feedback): boolean => kind === 'bounced' && !bar && !policy;
