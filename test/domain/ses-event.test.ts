import { describe, expect, it } from 'vitest';
import { readSesEvent, type SesEventBody } from '../../functions/domain/ses-event.ts';

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
    ['a complaint that is taken back', body({ type: 'Complaint', complaint: 'not-spam' })],
    ['a type we never asked for', body({ type: 'Open' })],
    ['a type that every object has', body({ type: 'constructor' })],
    ['no type', body({})],
    ['a message without our tags', JSON.stringify({ type: 'Send', run: '', batch: '', pos: '' })],
    ['a position that is none', body({ type: 'Send', pos: '-1' })],
    ['a run that cannot be one', body({ type: 'Send', run: 'a b' })],
  ])('%s is nothing', (_, text) => {
    expect(readSesEvent(text)).toBeUndefined();
  });

  it('what is no JSON is an error, not nothing', () => {
    expect(() => readSesEvent('<xml/>')).toThrow(SyntaxError);
  });
});
