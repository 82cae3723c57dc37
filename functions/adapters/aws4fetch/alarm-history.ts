/** Reads CloudWatch alarms and their history by small signed requests in its JSON protocol. */
import type { AlarmAction, AlarmHistory, AlarmTrouble } from '../../domain/account/alarm-action.ts';
import { maskPersons } from '../../domain/notices/pager.ts';
import { SECOND } from '../../domain/time/instant.ts';
import { callJson, type RequestSettings, signedRequests } from './requests.ts';

/** botocore's cloudwatch/2010-08-01 service model: "targetPrefix", "jsonVersion". */
const TARGET = 'GraniteServiceVersion20100801';
/** Items to read; an alarm seldom acts more often in two weeks. */
const MAX_ITEMS = 100;

type Item = { AlarmName?: string; Timestamp?: number; HistorySummary?: string; HistoryData?: string };

type Described = {
  AlarmName: string;
  AlarmDescription?: string;
  StateValue?: string;
  ActionsEnabled?: boolean;
};

const readTrouble = (one: Described): AlarmTrouble => ({
  ...{ alarm: one.AlarmName, says: one.AlarmDescription ?? '' },
  ...{ sounds: one.StateValue === 'ALARM', silenced: one.ActionsEnabled === false },
});

/** `endpoint`: an emulator's, AWS_ENDPOINT_URL_CLOUDWATCH in the SDK's words; undefined for AWS's own. */
export function createAlarmHistory({
  endpoint,
  ...settings
}: RequestSettings & { endpoint: string | undefined }): AlarmHistory {
  const requests = signedRequests('monitoring', settings);
  const url = `${(endpoint ?? `https://monitoring.${settings.region}.amazonaws.com`).replace(/\/$/, '')}/`;
  const call = (action: string, input: object) =>
    callJson(requests, { url, target: `${TARGET}.${action}`, version: '1.0' }, input);
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html: a hundred a page; a stage has eleven.
  const alarms = async (topic: string): Promise<Described[]> => {
    const answer = await call('DescribeAlarms', { ActionPrefix: topic, MaxRecords: 100 });
    return (answer as { MetricAlarms?: Described[] }).MetricAlarms ?? [];
  };
  return {
    alarmsOn: async (topic) => (await alarms(topic)).map(({ AlarmName }) => AlarmName),
    troubles: async (topic) =>
      (await alarms(topic)).map(readTrouble).filter(({ sounds, silenced }) => sounds || silenced),
    async actions(alarm, topic) {
      const answer = await call('DescribeAlarmHistory', {
        ...{ AlarmName: alarm, HistoryItemType: 'Action' },
        ...{ MaxRecords: MAX_ITEMS, ScanBy: 'TimestampDescending' },
      });
      const { AlarmHistoryItems = [] } = answer as { AlarmHistoryItems?: Item[] };
      return AlarmHistoryItems.flatMap((item) => readItem(alarm, topic, item));
    },
  };
}

/**
 * Reads "Successfully executed action arn:…" and "Failed to execute action arn:…. Received error: "…"", the forms in AWS's re:Post article
 * on silent alarms. Other items (a published or disabled action) say nothing about the topic.
 */
function readItem(alarm: string, topic: string, { Timestamp = 0, HistorySummary = '' }: Item): AlarmAction[] {
  if (!HistorySummary.includes(topic)) return [];
  const done = /^Successfully executed/i.test(HistorySummary);
  if (!done && !/^Failed to execute/i.test(HistorySummary)) return [];
  const error = done ? '' : (/Received error:\s*(.*)$/s.exec(HistorySummary)?.[1] ?? HistorySummary);
  const said = maskPersons(error.replaceAll(/^"|"$/g, '').trim()).slice(0, 300);
  return [{ alarm, at: Math.round(Timestamp * SECOND), done, error: said }];
}
