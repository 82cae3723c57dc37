/** A fake CloudWatch for alarms: its JSON protocol, signed, with pages as its API reference says. */
import { createServer } from 'node:http';
import { bodyOf, listenOnLoopback } from '../hosts/loopback.ts';

type Item = { AlarmName: string; Timestamp: number; HistoryItemType: string; HistorySummary: string };
type Asked = { ActionPrefix?: string; AlarmName?: string; HistoryItemType?: string };

export type FakeCloudWatch = Awaited<ReturnType<typeof fakeCloudWatch>>;

/** The state of an alarm as DescribeAlarms returns it. */
type State = { StateValue?: string; ActionsEnabled?: boolean; AlarmDescription?: string };

/** The test that opens one closes it. `alarms`: name → the ARN it acts on. */
export async function fakeCloudWatch() {
  const state = {
    ...{ alarms: {} as Record<string, string>, states: {} as Record<string, State> },
    ...{ history: [] as Item[], denied: false },
  };
  const answers: Record<string, (asked: Asked) => object> = {
    DescribeAlarms: ({ ActionPrefix = '' }) => ({
      MetricAlarms: Object.entries(state.alarms)
        .filter(([, action]) => action.startsWith(ActionPrefix))
        .map(([AlarmName]) => ({
          ...{ AlarmName, StateValue: 'OK', ActionsEnabled: true },
          ...state.states[AlarmName],
        })),
    }),
    DescribeAlarmHistory: ({ AlarmName, HistoryItemType }) => ({
      AlarmHistoryItems: state.history
        .filter((item) => item.AlarmName === AlarmName && item.HistoryItemType === HistoryItemType)
        .sort((a, b) => b.Timestamp - a.Timestamp),
    }),
  };
  const server = createServer(async (request, response) => {
    const sent = await bodyOf(request);
    const [, action = ''] = String(request.headers['x-amz-target']).split('GraniteServiceVersion20100801.');
    const isSigned = /\/monitoring\/aws4_request/.test(request.headers.authorization ?? '');
    const answer = isSigned && !state.denied ? answers[action] : undefined;
    response.writeHead(answer ? 200 : 403, { 'Content-Type': 'application/x-amz-json-1.0' });
    const asked = JSON.parse(sent) as Asked;
    response.end(JSON.stringify(answer?.(asked) ?? { __type: 'com.amazon.coral#AccessDenied' }));
  });
  return { ...(await listenOnLoopback(server)), state };
}
