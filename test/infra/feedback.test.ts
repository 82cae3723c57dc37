import { describe, expect, it } from 'vitest';
import { readSesEvent } from '../../functions/adapters/ses/event.ts';
import { transformed } from '../support/fakes/queues.ts';
import { templateOf } from '../support/hosts/stage.ts';

const rules = Object.values(templateOf().findResources('AWS::Events::Rule')).map(
  ({ Properties }) => Properties,
);

const mail = {
  destination: ['reader@example.org'],
  headers: [{ name: 'List-Unsubscribe', value: '<https://paper.press/unsubscribe/k.secret>' }],
  tags: { run: ['e_monday'], batch: ['1-0-x'], pos: ['3'], try: ['1'] },
};
const OURS = { ref: { run: 'e_monday', id: '1-0-x' }, position: 3 };

/** What the rule's template makes of an event, where values go in as they are: AWS does not say that it escapes them. */
function handedOn(detailType: string, detail: object): string {
  const { Targets } = rules.find(({ EventPattern }) => EventPattern['detail-type']?.includes(detailType))!;
  return transformed(Targets[0].InputTransformer, { detail: { mail, ...detail } });
}

const bounced = (recipient: object, type = 'Transient', subType = 'General') =>
  handedOn('Email Bounced', {
    bounce: { bounceType: type, bounceSubType: subType, bouncedRecipients: [recipient] },
  });

describe('what comes back', () => {
  it.each([
    ['Email Sent', { eventType: 'Send', send: {} }, { kind: 'accepted' }],
    [
      'Email Bounced',
      {
        eventType: 'Bounce',
        bounce: {
          bounceType: 'Permanent',
          bounceSubType: 'General',
          bouncedRecipients: [
            { emailAddress: 'reader@example.org', status: '5.1.1', diagnosticCode: 'smtp; 550 …' },
          ],
        },
      },
      { kind: 'bounced', bar: true, reason: 'Permanent General 5.1.1' },
    ],
    [
      'Email Complaint Received',
      { eventType: 'Complaint', complaint: { complaintFeedbackType: 'abuse' } },
      { kind: 'complained', bar: true },
    ],
    ['Email Complaint Received', { eventType: 'Complaint', complaint: {} }, { kind: 'complained' }],
    ['Email Rejected', { eventType: 'Reject', reject: { reason: 'Bad content' } }, { kind: 'rejected' }],
  ])('of %s is what it was, without address or link', (type, detail, verdict) => {
    const body = handedOn(type, detail);
    expect(body).not.toMatch(/reader@|unsubscribe/);
    expect(readSesEvent(body)).toMatchObject({
      ...OURS,
      ...verdict,
    });
  });
});

describe('a field that the recipient’s side writes', () => {
  it.each([
    ['another position', '4.0.0","pos":"7","bounce":"Permanent'],
    ['another run', '5.7.1","run":"other'],
    ['another batch', '4.0.0","batch":"1-0-y'],
    ['a complaint', '5.0.0","type":"Complaint'],
    ['a complaint of a kind', '5.0.0","complaint":"abuse","type":"Complaint'],
    [
      'all of them',
      '","bounce":"Permanent","detail":"NoEmail","type":"Bounce","run":"other","batch":"b","pos":"9"}',
    ],
  ])('speaks for nobody else: %s', (_, text) => {
    for (const recipient of [
      { status: text },
      { diagnosticCode: text },
      { status: text, diagnosticCode: text },
    ])
      expect(readSesEvent(bounced(recipient))).toMatchObject({
        ...OURS,
        kind: 'bounced',
        bar: false,
        policy: false,
      });
  });

  it.each(['smtp; 550 5.1.1 "ada" unknown', 'smtp; 550 5.1.1 \\', 'smtp; 550 5.1.1 a\nb', '"', '\\u'])(
    'that leaves no JSON loses no bounce: %j',
    (diagnosticCode) => {
      expect(readSesEvent(bounced({ diagnosticCode }, 'Permanent'))).toMatchObject({
        ...OURS,
        kind: 'bounced',
        bar: true,
      });
    },
  );

  it('that leaves no JSON still tells a policy', () => {
    const diagnosticCode = 'smtp; 550-5.7.26 "unauthenticated" mail';
    expect(readSesEvent(bounced({ diagnosticCode }, 'Permanent'))).toMatchObject({
      ...OURS,
      policy: true,
      bar: false,
    });
  });

  it('is told apart from a status that is none', () => {
    expect(readSesEvent(bounced({ status: '5.7.1 and more' }, 'Permanent'))).toMatchObject({ policy: false });
  });

  it('in a complaint loses none', () => {
    const body = handedOn('Email Complaint Received', {
      complaint: { complaintFeedbackType: 'abuse","pos":"7' },
    });
    expect(readSesEvent(body)).toMatchObject({ ...OURS, kind: 'complained' });
    const broken = handedOn('Email Complaint Received', { complaint: { complaintFeedbackType: 'a"b' } });
    expect(readSesEvent(broken)).toMatchObject({ ...OURS, kind: 'complained', bar: true });
  });
});

// Shapes of AWS's documentation: https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-examples.html
describe('a bounce as SES words it', () => {
  const recipient = (status: string, diagnosticCode: string) => ({
    emailAddress: 'reader@example.org',
    action: 'failed',
    status,
    diagnosticCode,
  });

  it.each([
    [
      'NoEmail',
      recipient('5.1.1', 'smtp; 550 5.1.1 user unknown'),
      'Permanent',
      { bar: true, policy: false },
    ],
    [
      'OnAccountSuppressionList',
      { emailAddress: 'reader@example.org' },
      'Permanent',
      { bar: true, policy: false },
    ],
    [
      'General',
      recipient('5.7.133', 'smtp; 550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup'),
      'Permanent',
      { bar: true, policy: false },
    ],
    [
      'General',
      recipient('5.0.0', 'smtp; 550-5.7.26 This mail has been blocked'),
      'Permanent',
      { bar: false, policy: true },
    ],
    [
      'General',
      recipient('4.4.7', 'smtp; 550 4.4.7 Message expired: unable to deliver in 840 minutes'),
      'Transient',
      { bar: false, policy: false },
    ],
    [
      'MailboxFull',
      recipient('5.2.2', 'smtp; 552 5.2.2 mailbox full'),
      'Transient',
      { bar: false, policy: false },
    ],
    [
      'ContentRejected',
      recipient('5.6.1', 'smtp; 554 5.6.1 content rejected'),
      'Transient',
      { bar: false, policy: false },
    ],
  ])('%s of %j', (subType, about, type, verdict) => {
    const body = bounced(about, type, subType);
    expect(readSesEvent(body)).toMatchObject({ ...OURS, kind: 'bounced', ...verdict });
    expect(readSesEvent(body)?.reason).not.toContain('@');
  });

  // https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html#bounce-types
  it('that is an out-of-office reply came after the letter had arrived', () => {
    const body = bounced({ emailAddress: 'reader@example.org' }, 'Transient', 'General');
    expect(readSesEvent(body)).toMatchObject({ ...OURS, kind: 'accepted', bar: false, policy: false });
  });
});
