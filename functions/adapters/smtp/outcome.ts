/** What an SMTP error says about the message. */
import type { Outcome } from '../../domain/mailer.ts';

/** As nodemailer reports it: `command` is the one the answer was to, or CONN. */
export type SmtpError = Error & { code?: string; responseCode?: number; response?: string; command?: string };

/** RFC 4954 §6: authentication is wanted, too weak, or needs encryption. */
const ACCOUNT_CODES = [530, 534, 535, 538];
/** RFC 3463: X.1.x addressing, X.2.1 mailbox disabled; plain 550, 551 and 553 at RCPT (RFC 5321 §4.2.3) mean the same. */
const ADDRESS = /\b5\.(1\.\d{1,3}|2\.1)\b/;
const ENHANCED = /\b[45]\.\d{1,3}\.\d{1,3}\b/;
/** Seen from Postfix, Exim and the large providers when a client goes too fast. */
const TOO_FAST = /\b421\b|\brate\b|too many|too fast|throttl|try again later.*connection/i;
/** Postfix: "Relay access denied"; Exim: "relay not permitted"; Exchange: "Unable to relay". */
const RELAY = /\brelay/i;

/** What is refused at any other command, the sender's address too, concerns every message. */
const ABOUT_ONE = ['RCPT TO', 'DATA'];

/** `handed`: the message itself was on its way when it went wrong. */
export function outcomeOf(error: SmtpError, handed: boolean): Outcome {
  const { responseCode = 0, command = '' } = error;
  const reason = reasonOf(error);
  if (ACCOUNT_CODES.includes(responseCode)) return { kind: 'paused', reason };
  if (error.code === 'EAUTH')
    return { kind: responseCode >= 400 && responseCode < 500 ? 'throttled' : 'paused', reason };
  if (responseCode >= 500) return refused(error, reason);
  if (responseCode >= 400) {
    const alone = command === 'RCPT TO' && !TOO_FAST.test(reason);
    return { kind: alone ? 'deferred' : 'throttled', reason };
  }
  // nodemailer lets no line break or bracket into a command (EENVELOPE): that address cannot be written to, by no second try.
  if (error.code === 'EENVELOPE') return { kind: 'rejected', reason, address: false };
  // No answer. Before the message was on its way nothing can have been accepted.
  return handed ? { kind: 'unknown', reason } : { kind: 'throttled', reason };
}

function refused({ command, responseCode, response = '' }: SmtpError, reason: string): Outcome {
  if (RELAY.test(response) || !ABOUT_ONE.includes(command ?? '')) return { kind: 'paused', reason };
  if (command !== 'RCPT TO') return { kind: 'rejected', reason, address: false };
  const plain = !ENHANCED.test(response) && [550, 551, 553].includes(responseCode ?? 0);
  return { kind: 'rejected', reason, address: plain || ADDRESS.test(response) };
}

/** Answers quote the address they are about; what is kept does not. */
export const reasonOf = ({ response, message }: SmtpError): string =>
  (response ?? message)
    .replaceAll(/(?<![^\s<>:;"'])[^\s<>:;"']+@[^\s<>:;"']+/g, '…')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 200);
