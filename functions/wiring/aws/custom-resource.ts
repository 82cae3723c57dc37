/** The protocol of a CloudFormation custom resource: the event that a function gets, and the answer that it sends. */
import { errorText } from '../../flows/log-text.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html */
export type DeploymentEvent = {
  RequestType: 'Create' | 'Update' | 'Delete';
  ResponseURL: string;
  StackId: string;
  RequestId: string;
  LogicalResourceId: string;
  PhysicalResourceId?: string;
  ResourceProperties: Properties;
};

type Properties = Readonly<Record<string, string>>;

/** `secret`: CloudFormation hides the data in the console and in its events. */
export type DeploymentAnswer = { id: string; data: Readonly<Record<string, string>>; secret: boolean };

/** A fault is answered too: without an answer a deployment waits for an hour. A deletion removes only what `remove` deletes. */
export const answerDeployment =
  (
    work: (properties: Properties) => Promise<DeploymentAnswer>,
    remove?: (properties: Properties) => Promise<void>,
  ) =>
  async (event: DeploymentEvent): Promise<void> => {
    const { ResponseURL, StackId, RequestId, LogicalResourceId, PhysicalResourceId = 'none' } = event;
    const about = { StackId, RequestId, LogicalResourceId };
    const answer = async () => {
      if (event.RequestType === 'Delete') {
        await remove?.(event.ResourceProperties);
        return { Status: 'SUCCESS', PhysicalResourceId };
      }
      const { id, data, secret } = await work(event.ResourceProperties);
      return { Status: 'SUCCESS', PhysicalResourceId: id, Data: data, NoEcho: secret };
    };
    const told = await answer().catch((error: unknown) => ({
      Status: 'FAILED',
      PhysicalResourceId,
      Reason: errorText(error),
    }));
    // The URL is signed for a PUT without a content type.
    const response = await fetch(ResponseURL, {
      method: 'PUT',
      headers: { 'Content-Type': '' },
      body: JSON.stringify({ ...about, ...told }),
    });
    if (!response.ok) throw new Error(`CloudFormation took no answer: ${response.status}`);
  };
