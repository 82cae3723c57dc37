/** An SNS topic as pager, by small signed requests in its Query protocol: its subscribers get each page by mail. */
import { BroadsheetError } from '../../domain/error.ts';
import type { Pager } from '../../domain/notices/pager.ts';
import { type RequestSettings, signedRequests } from './requests.ts';

/** `endpoint`: an emulator's, AWS_ENDPOINT_URL_SNS in the SDK's words; undefined for AWS's own. */
export function createTopicPager({
  topic,
  endpoint,
  ...settings
}: RequestSettings & { topic: string; endpoint: string | undefined }): Pager {
  const requests = signedRequests('sns', settings);
  const url = `${(endpoint ?? `https://sns.${settings.region}.amazonaws.com`).replace(/\/$/, '')}/`;
  return {
    // https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
    async page({ subject, text }) {
      const form = new URLSearchParams({
        ...{ Action: 'Publish', Version: '2010-03-31', TopicArn: topic },
        ...{ Subject: subject, Message: text },
      });
      const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
      const response = await requests({ method: 'POST', url, headers, body: form.toString() });
      const xml = await response.text();
      if (response.ok) return;
      const name = /<Code>([^<]+)/.exec(xml)?.[1] ?? String(response.status);
      throw new BroadsheetError('unavailable', `sns:Publish was answered with ${name}.`, {
        remedy: 'Deploy again: the stack allows it on the topic of alarms.',
      });
    },
  };
}
