/** Field names and values of the forms: pages write them and routes read them, so that the two cannot drift apart. */

/** Names of fields; `newsletter` and `topic` repeat, one per ticked box. */
export const FIELD = {
  email: 'email',
  newsletter: 'newsletter',
  topic: 'topic',
  /**
   * The form token: signed time of the form. The short form on cached pages has none: POST /subscribe then answers with the full form,
   * filled in, and subscribes no address, unless the short form is that of one newsletter (`consent`).
   */
  formToken: 'form',
  /** In the form of one newsletter: a hash of the words of consent that it shows. */
  consent: 'consent',
  /** The honeypot, hidden from people: a machine that fills it in gets the usual answer, and its request is dropped. */
  honeypot: 'website',
  /** After "did you mean": `yes` takes `suggested`, `no` takes `email` as it is. */
  suggested: 'suggested',
  use: 'use',
  /** A solved challenge (proof of work), as JSON: a crowded form asks it of browsers with scripts (templates/site/proof.js). */
  proof: 'proof',
  /** A signed ticket that is good after a wait: a crowded form asks it of browsers without scripts. */
  ticket: 'ticket',
  /** The button that was pressed (`FormIntent`). */
  intent: 'intent',
  /** Days without letters. */
  pause: 'pause',
  /** The reason for unsubscribing: one of UNSUBSCRIBE_REASONS, and a remark in the subscriber's own words. */
  reason: 'reason',
  remark: 'remark',
  /** A token of purpose `undo`. */
  undo: 'undo',
  /** `yes`: the box beside an action that cannot be undone is ticked. */
  sure: 'sure',
  /** `yes`: the subscriber is erased and the address suppressed, so that no later sign-up brings letters. */
  never: 'never',
} as const;

/**
 * The intents of each route, with their fields.
 * POST /preferences/:token: save (newsletter, topic) · pause (pause) · resume · link (mails a one-hour manage link) · leave.
 * POST /unsubscribe/:token: leave-one · leave (all newsletters) · reason (reason, remark) · undo (undo). A POST without intent, or with
 * RFC 8058's `List-Unsubscribe=One-Click`, counts as leave-one.
 * POST /manage/:token: export (answers a file) · erase (sure, never) · address (email).
 * POST /confirm/:token and POST /stop/:token have no fields.
 */
export type FormIntent =
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

/** The words of each are under the key `signup.reason-<id>`. */
export const UNSUBSCRIBE_REASONS = ['too-many', 'not-for-me', 'never-asked', 'elsewhere', 'other'] as const;
