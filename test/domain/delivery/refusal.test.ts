import { describe, expect, it } from 'vitest';
import {
  enhancedCode,
  type RefusedCommand,
  readDelay,
  readRefusal,
  refusesSender,
  withoutAddresses,
} from '../../../functions/domain/delivery/refusal.ts';

const LIMIT = 'Daily user sending quota exceeded';

describe('a permanent refusal', () => {
  it.each<[string, RefusedCommand, number, string, string]>([
    ['no such mailbox, by its code', 'recipient', 550, '5.1.1 No such user', 'recipient address'],
    ['no such mailbox, told after DATA', 'content', 550, '5.1.1 No such user', 'recipient address'],
    ['no such mailbox, in words', 'recipient', 550, 'Recipient unknown', 'recipient address'],
    ['a disabled mailbox', 'recipient', 550, '5.2.1 Mailbox disabled', 'recipient address'],
    ['a domain that takes no mail', 'recipient', 556, '5.1.10 Null MX', 'recipient address'],
    ['a plain 550, with no word of why', 'recipient', 550, 'Sorry', 'recipient address'],
    ['a plain 554, with no word of why', 'recipient', 554, 'Sorry', 'recipient other'],
    ['a full mailbox', 'recipient', 552, '5.2.2 Over quota', 'recipient full'],
    ['a full mailbox, in words', 'content', 552, 'Mailbox is full', 'recipient full'],
    ['a block list', 'recipient', 550, '5.7.1 Listed', 'recipient policy'],
    ['a block list, without a code', 'recipient', 550, 'Blocked by an RBL', 'recipient policy'],
    ['a message too large', 'recipient', 552, '5.3.4 Too big', 'message'],
    ['a message too large, in words', 'content', 552, 'Message exceeds size limit', 'message'],
    ['spam', 'content', 554, '5.7.1 This looks like spam', 'message'],
    ['an answer to DATA that says nothing', 'content', 554, 'Transaction failed', 'unclear'],
    ['the quota of the account', 'recipient', 550, `5.4.5 ${LIMIT}`, 'account quota'],
    ['the relay', 'recipient', 554, '5.7.1 Relay access denied', 'account sender'],
    ['the login', 'session', 535, '5.7.8 Authentication failed', 'account sender'],
    ['the sender', 'recipient', 553, '5.1.8 Bad sender', 'account sender'],
  ])('over %s (%s: %i %s) is about %s', (_, at, reply, text, about) => {
    const refusal = readRefusal({ reply, text, at });
    expect('why' in refusal ? `${refusal.fault} ${refusal.why}` : refusal.fault).toBe(about);
  });
});

describe('a temporary refusal', () => {
  it.each<[string, RefusedCommand, number, string, string]>([
    ['greylisting', 'recipient', 451, '4.7.1 Greylisted, try again', 'mailbox'],
    ['a full mailbox', 'recipient', 452, '4.2.2 Mailbox full', 'mailbox'],
    ['a closing server', 'recipient', 421, '4.3.2 Closing down', 'busy'],
    ['too high a rate', 'recipient', 450, '4.7.0 Too many connections', 'busy'],
    ['a greeting', 'session', 450, '4.3.0 Not now', 'busy'],
    ['the quota of a day', 'recipient', 452, `4.5.3 ${LIMIT}`, 'quota'],
    ['the relay', 'recipient', 454, '4.7.1 Relay access denied', 'sender'],
    ['the content, without a reason', 'content', 451, '4.3.0 Try later', 'unclear'],
  ])('over %s (%s: %i %s)', (_, at, reply, text, delay) => {
    expect(readDelay({ reply, text, at })).toBe(delay);
  });
});

it.each([
  ['550 5.1.1 unknown', '5.1.1'],
  ['421 4.7.0 [203.0.113.5] 4.2.2', '4.7.0'],
  ['from 10.5.1.1 refused', ''],
  ['Exim 4.94.2.1', ''],
  ['Sorry', ''],
])('%j has the enhanced status code %j', (text, code) => {
  expect(enhancedCode(text)).toBe(code);
});

it.each([
  ['5.7.1', true],
  ['5.7.26', true],
  ['5.1.8', true],
  ['5.7.13', false],
  ['5.1.1', false],
  ['4.7.1', false],
  ['', false],
])('the code %j refuses the sender: %s', (code, refuses) => {
  expect(refusesSender(code)).toBe(refuses);
});

it.each([
  ['<quota-exceeded@full.example>: refused', '', ' : refused'],
  ['user relay denied', 'relay@x.example', 'user denied'],
  ['"mailbox full"@x.example unknown', '', ' unknown'],
  ['mx.spam-blocked.example says no', '', ' says no'],
])('of %j to %j remains %j, as nobody chooses its words by an address', (text, to, words) => {
  expect(withoutAddresses(text, to).replaceAll(/ +/g, ' ')).toBe(words);
});
