import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../../../functions/adapters/smtp/outcome.ts';
import { causeOfOutcome } from '../../../functions/domain/delivery/mailer.ts';

const answer = (command: string, response: string, to = 'ada@reader.example') =>
  outcomeOf(
    Object.assign(new Error(response), { responseCode: Number(response.slice(0, 3)), command, response }),
    command === 'DATA',
    to,
  );
const rcpt = (response: string, to?: string) => answer('RCPT TO', response, to);
const data = (response: string, to?: string) => answer('DATA', response, to);

const GONE = { kind: 'rejected', address: true, fault: 'recipient' };
const THIS_ONE = { kind: 'rejected', address: false, fault: 'recipient' };
const LETTER = { kind: 'rejected', address: false, fault: 'message' };
const CLOSED = { kind: 'paused' };
const USED_UP = { kind: 'quota' };

describe('an answer about one recipient', () => {
  // The words are part of an address, which its owner chose.
  it.each([
    [
      '550 5.1.1 <x1@relay.firefox.com>: Recipient address rejected: User unknown in virtual mailbox table',
      'x1@relay.firefox.com',
    ],
    ['550 5.1.1 <relay@evil.example>: Recipient address rejected: User unknown', 'relay@evil.example'],
    ['550 5.1.1 relay.access.denied@evil.example: User unknown', 'relay.access.denied@evil.example'],
    ['550 5.1.1 "relay access denied"@evil.example User unknown', 'a@evil.example'],
    ['550 5.1.2 relay-freight.example: Host unknown', 'ann@relay-freight.example'],
    ['550 5.1.1 User quota.exceeded unknown', 'quota.exceeded@evil.example'],
    [
      '550 5.1.1 <daily-sending-limit-exceeded@evil.example>: unknown user',
      'daily-sending-limit-exceeded@evil.example',
    ],
    [
      '550 5.1.1 <authentication-required@evil.example>: unknown user',
      'authentication-required@evil.example',
    ],
    [
      '550-5.1.1 The email account that you tried to reach does not exist.\n550 5.1.1 https://relay.example/?p=NoSuchUser',
      'b@gmail.com',
    ],
  ])('%s: is that address gone, whatever it is called', (response, to) => {
    expect(rcpt(response, to)).toMatchObject(GONE);
  });

  it.each([
    '550 No such user here',
    "554 delivery error: dd This user doesn't have a yahoo.com account (ada@yahoo.com)",
    '550 Requested action not taken: mailbox unavailable',
    '550 5.0.0 <ada@reader.example>... User unknown',
    '553 sorry, that domain is not in our directory',
    '554 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup',
    '556 5.1.10 Recipient address has null MX',
    '550 5.2.1 The email account that you tried to reach is disabled.',
    '550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required',
    '550 5.7.13 User account disabled',
  ])('%s: the mailbox takes no mail', (response) => {
    expect(rcpt(response)).toMatchObject(GONE);
  });

  it.each([
    '552 5.2.2 Mailbox full',
    '550 5.2.2 <ada@reader.example> user over quota',
    '552 Requested mail action aborted: exceeded storage allocation',
    '550 Mailbox quota exceeded',
    '550 5.7.1 Blocked by policy',
    '550 Access denied, your IP is in a black list, see https://example.net/why',
    '550 SPF check failed',
    '550 Sender verify failed',
    '550-Verification failed for <editor@paper.example>\n550-No Such User Here\n550 Sender verify failed',
    '550 Invalid HELO name, no such host',
    '550-5.7.26 Unauthenticated mail from reader.example is not accepted',
    '550 5.2.1 The user you are trying to contact is receiving mail at a rate that is too high',
    '550 5.4.1 Recipient address rejected: Access denied. [AM6EUR05FT022]',
  ])('%s: costs that reader this letter, and nobody a bar', (response) => {
    expect(rcpt(response)).toMatchObject(THIS_ONE);
  });

  it.each([
    ['450 4.1.2 <throttle@x.example>: Recipient address rejected: Domain not found', 'throttle@x.example'],
    ['450 4.1.1 <too.many.connections@x.example>: unverified address', 'too.many.connections@x.example'],
    ['450 4.4.3 rate.example: host not found', 'ann@rate.example'],
    ['451 4.7.1 Greylisted, come back later', undefined],
    ['452 4.2.2 The email account is over quota', undefined],
    ['450 4.2.1 The user is receiving mail at a rate that prevents delivery', undefined],
  ])('%s: waits, while others go', (response, to) => {
    expect(rcpt(response, to)).toMatchObject({ kind: 'deferred' });
    expect(causeOfOutcome(rcpt(response, to))).toBe('recipient');
  });

  it.each([
    '452 4.2.2 Mailbox full',
    '450 4.2.1 The user is receiving mail at a rate that prevents delivery',
    '450 4.1.1 Unverified address',
  ])('%s: waits, while others go, also where it comes after the letter', (response) => {
    expect(data(response)).toMatchObject({ kind: 'deferred' });
  });

  it.each([
    '451 4.7.1 Greylisted, come back later',
    '451 4.3.0 Temporary local problem',
    '452 4.3.1 Insufficient system storage',
    '450 Requested action not taken',
  ])('%s, after the letter: is perhaps about that one alone', (response) => {
    expect(data(response)).toMatchObject({ kind: 'throttled', tied: true });
  });

  it.each([
    '421 4.7.0 Try again later',
    '450 4.7.1 Error: too much mail from 192.0.2.1',
    '451 4.7.1 More than 100 messages a minute: rate limit exceeded',
    '454 Throttling failure: Maximum sending rate exceeded.',
  ])('%s: everybody goes slower', (response) => {
    for (const outcome of [rcpt(response), data(response)])
      expect(outcome).toMatchObject({ kind: 'throttled', busy: true });
  });
});

