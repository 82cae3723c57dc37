/** Classifies SES's answer, or its silence: the cause, and the outcome of the message (throttling, quota, pause, rejection). */
import type { Message, Outcome } from '../../domain/delivery/mailer.ts';
import { readRefusal, withoutAddresses } from '../../domain/delivery/refusal.ts';

/** The error's name is the code in the Query protocol's <Error>; network errors of the SDK have other names. */
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
/** Errors of the account, its sender or its configuration: no other message would go either. */
const PAUSED = [
  'AccountSendingPausedException',
  'ConfigurationSetSendingPausedException',
  'ConfigurationSetDoesNotExistException',
  'MailFromDomainNotVerifiedException',
  // Wrong, missing or expired credentials, or too few rights: answered before the message was read.
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
/** The Query protocol omits the suffix `Exception` of the SDK's names. */
const named = (name: string, names: readonly string[]): boolean =>
  names.includes(name) || names.includes(`${name}Exception`);

/** No connection was made, so the message was not handed over (libuv error names). */
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
  // The request was too long on its way, or this machine's clock is wrong (Signature Version 4): the next one is signed anew.
  if (name === 'RequestExpired') return { kind: 'throttled', reason };
  const status = failure.$metadata?.httpStatusCode ?? 0;
  if (status === 429) return { kind: 'throttled', reason };
  if (status === 413) return { kind: 'rejected', reason, address: false, fault: 'message' };
  // A 4xx refuses the request itself, and blames no address. After other errors, 5xx and silence too, SES may have accepted the message.
  return status >= 400 && status < 500
    ? { kind: 'deferred', reason, fault: 'account' }
    : { kind: 'unknown', reason };
}

/** SES's words for a closed account or configuration set ("Sending paused for this account …"), or a sender refused by DMARC. */
const CLOSED =
  /\bsending (has been |is )?(paused|disabled|suspended)|\bdmarc\b|\bunder review\b|\bmail from\b/i;
const BLACKLISTED = /\baddress (is )?(blacklisted|on the .*suppression list)/i;

/** Decides by the text whose fault it is: "Email address is not verified. The following identities failed the check in region …: a@b". */
function rejected(failure: Failure, message: Pick<Message, 'to' | 'from'>, reason: string): Outcome {
  const { message: text = '' } = failure;
  const plain = withoutAddresses(withoutAddresses(text, message.to), message.from);
  if (/not verified/i.test(plain)) return unverified(text, message, reason);
  if (CLOSED.test(plain)) return { kind: 'paused', reason };
  if (BLACKLISTED.test(plain)) return { kind: 'rejected', reason, address: true, fault: 'recipient' };
  // Other texts are read like an answer to DATA: the account's quota is the account's fault, any other one the message's.
  const refusal = readRefusal({ reply: 554, text: plain, at: 'content' });
  if (refusal.fault === 'account')
    return refusal.why === 'quota' ? { kind: 'quota', reason } : { kind: 'paused', reason };
  return { kind: 'rejected', reason, address: false, fault: 'message' };
}

/** SES lists the failed identities with commas: they are compared whole, because one address may contain another. */
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
  // In the sandbox letters go only to verified addresses.
  return onlyRecipient
    ? { kind: 'rejected', reason, address: false, fault: 'recipient' }
    : { kind: 'paused', reason };
}

/** "Missing final '@domain'", "Local address contains control or whitespace", "Domain contains illegal character" … */
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

/** SES quotes addresses; the stored reason must not. */
const reasonOf = ({ name = 'Error', message = '' }: Failure): string =>
  `${name}: ${message}`
    .replaceAll(/(?<![^\s<>:;"',])[^\s<>:;"',]+@[^\s<>:;"',]+/g, '…')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 200);
