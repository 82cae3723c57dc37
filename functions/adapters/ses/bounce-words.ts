/** Classifies a bounce by SES's words: the party at fault, and whether the bounce is soft. */

/** The fault is the letter's: no mailbox would take it. */
const OF_THE_LETTER = ['MessageTooLarge', 'ContentRejected', 'AttachmentRejected'];
/** True if SES's bounceSubType blames the letter. */
export const isOfTheLetter = (detail: string): boolean => OF_THE_LETTER.includes(detail);
/** RFC 3463 §3.8, security or policy: the fault is the sender's. */
const POLICY = /^[45]\.7\./;

type Bounce = Readonly<Record<'bounce' | 'detail' | 'code', string>>;

/**
 * True for an out-of-office reply, which SES reports as a bounce, though the letter arrived. A reply is no delivery status notification, so
 * it has no status. https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html#bounce-types
 */
export const isAutomaticReply = ({ bounce, detail, code }: Bounce): boolean =>
  bounce === 'Transient' && (detail === 'General' || detail === '') && code === '';

/** True if, by SES's words, the bounce counts against the subscriber's mailbox (soft bounce). A full mailbox counts too. */
export const isSoftBounce = (about: Bounce): boolean =>
  (about.bounce === 'Transient' || about.bounce === 'Undetermined') &&
  !isOfTheLetter(about.detail) &&
  !POLICY.test(about.code) &&
  !isAutomaticReply(about);
