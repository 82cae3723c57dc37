/** A custom resource of CloudFormation: what it asks of a function, and how it wants its answer. */
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

/** `secret`: CloudFormation shows none of it, neither in the console nor in its events. */
export type DeploymentAnswer = { id: string; data: Readonly<Record<string, string>>; secret: boolean };

/** A fault is an answer, too: without one a deployment waits for an hour. A deletion keeps everything but what `remove` deletes. */
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
    // The address is signed for a PUT without a content type.
    const response = await fetch(ResponseURL, {
      method: 'PUT',
      headers: { 'Content-Type': '' },
      body: JSON.stringify({ ...about, ...told }),
    });
    if (!response.ok) throw new Error(`CloudFormation took no answer: ${response.status}`);
  };
