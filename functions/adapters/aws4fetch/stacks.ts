/** Reads the status of a CloudFormation stack. */
import { BroadsheetError } from '../../domain/error.ts';
import { type RequestSettings, signedRequests } from './requests.ts';

export type StackSettings = RequestSettings & { endpoint: string | undefined };

/**
 * The status in CloudFormation's words (`CREATE_COMPLETE` …); undefined if no stack has that name. Throws `unavailable`, also if these
 * credentials may not ask. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
 */
export async function stackStatus(
  name: string,
  { endpoint, ...settings }: StackSettings,
): Promise<string | undefined> {
  const requests = signedRequests('cloudformation', settings);
  const url = `${(endpoint ?? `https://cloudformation.${settings.region}.amazonaws.com`).replace(/\/$/, '')}/`;
  const form = new URLSearchParams({ Action: 'DescribeStacks', Version: '2010-05-15', StackName: name });
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const response = await requests({ method: 'POST', url, headers, body: form.toString() });
  const xml = await response.text();
  const status = /<StackStatus>([A-Z_]+)/.exec(xml)?.[1];
  if (status !== undefined) return status;
  if (/<Code>ValidationError</.test(xml) && xml.includes('does not exist')) return undefined;
  throw new BroadsheetError('unavailable', `CloudFormation did not say how far ${name} is.`, {
    remedy: 'Log in with cloudformation:DescribeStacks.',
    cause: new Error(/<Code>([^<]+)/.exec(xml)?.[1] ?? String(response.status)),
  });
}
