/** What an SMTP error says about the message: whose fault it is, and what therefore becomes of it. */
import type { Outcome } from '../../domain/delivery/mailer.ts';
import {
  type RefusedCommand,
  readDelay,
  readRefusal,
  withoutAddresses,
} from '../../domain/delivery/refusal.ts';

/** As nodemailer reports it: `command` is the one the answer was to, or CONN. */
export type SmtpError = Error & { code?: string; responseCode?: number; response?: string; command?: string };

/** RFC 4954 §6: authentication is wanted, too weak, or needs encryption. */
const ACCOUNT_CODES = [530, 534, 535, 538];
/** nodemailer's names for what was asked. Any other command, the sender's address too, concerns every message. */
const ASKED: Readonly<Record<string, RefusedCommand>> = { 'RCPT TO': 'recipient', DATA: 'content' };

/** `handed`: the message itself was on its way when it went wrong. `to`: its recipient, whose address is no word of the server. */
export function outcomeOf(error: SmtpError, handed: boolean, to = ''): Outcome {
  const { responseCode = 0, command = '' } = error;
  const reason = smtpReason(error, to);
  if (ACCOUNT_CODES.includes(responseCode)) return { kind: 'paused', reason };
  if (error.code === 'EAUTH')
    return { kind: responseCode >= 400 && responseCode < 500 ? 'throttled' : 'paused', reason };
  const at = ASKED[command] ?? 'session';
  const text = withoutAddresses(error.response ?? '', to);
  if (responseCode >= 500) return refused(responseCode, text, at, reason);
  if (responseCode >= 400) return putOff(responseCode, text, at, reason);
  // nodemailer lets no line break or bracket into a command (EENVELOPE): that address cannot be written to, by no second try.
  if (error.code === 'EENVELOPE') return { kind: 'rejected', reason, address: false, fault: 'recipient' };
  // No answer. Before the message was on its way nothing can have been accepted.
  return handed ? { kind: 'unknown', reason } : { kind: 'throttled', reason };
}

/** Greylisting and a full mailbox are about the recipient alone. */
function putOff(reply: number, text: string, at: RefusedCommand, reason: string): Outcome {
  const tied = at === 'session' ? {} : ({ tied: true } as const);
  switch (readDelay({ reply, text, at })) {
    case 'mailbox':
      return { kind: 'deferred', reason };
    case 'quota':
      return { kind: 'quota', reason, ...tied };
    case 'sender':
      return { kind: 'paused', reason, ...tied };
    case 'busy':
      return { kind: 'throttled', reason, ...(at === 'session' ? {} : { tied: true, busy: true }) };
    case 'unclear':
      return { kind: 'throttled', reason, ...tied };
  }
}

function refused(reply: number, text: string, at: RefusedCommand, reason: string): Outcome {
  const refusal = readRefusal({ reply, text, at });
  switch (refusal.fault) {
    case 'recipient':
      return { kind: 'rejected', reason, address: refusal.why === 'address', fault: 'recipient' };
    case 'message':
      return { kind: 'rejected', reason, address: false, fault: 'message' };
    case 'account':
      return {
        kind: refusal.why === 'quota' ? 'quota' : 'paused',
        reason,
        ...(at === 'session' ? {} : { tied: true }),
      };
    case 'unclear':
      return { kind: 'deferred', reason, fault: 'account' };
  }
}

/** Answers quote the address they are about; what is kept does not. */
export const smtpReason = ({ response, message }: SmtpError, to = ''): string =>
  hideAddresses(response ?? message, to)
    .replaceAll(/\s+/g, ' ')
    .slice(0, 200);

const ADDRESS = /(?<![^\s<>:;"'])[^\s<>:;"']+@[^\s<>:;"']+/g;
const hideAddresses = (text: string, to: string): string =>
  (to === '' ? text : text.replaceAll(to, '…')).replaceAll(ADDRESS, '…');
