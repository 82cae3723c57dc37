/** CloudWatch as far as alarms are asked about: its JSON protocol, signed; pages as its API reference says. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

type Item = { AlarmName: string; Timestamp: number; HistoryItemType: string; HistorySummary: string };
type Asked = { ActionPrefix?: string; AlarmName?: string; HistoryItemType?: string };

export type FakeCloudWatch = Awaited<ReturnType<typeof fakeCloudWatch>>;

/** Whoever opens one closes it. `alarms`: name → the ARN it acts on. */
export async function fakeCloudWatch() {
  const state = { alarms: {} as Record<string, string>, history: [] as Item[], denied: false };
  const answers: Record<string, (asked: Asked) => object> = {
    DescribeAlarms: ({ ActionPrefix = '' }) => ({
      MetricAlarms: Object.entries(state.alarms)
        .filter(([, action]) => action.startsWith(ActionPrefix))
        .map(([AlarmName]) => ({ AlarmName })),
    }),
    DescribeAlarmHistory: ({ AlarmName, HistoryItemType }) => ({
      AlarmHistoryItems: state.history
        .filter((item) => item.AlarmName === AlarmName && item.HistoryItemType === HistoryItemType)
        .sort((a, b) => b.Timestamp - a.Timestamp),
    }),
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const [, action = ''] = String(request.headers['x-amz-target']).split('GraniteServiceVersion20100801.');
    const isSigned = /\/monitoring\/aws4_request/.test(request.headers.authorization ?? '');
    const answer = isSigned && !state.denied ? answers[action] : undefined;
    response.writeHead(answer ? 200 : 403, { 'Content-Type': 'application/x-amz-json-1.0' });
    const asked = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Asked;
    response.end(JSON.stringify(answer?.(asked) ?? { __type: 'com.amazon.coral#AccessDenied' }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
