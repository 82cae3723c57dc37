import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAccount } from '../../../functions/adapters/aws4fetch/account.ts';
import type { Finding } from '../../../functions/domain/finding.ts';
import {
  examineAccount,
  examineAlarms,
  examineConcurrency,
  examineQuota,
  examineSets,
} from '../../../functions/flows/account/examine-account.ts';
import { aPublication } from '../../support/builders/small-publication.ts';
import { anAccount, EVENTS, type FakeAccount, fakeAccount } from '../../support/fakes/fake-account.ts';

let aws: FakeAccount;
beforeEach(async () => {
  aws = await fakeAccount();
});
afterEach(() => aws.close());

const account = () =>
  createAccount({
    region: 'eu-west-1',
    credentials: () => ({ accessKeyId: 'test', secretAccessKey: 'test' }),
    endpoints: { sesv2: aws.url, lambda: aws.url, sns: aws.url },
  });
const told = (found: readonly Finding[]) =>
  found.map(({ level, check, says }) => `${level} ${check}: ${says}`);
const levels = (found: readonly Finding[]) => found.map(({ level, check }) => `${level} ${check}`);

describe('the account', () => {
  it('out of the sandbox and healthy is well', async () => {
    expect(levels(await examineAccount(account()))).toEqual(['good sandbox', 'good SES account']);
  });

  it.each([
    [undefined, /verified addresses alone\.$/],
    ['PENDING', /AWS has the request\.$/],
    ['DENIED', /AWS denied the request\.$/],
  ])('in the sandbox is not, with a request that is %s', async (Status, says) => {
    const Details = Status && { ReviewDetails: { Status, CaseId: '1' } };
    aws.state.account = { ...anAccount().account, ProductionAccessEnabled: false, Details };
    expect(told(await examineAccount(account()))[0]).toMatch(says);
  });

  it('that AWS paused or reviews is not', async () => {
    aws.state.account = { ...anAccount().account, EnforcementStatus: 'PROBATION' };
    expect(levels(await examineAccount(account()))[1]).toBe('wrong SES account');
    aws.state.account = { ...anAccount().account, SendingEnabled: false };
    expect(told(await examineAccount(account()))[1]).toBe(
      'wrong SES account: AWS has paused sending for this account.',
    );
  });

  it('that may not be asked about is a note', async () => {
    aws.state.denied = ['GetAccount'];
    expect(levels(await examineAccount(account()))).toEqual(['note SES account']);
  });
});

describe('quota and rate', () => {
  const quota = { perSecond: 1, perDay: 1000, sentLastDay: 0, sandbox: false };
  const whole = aPublication();
  const publication = { ...whole, sending: { ...whole.sending, perSecond: undefined, reserve: 0.1 } };

  it.each([
    [900, 'good'],
    [901, 'note'],
  ])('for %i readers at 1,000 a day, a tenth of them kept for confirmations, are %s', (readers, level) => {
    expect(examineQuota(quota, publication, readers).level).toBe(level);
  });

  it('promise no more than the workers of a stage send', () => {
    const fast = { ...quota, perSecond: 500, perDay: 10_000_000 };
    expect(examineQuota(fast, publication, 60_000, 2).says).toMatch(
      /60000 readers at 200 a second take 5 min/,
    );
    expect(examineQuota(fast, publication, 60_000).says).toMatch(/at 500 a second take 2 min/);
  });

  it('of a slow account say how many hours a letter takes', () => {
    expect(examineQuota({ ...quota, perDay: 50_000 }, publication, 40_000).says).toBe(
      '40000 readers at 1 a second take 11.1 hours.',
    );
  });
});

describe('functions at once', () => {
  it('that are left to the account are bounded by its room, and it is said what is lost', async () => {
    const hosting = { ...aPublication().hosting, workers: undefined };
    aws.state.concurrency = 10;
    expect(told(await examineConcurrency(account(), { hosting }, 500))).toEqual([
      'good concurrency: The account runs 10 functions at once; this stage needs 10 at most, 2 of them to deliver.',
      'note workers: 2 workers send at most 200 a second; the account allows 500.',
    ]);
    aws.state.concurrency = 1000;
    expect(levels(await examineConcurrency(account(), { hosting }, 500))).toEqual(['good concurrency']);
  });

  it('are more that hear events beside more workers than fifty', async () => {
    const hosting = { ...aPublication().hosting, workers: 200 };
    aws.state.concurrency = 213;
    expect(levels(await examineConcurrency(account(), { hosting }))).toEqual(['wrong concurrency']);
    aws.state.concurrency = 214;
    expect(levels(await examineConcurrency(account(), { hosting }))).toEqual(['good concurrency']);
  });

  it('must be room for all that may run', async () => {
    const { hosting } = aPublication();
    aws.state.concurrency = hosting.workers! + 8;
    expect(levels(await examineConcurrency(account(), { hosting }))).toEqual(['good concurrency']);
    expect(levels(await examineConcurrency(account(), { hosting: { ...hosting, workers: 9 } }))).toEqual([
      'wrong concurrency',
    ]);
  });
});

