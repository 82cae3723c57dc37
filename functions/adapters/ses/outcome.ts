/** What SES's answer, or its silence, says about the message. */
import type { Message, Outcome } from '../../domain/mailer.ts';

/** The error's name is the code of the Query protocol's <Error>; SDK errors of the network have others. */
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
/** The account, its sender or its configuration: nobody else's message would go either. */
const PAUSED = [
  'AccountSendingPausedException',
  'ConfigurationSetSendingPausedException',
  'ConfigurationSetDoesNotExistException',
  'MailFromDomainNotVerifiedException',
  // Wrong, missing or expired credentials, or too few rights: answered before anything was read.
  'AccessDenied',
  'AccessDeniedException',
  'CredentialsProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'InvalidClientTokenId',
  'MissingAuthenticationToken',
  'OptInRequired',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
];
/** The Query protocol names exceptions without the suffix that SDK shapes have. */
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
  if (name === 'InvalidParameterValue') return { kind: 'rejected', reason, address: isAboutAddress(failure) };
  if (NEVER_CONNECTED.includes(failure.code ?? '')) return { kind: 'throttled', reason };
  const status = failure.$metadata?.httpStatusCode ?? 0;
  // A refusal of the request itself. Anything else, 5xx and silence too, may have come after it was accepted.
  return status >= 400 && status < 500
    ? { kind: 'rejected', reason, address: false }
    : { kind: 'unknown', reason };
}

/** "Email address is not verified. The following identities failed the check in region …: a@b": whose? */
function rejected(
  { message = '' }: Failure,
  { to, from }: Pick<Message, 'to' | 'from'>,
  reason: string,
): Outcome {
  const unverified = /not verified/i.test(message);
  const sender = message.includes(from) || !message.includes(to);
  return unverified && sender ? { kind: 'paused', reason } : { kind: 'rejected', reason, address: false };
}

/** "Missing final '@domain'", "Local address contains control or whitespace", "Domain contains illegal character" … */
const isAboutAddress = ({ message = '' }: Failure): boolean => /address|domain|recipient/i.test(message);

/** SES quotes addresses; what is kept does not. */
const reasonOf = ({ name = 'Error', message = '' }: Failure): string =>
  `${name}: ${message}`
    .replaceAll(/(?<![^\s<>:;"',])[^\s<>:;"',]+@[^\s<>:;"',]+/g, '…')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 200);
