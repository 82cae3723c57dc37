/** What the words of SES say of a bounce: whose fault it is, and whether it is a soft one. */

/** The fault is the letter's: no mailbox could have taken it. */
const OF_THE_LETTER = ['MessageTooLarge', 'ContentRejected', 'AttachmentRejected'];
/** By SES's own word for it (bounceSubType). */
export const isOfTheLetter = (detail: string): boolean => OF_THE_LETTER.includes(detail);
/** RFC 3463 §3.8, security or policy: the fault is the sender's. */
const POLICY = /^[45]\.7\./;

type Bounce = Readonly<Record<'bounce' | 'detail' | 'code', string>>;

/**
 * An out-of-office reply: SES tells of it as of a bounce, though the letter arrived. A reply is no delivery status notification,
 * so that it has no status. https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html#bounce-types
 */
export const isAutomaticReply = ({ bounce, detail, code }: Bounce): boolean =>
  bounce === 'Transient' && (detail === 'General' || detail === '') && code === '';

/** By the words of SES: the bounce counts against the reader's mailbox. A full one counts, too. */
export const isSoftBounce = (about: Bounce): boolean =>
  (about.bounce === 'Transient' || about.bounce === 'Undetermined') &&
  !isOfTheLetter(about.detail) &&
  !POLICY.test(about.code) &&
  !isAutomaticReply(about);
