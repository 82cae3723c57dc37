/** Lambda's event sources and EventBridge's rules on real queues of an emulator. A message may be lost, tripled or delayed. */
import type { Deployed } from '../hosts/deployed-function.ts';
import type { Emulator } from '../hosts/moto.ts';
import { ofType, type Resolve, type Resource } from '../probes/template.ts';

export type MessageFate = 'once' | 'lost' | 'thrice' | 'late';
export type Mail = { queue: string; body: string };
type Message = { MessageId: string; Body: string; ReceiptHandle: string };
type Source = { queue: string; url: string; function: string; batch: number; atOnce: number };

export async function openQueues(
  resources: Readonly<Record<string, Resource>>,
  resolve: Resolve,
  moto: Emulator,
  called: (id: string) => Deployed,
) {
  const sqs = (action: string, input: object) => moto.call('sqs', `AmazonSQS.${action}`, input);
  const urls = await makeQueues(resources, resolve, sqs);
  const late: { source: Source; message: Message }[] = [];

  async function handOver(source: Source, messages: readonly Message[]): Promise<Set<string>> {
    const Records = messages.map(({ MessageId, Body }) => ({ messageId: MessageId, body: Body }));
    const answer = await called(source.function)
      .invoke({ Records }, 120)
      .catch(() => undefined);
    const { batchItemFailures = undefined } = (answer ?? {}) as {
      batchItemFailures?: { itemIdentifier: string }[];
    };
    return new Set(
      batchItemFailures?.map(({ itemIdentifier }) => itemIdentifier) ?? Records.map((r) => r.messageId),
    );
  }

  /** Deletes processed messages and makes failed ones visible again, as SQS does after its visibility timeout. */
  async function settle({ url: QueueUrl }: Source, messages: readonly Message[], failed: Set<string>) {
    for (const { MessageId, ReceiptHandle } of messages)
      await (failed.has(MessageId)
        ? sqs('ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 })
        : sqs('DeleteMessage', { QueueUrl, ReceiptHandle })
      ).catch(unlessElsewhere);
  }

  async function pollOne(source: Source, fateOf: (mail: Mail) => MessageFate): Promise<number> {
    const input = { QueueUrl: source.url, MaxNumberOfMessages: source.batch };
    const { Messages = [] } = (await sqs('ReceiveMessage', input)) as { Messages?: Message[] };
    const fates = new Map(Messages.map((m) => [m, fateOf({ queue: source.queue, body: m.Body })]));
    const fated = (...kinds: MessageFate[]) =>
      Messages.filter((message) => kinds.includes(fates.get(message)!));
    late.push(...fated('late').map((message) => ({ source, message })));
    await settle(source, fated('lost', 'late'), new Set());
    const taken = fated('once', 'thrice');
    if (taken.length === 0) return Messages.length;
    const copies = fated('thrice');
    const [failed] = await Promise.all([
      handOver(source, taken),
      ...(copies.length > 0 ? [handOver(source, copies), handOver(source, copies)] : []),
    ]);
    await settle(source, taken, failed!);
    return Messages.length;
  }

  const sources = sourcesOf(resources, resolve, urls);
  return {
    urls,
    /** Polls every queue once, with the concurrency that the template allows. Returns the number of messages. */
    async poll(fateOf: (mail: Mail) => MessageFate = () => 'once'): Promise<number> {
      const all = sources.flatMap((source) => Array.from({ length: source.atOnce }, () => source));
      const counts = await Promise.all(all.map((source) => pollOne(source, fateOf)));
      return counts.reduce((sum, count) => sum + count, 0);
    },
    /** Delivers the delayed messages, once. */
    async deliverLate(): Promise<void> {
      for (const { source, message } of late.splice(0)) await handOver(source, [message]);
    },
    /** The number of messages in the dead-letter queue. */
    async dead(): Promise<number> {
      const QueueUrl = [...urls].find(([id]) => id.startsWith('DeadLetters'))![1];
      const asked = { QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] };
      const { Attributes } = (await sqs('GetQueueAttributes', asked)) as {
        Attributes: Record<string, string>;
      };
      return Number(Attributes.ApproximateNumberOfMessages);
    },
    /** Puts an event of SES into the queues of the rules that match, in the form that each rule gives it. */
    async tell(detailType: string, detail: object): Promise<void> {
      for (const [, { Properties }] of ofType(resources, 'AWS::Events::Rule')) {
        const pattern = Properties.EventPattern as { 'detail-type'?: string[] };
        if (!pattern['detail-type']?.includes(detailType)) continue;
        const [target] = Properties.Targets as { Arn: unknown; InputTransformer: InputTransformer }[];
        const MessageBody = transformed(target!.InputTransformer, { detail });
        await sqs('SendMessage', { QueueUrl: urls.get(nameIn(resolve(target!.Arn))), MessageBody });
      }
    },
  };
}

/** Ignores a message that another poll got at the same time, as SQS may do, and has deleted. */
function unlessElsewhere(error: unknown): void {
  if (!/ReceiptHandleIsInvalid|MessageNotInflight/.test(String(error))) throw error;
}

const nameIn = (arn: unknown): string => String(arn).split(':').at(-1)!;

/** Creates the queues with the template's redrive policy: the dead-letter queue and the number of attempts. */
async function makeQueues(
  resources: Readonly<Record<string, Resource>>,
  resolve: Resolve,
  sqs: (action: string, input: object) => Promise<unknown>,
): Promise<Map<string, string>> {
  const urls = new Map<string, string>();
  const byDependence = ofType(resources, 'AWS::SQS::Queue').sort(
    ([, a], [, b]) => Number('RedrivePolicy' in a.Properties) - Number('RedrivePolicy' in b.Properties),
  );
  for (const [QueueName, { Properties }] of byDependence) {
    const redrive = resolve(Properties.RedrivePolicy) as { deadLetterTargetArn: string } | undefined;
    const Attributes = {
      VisibilityTimeout: String(Properties.VisibilityTimeout ?? 30),
      ...(redrive ? { RedrivePolicy: JSON.stringify(redrive) } : {}),
    };
    const { QueueUrl } = (await sqs('CreateQueue', { QueueName, Attributes })) as { QueueUrl: string };
    urls.set(QueueName, QueueUrl);
  }
  return urls;
}

const sourcesOf = (
  resources: Readonly<Record<string, Resource>>,
  resolve: Resolve,
  urls: ReadonlyMap<string, string>,
): Source[] =>
  ofType(resources, 'AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => {
    const queue = nameIn(resolve(Properties.EventSourceArn));
    const { MaximumConcurrency } = Properties.ScalingConfig as { MaximumConcurrency: number };
    return {
      ...{ queue, url: urls.get(queue)!, function: String(resolve(Properties.FunctionName)) },
      ...{ batch: Math.min(10, Properties.BatchSize as number), atOnce: MaximumConcurrency },
    };
  });

export type InputTransformer = { InputPathsMap: Record<string, string>; InputTemplate: string };

/** EventBridge's input transformer: paths of names and indices; a missing value becomes nothing. */
export const transformed = ({ InputPathsMap, InputTemplate }: InputTransformer, event: object): string =>
  InputTemplate.replace(/<([^>]+)>/g, (_, name: string) => {
    const path = InputPathsMap[name]!.replace(/^\$\./, '')
      .split(/[.[\]]+/)
      .filter(Boolean);
    return String(
      path.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], event) ?? '',
    );
  });