describe('an answer about the account', () => {
  it.each([
    '554 5.7.1 <ada@example.com>: Relay access denied',
    '550 relay not permitted',
    '550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain',
    "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)",
    '550 5.7.1 Relaying denied. IP name lookup failed',
    '550 5.7.60 SMTP; Client does not have permissions to send as this sender: not allowed to send as sender',
    '554 5.1.8 Sender address rejected: Domain not found',
    '550 Your account has been suspended',
    '530 5.7.0 Must issue a STARTTLS command first',
    '550 Please log in first: you must authenticate',
    '454 4.7.1 <ada@example.com>: Relay access denied',
  ])('%s: pauses', (response) => {
    expect(rcpt(response)).toMatchObject(CLOSED);
  });

  it.each([
    '550 5.4.5 Daily user sending quota exceeded. For more information visit https://example.net',
    '550 5.4.5 Daily SMTP relay limit exceeded for user',
    '550 Domain reader.example has exceeded the max emails per hour (200/200 (100%)) allowed. Message discarded.',
    '554 5.7.1 You have reached your daily sending limit',
    '550 5.7.0 Message sending quota reached',
    '550 Too many messages for today',
    '554 Not enough credits',
    '454 Throttling failure: Daily message quota exceeded.',
    '451 4.7.1 Sending quota for today exceeded, try again later',
  ])('%s: the quota is used up, whoever it was for', (response) => {
    expect(data(response)).toMatchObject(USED_UP);
  });

  it.each([
    ['CONN', '554 No service for you'],
    ['EHLO', '550 Go away'],
    ['MAIL FROM', '553 5.7.1 Sender address rejected: not owned by user'],
    ['MAIL FROM', '550 5.1.8 Bad sender'],
  ])('%s answered %s concerns every message', (command, response) => {
    expect(answer(command, response)).toEqual({ kind: 'paused', reason: response });
  });
});

describe('an answer about the letter', () => {
  it.each([
    '554 5.6.0 Message content rejected',
    '554 5.7.1 Message rejected as spam by Content Filtering',
    '550 Virus found in attachment',
    '552 5.3.4 Message too big',
    '552 Message size exceeds fixed limit',
    '550 5.7.1 Blocked by policy',
  ])('%s: is nobody’s address and nobody’s account', (response) => {
    expect(data(response)).toMatchObject(LETTER);
  });

  it('that says nothing about anybody is waited out', () => {
    expect(data('554 Transaction failed')).toMatchObject({ kind: 'deferred', fault: 'account' });
    expect(data('550 Requested action not taken')).toMatchObject({ kind: 'deferred', fault: 'account' });
  });

  it('at DATA names a mailbox, where the code does', () => {
    expect(data('550 5.1.1 User unknown')).toMatchObject(GONE);
    expect(data('552 5.2.2 over quota')).toMatchObject(THIS_ONE);
  });
});

it('is kept without the address it quotes, also one that is not written as one', () => {
  expect(rcpt('550 5.1.1 <ada@reader.example>: gone')).toMatchObject({ reason: '550 5.1.1 <…>: gone' });
  expect(rcpt('550 5.1.1 "ada x"@reader.example gone', '"ada x"@reader.example')).toMatchObject({
    reason: '550 5.1.1 … gone',
  });
});
