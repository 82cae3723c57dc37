import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Emulator, startMoto } from '../support/hosts/moto.ts';
import { deployIn, type Stack } from '../support/hosts/moto-stack.ts';
import { templateOf } from '../support/hosts/stage.ts';

// moto's CloudFormation, which knows about half of the types: what it makes of the template, and that it makes all of that.
const UNKNOWN = [
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::CloudFront::CachePolicy',
  'AWS::CloudFront::Distribution',
  'AWS::CloudFront::OriginAccessControl',
  'AWS::CloudFront::OriginRequestPolicy',
  'AWS::CloudFront::ResponseHeadersPolicy',
  'AWS::DynamoDB::GlobalTable',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::S3::BucketPolicy',
  'AWS::SES::ConfigurationSet',
  'AWS::SES::ConfigurationSetEventDestination',
  'AWS::SES::EmailIdentity',
  'AWS::SQS::QueuePolicy',
  'AWS::Scheduler::Schedule',
];
/** It makes them, and does not list them. */
const UNLISTED = ['AWS::CloudWatch::Alarm', 'AWS::SNS::Subscription', 'AWS::SNS::TopicPolicy'];

let moto: Emulator;
let stack: Stack;
beforeAll(async () => {
  moto = await startMoto();
  stack = await deployIn(moto, templateOf().toJSON(), UNKNOWN);
}, 120_000);
afterAll(() => moto?.[Symbol.asyncDispose]());

describe('the template, deployed as far as moto goes', () => {
  it('is complete, with every resource whose type is known', () => {
    const { wanted } = stack;
    for (const type of UNLISTED) delete wanted[type];
    expect(stack.status).toBe('CREATE_COMPLETE');
    expect(stack.made).toEqual(wanted);
  });

  it('leaves out nothing but what moto does not know: a type that is new here is looked at', () => {
    expect(stack.left.toSorted()).toEqual(UNKNOWN);
  });

  it('has queues whose messages go to the dead-letter queue', async () => {
    const { QueueUrls } = (await moto.call('sqs', 'AmazonSQS.ListQueues', {})) as { QueueUrls: string[] };
    const policies = await Promise.all(
      QueueUrls.map(async (QueueUrl) => {
        const about = { QueueUrl, AttributeNames: ['RedrivePolicy'] };
        const answer = await moto.call('sqs', 'AmazonSQS.GetQueueAttributes', about);
        return (answer as { Attributes?: { RedrivePolicy?: string } }).Attributes?.RedrivePolicy;
      }),
    );
    expect(QueueUrls).toHaveLength(5);
    expect(policies.filter((policy) => policy?.includes('deadLetterTargetArn'))).toHaveLength(4);
  });
});
