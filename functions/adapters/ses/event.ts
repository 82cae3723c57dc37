/**
 * Parses SES events about messages (Send, Bounce, Complaint, Reject from EventBridge), which the rule has reduced to a few fields without
 * headers. `status` and `diagnosticCode` of a bounce are written by the recipient's server: they decide about that recipient only.
 */
import type { Feedback } from '../../domain/delivery/feedback.ts';
import {
  enhancedCode,
  namesContent,
  namesMailbox,
  readRefusal,
  refusesSender,
  withoutAddresses,
} from '../../domain/delivery/refusal.ts';
import { isAutomaticReply, isLetterFault, isSoftBounce } from './bounce-words.ts';

/**
 * The queue's body: one flat object of strings, made by the rules of infra/feedback.ts. Fields that an event lacks are empty. `bounce`:
 * bounceType; `code`: the first bounced recipient's status (RFC 3463); `diagnostic`: its diagnosticCode (RFC 3464 §2.3.6), which may quote
 * the address, so only its code is read; `complaint`: complaintFeedbackType.
 */
export type SesEventBody = Readonly<
  Record<'type' | 'run' | 'batch' | 'pos' | 'bounce' | 'detail' | 'code' | 'diagnostic' | 'complaint', string>
>;

/** Returns undefined for an event that is not ours, or that needs no action. Throws SyntaxError if the text is no event. */
export function readSesEvent(text: string): Feedback | undefined {
  const event = dropNulls(readBody(text));
  const { run = '', batch = '', pos = '' } = event;
  if (!TAG_FORMAT.test(run) || !TAG_FORMAT.test(batch) || !POSITION_FORMAT.test(pos)) return undefined;
  const verdict = judgeEvent(event);
  return verdict && { ref: { run, id: batch }, position: Number(pos), bar: false, policy: false, ...verdict };
}

/** SES message tags. */
const TAG_FORMAT = /^[A-Za-z0-9_-]{1,256}$/;
const POSITION_FORMAT = /^\d{1,2}$/;

/**
 * SES's own fields come last in the body (BODY_FIELDS): of two equal keys JSON.parse keeps the last. If a quotation mark in a foreign text
 * breaks the JSON, the end of the body is still SES's own. AWS does not say whether EventBridge escapes values in a template.
 */
function readBody(text: string): Fields {
  try {
    const parsed: unknown = JSON.parse(text);
    return isFields(parsed) ? parsed : {};
  } catch (error) {
    const end = BODY_END.exec(text);
    if (!end) throw error;
    const [, bounce, detail, type, run, batch, pos] = end;
    return { bounce, detail, type, run, batch, pos, diagnostic: text.slice(0, end.index) };
  }
}

/** A `null` of SES (a complaint without a report has no type) may arrive as the word `null`, and means an absent field. */
const dropNulls = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== 'null'));

type Fields = { readonly [name in keyof SesEventBody]?: string | undefined };

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every((field) => typeof field === 'string');

/** The order of fields in a body, of those that the event's type has: text of the recipient's server comes first. */
export const BODY_FIELDS = [
  ...(['code', 'diagnostic', 'complaint'] as const),
  ...(['bounce', 'detail', 'type', 'run', 'batch', 'pos'] as const),
] as const;

const BODY_END =
  /(?:"bounce":"(\w*)",)?"detail":"(\w*)","type":"(\w+)","run":"([\w-]+)","batch":"([\w-]+)","pos":"(\d{1,2})"\}$/;

type Verdict = Pick<Feedback, 'kind' | 'reason'> & Partial<Pick<Feedback, 'bar' | 'policy' | 'soft'>>;

const joinWords = (...parts: string[]): string => parts.filter(Boolean).join(' ').slice(0, 200);

