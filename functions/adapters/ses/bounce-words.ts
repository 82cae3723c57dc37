/** Classifies a bounce by the words of SES: whether the letter is at fault, and whether the bounce is a soft bounce. */

/** Values of bounceSubType for a fault of the letter: no mailbox would have accepted it. */
const OF_THE_LETTER = ['MessageTooLarge', 'ContentRejected', 'AttachmentRejected'];
/** `detail`: the bounceSubType of SES. */
export const isOfTheLetter = (detail: string): boolean => OF_THE_LETTER.includes(detail);
/** RFC 3463 §3.8, security or policy: the sender is at fault. */
const POLICY = /^[45]\.7\./;

type Bounce = Readonly<Record<'bounce' | 'detail' | 'code', string>>;

/**
 * True for an out-of-office reply: SES reports such a reply as a bounce, although the letter arrived. A reply is no delivery status
 * notification, so it has no status. https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html#bounce-types
 */
export const isAutomaticReply = ({ bounce, detail, code }: Bounce): boolean =>
  bounce === 'Transient' && (detail === 'General' || detail === '') && code === '';

/** True if the bounce counts against the subscriber's mailbox as a soft bounce. A full mailbox counts, too. */
export const isSoftBounce = (about: Bounce): boolean =>
  (about.bounce === 'Transient' || about.bounce === 'Undetermined') &&
  !isOfTheLetter(about.detail) &&
  !POLICY.test(about.code) &&
  !isAutomaticReply(about);
