/** Classifies an SMTP error: its cause, and the outcome of the message (hard or soft bounce, throttling, quota). */
import type { Outcome } from '../../domain/delivery/mailer.ts';
import {
  type RefusedCommand,
  readDelay,
  readRefusal,
  withoutAddresses,
} from '../../domain/delivery/refusal.ts';

/** An error of nodemailer: `command` is the one that was answered, or CONN. */
export type SmtpError = Error & { code?: string; responseCode?: number; response?: string; command?: string };

/** Codes of RFC 4954 §6: authentication is required, too weak, or needs encryption. */
const ACCOUNT_CODES = [530, 534, 535, 538];
/**
 * nodemailer's names of commands about this message. An error at any other command, such as MAIL FROM, concerns every message.
 */
const ASKED_BY_COMMAND: Readonly<Record<string, RefusedCommand>> = {
  'RCPT TO': 'recipient',
  DATA: 'content',
};

/** `handed`: the message was already on its way. `to`: its recipient, whose address must not be read as the server's words. */
export function outcomeOf(error: SmtpError, handed: boolean, to = ''): Outcome {
  const { responseCode = 0, command = '' } = error;
  const reason = smtpReason(error, to);
  if (ACCOUNT_CODES.includes(responseCode)) return { kind: 'paused', reason };
  if (error.code === 'EAUTH')
    return { kind: responseCode >= 400 && responseCode < 500 ? 'throttled' : 'paused', reason };
  const at = ASKED_BY_COMMAND[command] ?? 'session';
  const text = withoutAddresses(error.response ?? '', to);
  if (responseCode >= 500) return refusalOutcome(responseCode, text, at, reason);
  if (responseCode >= 400) return delayOutcome(responseCode, text, at, reason);
  // nodemailer refuses a line break or a bracket in a command (EENVELOPE): no attempt can ever reach that address.
  if (error.code === 'EENVELOPE') return { kind: 'rejected', reason, address: false, fault: 'recipient' };
  // There was no answer. Before the message was on its way it cannot have been accepted.
  return handed ? { kind: 'unknown', reason } : { kind: 'throttled', reason };
}

/** Greylisting and a full mailbox concern this recipient only. */
function delayOutcome(reply: number, text: string, at: RefusedCommand, reason: string): Outcome {
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

function refusalOutcome(reply: number, text: string, at: RefusedCommand, reason: string): Outcome {
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

/** Answers quote the recipient's address; the stored reason must not. */
export const smtpReason = ({ response, message }: SmtpError, to = ''): string =>
  hideAddresses(response ?? message, to)
    .replaceAll(/\s+/g, ' ')
    .slice(0, 200);

const ADDRESS = /(?<![^\s<>:;"'])[^\s<>:;"']+@[^\s<>:;"']+/g;
const hideAddresses = (text: string, to: string): string =>
  (to === '' ? text : text.replaceAll(to, '…')).replaceAll(ADDRESS, '…');
