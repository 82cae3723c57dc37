/** The forms' vocabulary: what pages write, routes read. One place, so that they cannot drift apart. */

/** Names of fields; `newsletter` and `topic` repeat, one per ticked box. */
export const FIELD = {
  email: 'email',
  newsletter: 'newsletter',
  topic: 'topic',
  /**
   * Signed time of the form. The short form on cached pages has none: POST /subscribe without it answers with the full
   * form, filled in, and subscribes nobody.
   */
  stamp: 'form',
  /** The honeypot, hidden from people: a machine that fills it in is answered like anybody and then forgotten. */
  trap: 'website',
  /** After "did you mean": `yes` takes `suggested`, `no` takes `email` as it is. */
  suggested: 'suggested',
  use: 'use',
  /** A solved challenge, as JSON: what a crowded form asks of browsers with scripts (templates/site/proof.js). */
  proof: 'proof',
  /** A signed ticket that is good after a wait: what it asks of the others. */
  ticket: 'ticket',
  /** Which button was pressed (Intent). */
  intent: 'intent',
  /** Days without letters. */
  pause: 'pause',
  /** Why somebody left: one of REASONS, and their own words. */
  reason: 'reason',
  remark: 'remark',
  /** Token of purpose `undo`. */
  undo: 'undo',
  /** `yes`: the box beside what cannot be taken back. */
  sure: 'sure',
  /** `yes`: erased, and never to be mailed again, whoever signs the address up. */
  never: 'never',
} as const;

/**
 * POST /preferences/:token: save (newsletter, topic) · pause (pause) · resume · link (mails a one-hour manage link) · leave.
 * POST /unsubscribe/:token: leave-one · leave (all of them) · reason (reason, remark) · undo (undo); none of these, or
 * RFC 8058's `List-Unsubscribe=One-Click`: as leave-one.
 * POST /manage/:token: export (answers a file) · erase (sure, never) · address (email).
 * POST /confirm/:token and POST /stop/:token have no fields.
 */
export type Intent =
  | 'save'
  | 'pause'
  | 'resume'
  | 'link'
  | 'leave'
  | 'leave-one'
  | 'reason'
  | 'undo'
  | 'export'
  | 'erase'
  | 'address';

export const PAUSE_DAYS = [7, 30, 90] as const;

/** Each has words `signup.reason-<id>`. */
export const REASONS = ['too-many', 'not-for-me', 'never-asked', 'elsewhere', 'other'] as const;
