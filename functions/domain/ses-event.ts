/** What SES tells of a message (FACTS: SES → EventBridge), cut down by the rule that hands it on: no header, no address. */
import type { BatchRef } from './batch.ts';
import { isAutomaticReply, isSoftBounce } from './soft-bounce.ts';

/**
 * The queue's body, one flat object of strings, made by the rules of infra/feedback.ts. Fields an event lacks are empty.
 * `bounce`: bounceType; `code`: the first bounced recipient's status (RFC 3463); `complaint`: complaintFeedbackType.
 */
export type SesEventBody = Readonly<
  Record<'type' | 'run' | 'batch' | 'pos' | 'bounce' | 'detail' | 'code' | 'complaint', string>
>;

/** accepted: the Send event is the proof. `policy`: refused for what the sender is, not for who the recipient is. */
export type Feedback = {
  ref: BatchRef;
  position: number;
  kind: 'accepted' | 'rejected' | 'bounced' | 'complained';
  /** The address is never to be mailed again. */
  bar: boolean;
  policy: boolean;
  /** Of a bounce that bars nobody: whether it counts against the mailbox (soft-bounce.ts). */
  soft?: boolean;
  reason: string;
};

/** undefined: nothing of ours, or nothing to be done about it. Throws SyntaxError where the text is no JSON. */
export function readSesEvent(text: string): Feedback | undefined {
  const event = JSON.parse(text) as Partial<SesEventBody>;
  const { run = '', batch = '', pos = '' } = event;
  if (!TAG.test(run) || !TAG.test(batch) || !/^\d{1,2}$/.test(pos)) return undefined;
  const verdict = verdictOf(event);
  return verdict && { ref: { run, id: batch }, position: Number(pos), bar: false, policy: false, ...verdict };
}

/** SES message tags. */
const TAG = /^[A-Za-z0-9_-]{1,256}$/;
/** Security or policy status (RFC 3463 §3.8): Gmail, Microsoft and Yahoo refuse senders that way. */
const POLICY = /^5\.7\./;

type Verdict = Pick<Feedback, 'kind' | 'reason'> & Partial<Pick<Feedback, 'bar' | 'policy' | 'soft'>>;

function verdictOf({ type, bounce = '', detail = '', code = '', complaint = '' }: Partial<SesEventBody>) {
  const about = (...parts: string[]): string => parts.filter(Boolean).join(' ');
  const verdicts: Readonly<Record<string, () => Verdict | undefined>> = {
    Send: () => ({ kind: 'accepted', reason: '' }),
    Delivery: () => ({ kind: 'accepted', reason: '' }),
    Reject: () => ({ kind: 'rejected', reason: about('SES rejected it:', detail) }),
    Bounce: () => {
      // It was taken, and its reader is away: nothing came back.
      if (isAutomaticReply({ bounce, detail, code })) return { kind: 'accepted', reason: '' };
      const policy = POLICY.test(code);
      // A transient bounce is the end of this message, not of the address.
      return {
        kind: 'bounced',
        bar: bounce === 'Permanent' && !policy,
        policy,
        soft: isSoftBounce({ bounce, detail, code }),
        reason: about(bounce, detail, code),
      };
    },
    // `not-spam` takes a complaint back: somebody moved it out of the junk folder.
    Complaint: () =>
      complaint === 'not-spam'
        ? undefined
        : { kind: 'complained', bar: true, reason: about(complaint, detail) },
  };
  return Object.hasOwn(verdicts, type ?? '') ? verdicts[type!]!() : undefined;
}