function judgeEvent({ type, detail = '', complaint = '', ...rest }: Fields) {
  const verdicts: Readonly<Record<string, () => Verdict | undefined>> = {
    Send: () => ({ kind: 'accepted', reason: '' }),
    Delivery: () => ({ kind: 'accepted', reason: '' }),
    Reject: () => ({ kind: 'rejected', reason: joinWords('SES rejected it:', detail) }),
    Bounce: () => judgeBounce({ ...rest, detail }),
    // `not-spam` takes a complaint back: the reader moved the letter out of the junk folder. Providers spell it differently (RFC 5965
    // §3.1).
    Complaint: () =>
      complaint.trim().toLowerCase() === 'not-spam'
        ? undefined
        : { kind: 'complained', bar: true, reason: joinWords(complaint, detail) },
  };
  return Object.hasOwn(verdicts, type ?? '') ? verdicts[type!]!() : undefined;
}

/** `5.0.0` and the like only say "permanent" (RFC 3463 §3.1). */
const isSpecific = (code: string): boolean => code !== '' && !code.endsWith('.0.0');
/** SES's own words for a mailbox that does not exist, or is on its suppression list, whatever the codes say. */
const GONE_WORDS = ['NoEmail', 'Suppressed', 'OnAccountSuppressionList', 'UnsubscribedRecipient'];

/**
 * A transient (soft) bounce ends this message, not the address, because SES has retried for hours. An out-of-office reply is no bounce,
 * though SES calls it one. A permanent (hard) bounce suppresses the address, unless status or diagnosticCode name a temporary
 * cause (a full mailbox), the sender or the message. Without a code, the words decide.
 */
function judgeBounce({ bounce = '', detail = '', code = '', diagnostic = '' }: Fields): Verdict {
  const status = STATUS_FORMAT.test(code) ? code : '';
  const words = withoutAddresses(diagnostic);
  const codes = [status, enhancedCode(words)].filter(isSpecific);
  const reason = joinWords(bounce, detail, codes[0] ?? status);
  if (isAutomaticReply({ bounce, detail, code: code || diagnostic })) return { kind: 'accepted', reason: '' };
  if (bounce !== 'Permanent')
    return {
      kind: 'bounced',
      soft: isSoftBounce({ bounce, detail, code: codes[0] ?? status }),
      reason,
    };
  if (GONE_WORDS.includes(detail) || (codes.some(namesMailbox) && !codes.some(refusesSender)))
    return { kind: 'bounced', bar: true, reason };
  const refused = codes.find(refusesSender);
  if (refused) return { kind: 'bounced', policy: true, reason: joinWords(bounce, detail, refused) };
  if (codes.some(namesContent) || isLetterFault(detail)) return { kind: 'bounced', soft: false, reason };
  if (codes.length > 0 ? codes.every(isTemporary) : detail === 'MailboxFull')
    return { kind: 'bounced', soft: true, reason };
  return codes.length > 0 ? { kind: 'bounced', bar: true, reason } : judgeWords(words, reason);
}

/**
 * True for codes that are temporary although SES calls the bounce permanent: a full mailbox, or a server that was never reached (RFC 3463
 * §3.1, §3.3).
 */
const isTemporary = (code: string): boolean => code.startsWith('4.') || code === '5.2.2';

/** Without a code, the words of the recipient's server decide, as in an answer to RCPT. */
function judgeWords(words: string, reason: string): Verdict {
  const reply = Number(/\b5\d\d\b/.exec(words)?.[0] ?? 550);
  const refusal = readRefusal({ reply, text: words, at: 'recipient' });
  if (refusal.fault === 'message') return { kind: 'bounced', soft: false, reason };
  const why = refusal.fault === 'recipient' ? refusal.why : 'other';
  if (why === 'policy') return { kind: 'bounced', policy: true, reason };
  return why === 'full' ? { kind: 'bounced', soft: true, reason } : { kind: 'bounced', bar: true, reason };
}

const STATUS_FORMAT = /^\d\.\d{1,3}\.\d{1,3}$/;
