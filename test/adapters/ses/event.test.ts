import { describe, expect, it } from 'vitest';
import { readSesEvent, type SesEventBody } from '../../../functions/adapters/ses/event.ts';

const body = (about: Partial<SesEventBody>): string =>
  JSON.stringify({ run: 'e_monday', batch: '1-0-', pos: '7', ...about });
const ours = { ref: { run: 'e_monday', id: '1-0-' }, position: 7 };

describe('what SES tells', () => {
  it.each([
    [{ type: 'Send' }, { kind: 'accepted', bar: false }],
    [{ type: 'Delivery' }, { kind: 'accepted', bar: false }],
    [
      { type: 'Reject', detail: 'Bad content' },
      { kind: 'rejected', bar: false },
    ],
    [
      { type: 'Bounce', bounce: 'Permanent', detail: 'NoEmail', code: '5.1.1' },
      { kind: 'bounced', bar: true },
    ],
    [
      { type: 'Bounce', bounce: 'Permanent', detail: 'OnAccountSuppressionList' },
      { kind: 'bounced', bar: true },
    ],
    [
      { type: 'Bounce', bounce: 'Transient', detail: 'MailboxFull' },
      { kind: 'bounced', bar: false },
    ],
    [
      { type: 'Bounce', bounce: 'Undetermined' },
      { kind: 'bounced', bar: false },
    ],
    [
      { type: 'Complaint', complaint: 'abuse' },
      { kind: 'complained', bar: true },
    ],
    [{ type: 'Complaint' }, { kind: 'complained', bar: true }],
  ])('%j is %j', (event, verdict) => {
    expect(readSesEvent(body(event))).toMatchObject({ ...ours, policy: false, ...verdict });
  });

  it('a refusal by policy is the sender’s fault: nobody is barred for it', () => {
    const event = { type: 'Bounce', bounce: 'Permanent', detail: 'General', code: '5.7.26' };
    expect(readSesEvent(body(event))).toMatchObject({ kind: 'bounced', bar: false, policy: true });
  });

  it.each([
    ['5.7.133', '', true],
    ['5.7.13', '', true],
    ['5.7.17', '', true],
    ['5.7.18', '', true],
    ['5.2.1', '', true],
    ['5.1.10', '', true],
    ['', 'smtp; 550 5.1.1 The email account that you tried to reach does not exist', true],
    ['5.3.4', '', false],
    ['5.6.0', '', false],
    ['', '', true],
    ['no code', 'x-unix; who knows', true],
  ])('a permanent bounce of status %j, %j bars: %j', (code, diagnostic, bar) => {
    const event = { type: 'Bounce', bounce: 'Permanent', detail: 'General', code, diagnostic };
    expect(readSesEvent(body(event))).toMatchObject({ kind: 'bounced', bar, policy: false });
  });

  it.each([
    ['', 'smtp; 550-5.7.26 This mail has been blocked because the sender is unauthenticated.'],
    ['5.0.0', 'smtp; 550 5.7.515 Access denied, sending domain does not meet the required level'],
    ['5.1.1', 'smtp; 550 5.7.1 Blocked'],
    ['5.7.1', ''],
    ['5.7.708', ''],
    ['5.1.8', 'smtp; 553 5.1.8 Sender domain not found'],
  ])('a policy is told by status %j or by the diagnostic %j', (code, diagnostic) => {
    const event = { type: 'Bounce', bounce: 'Permanent', detail: 'General', code, diagnostic };
    expect(readSesEvent(body(event))).toMatchObject({ kind: 'bounced', bar: false, policy: true });
  });

  it.each([
    ['General', '5.2.2', 'smtp; 552 5.2.2 mailbox full', { soft: true }],
    ['MailboxFull', '', '', { soft: true }],
    ['General', '', 'smtp; 552 Mailbox quota exceeded', { soft: true }],
    ['General', '4.4.7', 'smtp; 554 4.4.7 Message expired', { soft: true }],
    ['MessageTooLarge', '', '', { soft: false }],
    ['ContentRejected', '5.0.0', '', { soft: false }],
    ['AttachmentRejected', '', '', { soft: false }],
    ['General', '', 'smtp; 552 Message size exceeds fixed limit', { soft: false }],
  ])('calls it permanent, yet %s %j %j says nothing against the address', (detail, code, diagnostic, so) => {
    const event = { type: 'Bounce', bounce: 'Permanent', detail, code, diagnostic };
    expect(readSesEvent(body(event))).toMatchObject({ kind: 'bounced', bar: false, policy: false, ...so });
  });

  it.each([
    ['smtp; 550 SPF check failed', '', true],
    ['smtp; 554 Service unavailable; Client host [192.0.2.1] blocked using a block list', '5.0.0', true],
    ['smtp; 550 Sender verify failed', '', true],
    ['smtp; 550 No such user here', '', false],
    ['smtp; 550 <spf-blocked@evil.example> no such user', '', false],
    ['smtp; 550 <5.7.1@evil.example> no such user', '', false],
    ['smtp; 554 delivery error', '5.0.0', false],
  ])('without a code, the words of the server tell a policy: %s (%j): %j', (diagnostic, code, policy) => {
    const event = { type: 'Bounce', bounce: 'Permanent', detail: 'General', code, diagnostic };
    expect(readSesEvent(body(event))).toMatchObject({ kind: 'bounced', bar: !policy, policy });
  });

  it('keeps nothing of a diagnostic but its code', () => {
    const diagnostic = 'smtp; 550 5.1.1 <ada@reader.example> unknown';
    const event = { type: 'Bounce', bounce: 'Permanent', detail: 'General', diagnostic };
    expect(readSesEvent(body(event))?.reason).toBe('Permanent General 5.1.1');
  });

  it.each([
    ['a complaint that is taken back', body({ type: 'Complaint', complaint: 'not-spam' })],
    ['one written with capitals', body({ type: 'Complaint', complaint: 'Not-Spam' })],
    ['a type we never asked for', body({ type: 'Open' })],
    ['a type that every object has', body({ type: 'constructor' })],
    ['no type', body({})],
    ['a message without our tags', JSON.stringify({ type: 'Send', run: '', batch: '', pos: '' })],
    ['a position that is none', body({ type: 'Send', pos: '-1' })],
    ['a run that cannot be one', body({ type: 'Send', run: 'a b' })],
  ])('%s is nothing', (_, text) => {
    expect(readSesEvent(text)).toBeUndefined();
  });

  it.each([
    ['a list', '[]'],
    ['a field that is no text', JSON.stringify({ type: 'Send', run: 'r', batch: 'b', pos: 7 })],
    ['null', 'null'],
  ])('%s is nothing of ours', (_, text) => {
    expect(readSesEvent(text)).toBeUndefined();
  });

  it('what is no JSON is an error, not nothing', () => {
    expect(() => readSesEvent('<xml/>')).toThrow(SyntaxError);
  });
});
