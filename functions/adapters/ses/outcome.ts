/** Maps an error of SES, or a missing answer, to the outcome of the message: rejected, throttled, paused, quota, deferred or unknown. */
import type { Message, Outcome } from '../../domain/delivery/mailer.ts';
import { readRefusal, withoutAddresses } from '../../domain/delivery/refusal.ts';

/** `name`: the code of the Query protocol's <Error>. Network errors of the SDK have names of their own. */
type Failure = { name?: string; message?: string; $metadata?: { httpStatusCode?: number }; code?: string };

/** https://docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas-errors.html */
const DAILY = /daily message quota exceeded/i;
const THROTTLED = [
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'LimitExceededException',
  'RequestLimitExceeded',
];
/** Faults of the account, its sender or its configuration: every other message would fail, too. */
const PAUSED = [
  'AccountSendingPausedException',
  'ConfigurationSetSendingPausedException',
  'ConfigurationSetDoesNotExistException',
  'MailFromDomainNotVerifiedException',
  // Wrong, missing or expired credentials, or too few rights: SES answers so before it reads the message.
  'AccessDenied',
  'AccessDeniedException',
  'CredentialsProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'InvalidClientTokenId',
  'MissingAuthenticationToken',
  'NotAuthorized',
  'OptInRequired',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
];
/** True if a list has the name, with or without "Exception": the Query protocol leaves out the suffix that SDK shapes have. */
const named = (name: string, names: readonly string[]): boolean =>
  names.includes(name) || names.includes(`${name}Exception`);

/** No connection was made, so nothing was handed over (libuv error names). */
const NEVER_CONNECTED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH'];

export function outcomeOf(error: unknown, message: Pick<Message, 'to' | 'from'>): Outcome {
  const failure = error as Failure;
  const { name = '' } = failure;
  const reason = reasonOf(failure);
  if (named(name, THROTTLED)) return { kind: DAILY.test(reason) ? 'quota' : 'throttled', reason };
  if (named(name, PAUSED)) return { kind: 'paused', reason };
  if (name === 'MessageRejected') return rejected(failure, message, reason);
  if (name === 'InvalidParameterValue') return invalid(failure, message, reason);
  if (NEVER_CONNECTED.includes(failure.code ?? '')) return { kind: 'throttled', reason };
  // The request was under way for too long, or this machine's clock is wrong (Signature Version 4). The next request is signed anew.
  if (name === 'RequestExpired') return { kind: 'throttled', reason };
  const status = failure.$metadata?.httpStatusCode ?? 0;
  if (status === 429) return { kind: 'throttled', reason };
  if (status === 413) return { kind: 'rejected', reason, address: false, fault: 'message' };
  // A 4xx refuses the request itself and blames no recipient. After a 5xx or no answer the message may have been accepted.
  return status >= 400 && status < 500
    ? { kind: 'deferred', reason, fault: 'account' }
    : { kind: 'unknown', reason };
}

/** The account or its configuration set may not send ("Sending paused for this account …"), or DMARC refuses the sender. */
const CLOSED =
  /\bsending (has been |is )?(paused|disabled|suspended)|\bdmarc\b|\bunder review\b|\bmail from\b/i;
const BLACKLISTED = /\baddress (is )?(blacklisted|on the .*suppression list)/i;

/** Reads a MessageRejected. "Email address is not verified. The following identities failed …: a@b" may blame sender or recipient. */
function rejected(failure: Failure, message: Pick<Message, 'to' | 'from'>, reason: string): Outcome {
  const { message: text = '' } = failure;
  const plain = withoutAddresses(withoutAddresses(text, message.to), message.from);
  if (/not verified/i.test(plain)) return unverified(text, message, reason);
  if (CLOSED.test(plain)) return { kind: 'paused', reason };
  if (BLACKLISTED.test(plain)) return { kind: 'rejected', reason, address: true, fault: 'recipient' };
  // All further answers are to a complete message. Words about a quota or the account blame the account, all others the message.
  const refusal = readRefusal({ reply: 554, text: plain, at: 'content' });
  if (refusal.fault === 'account')
    return refusal.why === 'quota' ? { kind: 'quota', reason } : { kind: 'paused', reason };
  return { kind: 'rejected', reason, address: false, fault: 'message' };
}

/** SES lists the failed identities with commas between. They are compared whole, because one address may contain another. */
function unverified(text: string, { to, from }: Pick<Message, 'to' | 'from'>, reason: string): Outcome {
  const listed = text
    .toLowerCase()
    .split(/[\s,;<>"]+/)
    .map((word) => word.replace(/^[.:]+|[.:]+$/g, ''));
  const isListed = (address: string): boolean => {
    const key = address.toLowerCase();
    return listed.includes(key) || listed.includes(key.slice(key.lastIndexOf('@') + 1));
  };
  const onlyRecipient = isListed(to) && !isListed(from);
  // In the sandbox SES sends to verified addresses only, so an unverified recipient is no fault of the account.
  return onlyRecipient
    ? { kind: 'rejected', reason, address: false, fault: 'recipient' }
    : { kind: 'paused', reason };
}

/** Like "Missing final '@domain'", "Local address contains control or whitespace", "Domain contains illegal character". */
const ABOUT_ADDRESS = /\b(address|domain|recipient|final)\b/i;
const ABOUT_SENDER = /\b(source|sender|from|mail from|return.?path|reply.?to)\b/i;

function invalid(failure: Failure, { to, from }: Pick<Message, 'to' | 'from'>, reason: string): Outcome {
  const { message: text = '' } = failure;
  const plain = withoutAddresses(text, to);
  const ours = ABOUT_SENDER.test(plain) || (from !== '' && text.includes(`<${from}>`));
  if (ours) return { kind: 'paused', reason };
  const address = ABOUT_ADDRESS.test(plain);
  return { kind: 'rejected', reason, address, fault: address ? 'recipient' : 'message' };
}

/** The reason that is stored, with addresses taken out, because SES quotes them. */
const reasonOf = ({ name = 'Error', message = '' }: Failure): string =>
  `${name}: ${message}`
    .replaceAll(/(?<![^\s<>:;"',])[^\s<>:;"',]+@[^\s<>:;"',]+/g, '…')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 200);