describe('events', () => {
  it('are told of by every set, all that matter, to EventBridge', async () => {
    aws.state.destinations = {
      whole: [EVENTS],
      partial: [{ ...EVENTS, MatchingEventTypes: ['SEND'] }],
      off: [{ ...EVENTS, Enabled: false }],
      elsewhere: [{ ...EVENTS, EventBridgeDestination: undefined, SnsDestination: { TopicArn: 't' } }],
    };
    const found = await examineSets(account(), ['whole', 'partial', 'off', 'elsewhere', 'gone']);
    expect(told(found)).toEqual([
      'good events: whole tells EventBridge what becomes of messages.',
      'wrong events: partial does not tell EventBridge of BOUNCE, COMPLAINT, REJECT.',
      'wrong events: off does not tell EventBridge of SEND, BOUNCE, COMPLAINT, REJECT.',
      'wrong events: elsewhere does not tell EventBridge of SEND, BOUNCE, COMPLAINT, REJECT.',
      'wrong events: There is no configuration set gone.',
    ]);
  });
});

describe('alarms', () => {
  const editors = ['Ed', 'Eva', 'Ewa'].map((name) => ({ name, email: `${name.toLowerCase()}@paper.press` }));

  it('reach editors who have confirmed', async () => {
    aws.state.subscriptions = {
      topic: [{ endpoint: 'Ed@paper.press', arn: 'arn:aws:sns:x' }, { endpoint: 'eva@paper.press' }],
    };
    expect(told(await examineAlarms(account(), 'topic', { editors }))).toEqual([
      'good alarms: ed@paper.press is told of alarms.',
      'wrong alarms: eva@paper.press has not confirmed to be told of alarms.',
      'wrong alarms: ewa@paper.press is an editor, and not subscribed to alarms.',
    ]);
    expect(levels(await examineAlarms(account(), 'gone', { editors }))).toEqual(['wrong alarms']);
    expect(levels(await examineAlarms(account(), undefined, { editors }))).toEqual(['wrong alarms']);
  });

  it('that are not confirmed within two days, or are left, are not made anew by a deployment', async () => {
    aws.state.subscriptions = { topic: [{ endpoint: 'eva@paper.press' }] };
    const [gone, unconfirmed] = await examineAlarms(account(), 'topic', { editors });
    for (const [finding, email] of [
      [gone, 'ed@paper.press'],
      [unconfirmed, 'eva@paper.press'],
    ] as const)
      expect(finding?.remedy).toContain(
        `aws sns subscribe --topic-arn topic --protocol email --notification-endpoint '${email}'`,
      );
    expect(gone?.remedy).toMatch(/^A new editor: deploy again\..*a deployment does not see it/);
  });

  it('reach an editor whose confirmed subscription is not the first, and one whose address XML writes otherwise', async () => {
    aws.state.subscriptions = {
      topic: [
        { endpoint: 'ed@paper.press' },
        { endpoint: 'ed@paper.press', arn: 'Deleted' },
        { endpoint: 'Ed@paper.press', arn: 'arn:aws:sns:x' },
        { endpoint: 'o&apos;brien@paper.press', arn: 'arn:aws:sns:y' },
        { endpoint: 'a&amp;b&#39;&#x27;@paper.press', arn: 'arn:aws:sns:z' },
      ],
    };
    const emails = ['ed@paper.press', "o'brien@paper.press", "a&b''@paper.press"];
    const odd = emails.map((email) => ({ name: '', email }));
    expect(levels(await examineAlarms(account(), 'topic', { editors: odd }))).toEqual(
      emails.map(() => 'good alarms'),
    );
  });
});
