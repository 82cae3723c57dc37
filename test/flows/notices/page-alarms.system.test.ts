import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTopicPager } from '../../../functions/adapters/aws4fetch/topic.ts';
import { formatPageSubject } from '../../../functions/domain/notices/pager.ts';
import { deliverNotices } from '../../../functions/flows/delivery/notices.ts';
import { sendAlarm, sendHeldAlarm } from '../../../functions/flows/notices/alarm.ts';
import { aRun } from '../../support/builders/runs.ts';
import { aPublication } from '../../support/builders/small-publication.ts';
import { type FakeTopic, fakeTopic } from '../../support/fakes/fake-topic.ts';
import { type DeliveryFixture, openDelivery } from '../../support/hosts/delivery-fixture.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:paper-prod-alarms';
const EDITORS = ['ed@paper.example', 'mara@paper.example'].map((email) => ({ name: '', email }));
let sns: FakeTopic;
let room: DeliveryFixture;
let counted: Record<string, number>[];
beforeEach(async () => {
  sns = await fakeTopic();
  room = openDelivery({ store: { publication: aPublication({ editors: EDITORS }) } });
  counted = [];
});
afterEach(async () => {
  room.close();
  await sns.close();
});

const credentials = () => ({ accessKeyId: 'test', secretAccessKey: 'test' });
const staged = () => ({
  ...room.ports,
  ...{ stage: 'prod', count: (counts: Record<string, number>) => void counted.push(counts) },
  pager: createTopicPager({ topic: TOPIC, endpoint: sns.url, region: 'eu-west-1', credentials }),
});
const PAUSED = { what: 'account', message: 'AccessDenied: no.', remedy: 'Resume it.' } as const;

describe('an alarm of a stage', () => {
  it('reaches the topic once, with run, reason and command, however many editors there are', async () => {
    for (let twice = 0; twice < 2; twice++)
      await sendAlarm(staged(), { run: aRun({ state: 'sending' }), ...PAUSED, command: 'resume e_monday' });
    expect(sns.pages).toHaveLength(1);
    const [{ topic, subject, text }] = sns.pages as [(typeof sns.pages)[0]];
    expect([topic, subject]).toEqual([TOPIC, 'prod: e_monday is paused by the mail service']);
    expect(text).toContain('AccessDenied: no. Resume it.');
    expect(text).toContain('npm run broadsheet -- resume e_monday --stage prod');
    expect(text).not.toContain('@');
    expect(counted).toEqual([{ RunsPaused: 1 }]);
  });

  it('is heard and counted once where a newer release names no editor any more: others may be subscribed', async () => {
    room.close();
    room = openDelivery({ store: { publication: aPublication({ editors: [] }) } });
    const run = aRun({ state: 'sending' });
    for (const about of [run, run, { ...run, version: 9 }])
      await sendAlarm(staged(), { run: about, ...PAUSED });
    expect(sns.pages).toHaveLength(2);
    expect(counted).toEqual([{ RunsPaused: 1 }, { RunsPaused: 1 }]);
  });

  it('carries the stage in the mail, too, in its command and in those of its remedy', async () => {
    await sendHeldAlarm(
      staged(),
      aRun({ state: 'held', reason: 'Mend it, or `send monday`; `resume` lets it go.' }),
    );
    while ((await deliverNotices(room.ports)) === 'worked');
    const [message] = (await room.outbox.list({ limit: 9 })).messages;
    const mail = new TextDecoder().decode(await room.outbox.eml(message!.id)).replaceAll('=\r\n', '');
    expect(mail).toContain('npm run broadsheet -- resume e_monday --stage prod');
    expect(mail).toContain('`send monday --stage prod`; `resume` lets it go.');
    expect(counted).toEqual([]);
  });

  it('is no less mailed where the topic refuses, and the run goes its way', async () => {
    sns.state.refusal = 'AuthorizationError';
    await sendAlarm(staged(), { run: aRun(), ...PAUSED });
    expect(await room.ports.ledger.counts('notices')).toMatchObject({ members: 2 });
    expect(room.log.join()).toContain(
      'The editors could not be paged: sns:Publish was answered with AuthorizationError.',
    );
  });

  it('holds no address and no link that a mail server quoted', async () => {
    const message = 'MessageRejected: <ada@reader.example> (see https://paper.example/confirm/to.ken)';
    await sendAlarm(staged(), { run: aRun(), ...PAUSED, message });
    expect(JSON.stringify(sns.pages)).not.toMatch(/ada@|to\.ken/);
  });
});

describe('an alarm on one machine', () => {
  it('pages nobody, and its commands name no stage', async () => {
    await sendAlarm(room.ports, { run: aRun(), ...PAUSED, command: 'resume e_monday' });
    expect(sns.pages).toEqual([]);
    const [batch] = await room.ports.ledger.batches({ run: 'notices', after: '', limit: 9 });
    expect(batch?.notice?.about.command).toBe('resume e_monday');
  });
});

describe('the subject of a page', () => {
  it.each([
    ['Ärger mit „Montag“', 'Arger mit Montag'],
    ['a\r\nBcc: x', 'a Bcc: x'],
    ['x'.repeat(300), 'x'.repeat(99)],
  ])('%j is one that SNS takes', (text, subject) => expect(formatPageSubject(text)).toBe(subject));
});
