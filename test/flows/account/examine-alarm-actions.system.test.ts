import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAlarmHistory } from '../../../functions/adapters/aws4fetch/alarm-history.ts';
import { examineAlarmActions } from '../../../functions/flows/account/examine-alarm-actions.ts';
import { type FakeCloudWatch, fakeCloudWatch } from '../../support/fakes/fake-cloudwatch.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:paper-prod-AlarmsEditors-1';
const OTHERS = 'arn:aws:sns:eu-west-1:123456789012:paper-test-AlarmsEditors-2';
const NAME = 'paper-prod-AlarmsSiteErrors-9';
const AT = Date.parse('2026-11-23T07:12:00Z') / 1000;
let aws: FakeCloudWatch;
beforeEach(async () => {
  aws = await fakeCloudWatch();
  aws.state.alarms = { 'paper-prod-AlarmsStill-8': TOPIC, [NAME]: TOPIC, 'paper-test-AlarmsStill-7': OTHERS };
});
afterEach(() => aws.close());

const credentials = () => ({ accessKeyId: 'test', secretAccessKey: 'test' });
const look = (topic: string | undefined = TOPIC) =>
  examineAlarmActions(createAlarmHistory({ region: 'eu-west-1', credentials, endpoint: aws.url }), topic);
const acted = (HistorySummary: string, Timestamp = AT, AlarmName = NAME, HistoryItemType = 'Action') =>
  aws.state.history.push({ AlarmName, Timestamp, HistoryItemType, HistorySummary });
// As AWS's re:Post article on alarms that send nothing quotes it.
const REFUSED = `Failed to execute action ${TOPIC}. Received error: "Resource: arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${NAME} is not authorized to perform: SNS:Publish on resource: ${TOPIC}"`;
const DONE = `Successfully executed action ${TOPIC}`;

describe('what became of an alarm', () => {
  it('that was refused is wrong, with the answer and how to try again', async () => {
    acted(REFUSED);
    const [{ level, says, remedy }] = (await look()) as [Awaited<ReturnType<typeof look>>[0]];
    expect(level).toBe('wrong');
    expect(says).toMatch(
      /could not be handed to the topic at 2026-11-23 07:12 UTC: .*not authorized to perform: SNS:Publish/,
    );
    expect(remedy).toContain(`set-alarm-state --alarm-name ${NAME} --state-value ALARM`);
  });

  it('that got through is good', async () => {
    acted(DONE);
    expect(await look()).toMatchObject([{ level: 'good', says: expect.stringContaining('07:12 UTC') }]);
  });

  it('is as the newest of all alarms says: a policy that was mended, or broken, since', async () => {
    acted(REFUSED);
    acted(DONE, AT + 60, 'paper-prod-AlarmsStill-8');
    expect(await look()).toMatchObject([{ level: 'good' }]);
    acted(REFUSED, AT + 120);
    expect(await look()).toMatchObject([{ level: 'wrong' }]);
  });

  it.each([
    ['nothing did', () => undefined],
    ['a state changed', () => acted('Alarm updated from OK to ALARM', AT, NAME, 'StateUpdate')],
    [
      'another stage’s did',
      () => acted(`Failed to execute action ${OTHERS}`, AT, 'paper-test-AlarmsStill-7'),
    ],
    ['it acted on another topic', () => acted(`Successfully executed action ${OTHERS}`)],
    ['its actions are off', () => acted(`Actions are disabled for ${TOPIC}`)],
  ])('is not known where %s, and doctor says how to try one', async (_, happened) => {
    happened();
    expect(await look()).toMatchObject([{ level: 'note', remedy: expect.stringContaining(NAME) }]);
  });

  it('is wrong where no alarm publishes to the topic, and a note where these credentials may not ask', async () => {
    aws.state.alarms = {};
    expect(await look()).toMatchObject([{ level: 'wrong', remedy: 'Deploy again.' }]);
    aws.state.denied = true;
    expect(await look()).toMatchObject([{ level: 'note', says: expect.stringContaining('AccessDenied') }]);
  });
});

describe('an alarm', () => {
  it('that sounds now is wrong, and says what it means, whenever its mail came', async () => {
    acted(DONE);
    const AlarmDescription = 'The tick has not run. See docs/alarms.md: Still.';
    aws.state.states = {
      'paper-prod-AlarmsStill-8': { StateValue: 'ALARM', AlarmDescription },
      'paper-test-AlarmsStill-7': { StateValue: 'ALARM', AlarmDescription: 'Another stage’s.' },
      [NAME]: { StateValue: 'INSUFFICIENT_DATA' },
    };
    expect(await look()).toMatchObject([
      { level: 'good' },
      { level: 'wrong', says: 'paper-prod-AlarmsStill-8 is in ALARM.', remedy: AlarmDescription },
    ]);
  });

  it('whose actions somebody turned off is wrong: it would sound for nobody', async () => {
    aws.state.states = { [NAME]: { ActionsEnabled: false } };
    expect(await look()).toMatchObject([
      { level: 'note' },
      { level: 'wrong', remedy: expect.stringContaining(`enable-alarm-actions --alarm-names ${NAME}`) },
    ]);
  });
});
