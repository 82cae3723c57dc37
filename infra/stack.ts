/** The sender's stack: what an AWS account needs before MAILER=ses can send, and what to put where afterwards. */
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Publication } from '../functions/domain/publication.ts';
import { Sender, type SenderProps } from './sender.ts';

export class SenderStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    {
      publication,
      verify,
      ...props
    }: StackProps & { publication: Publication; verify: SenderProps['verify'] },
  ) {
    super(scope, id, props);
    const sender = new Sender(this, 'Sender', {
      publication: publication.id,
      from: publication.from.email,
      verify,
    });
    const policy = new ManagedPolicy(this, 'Send', {
      description: `May send ${publication.title} and nothing else.`,
    });
    sender.grantSend(policy);
    this.output('PolicyArn', policy.managedPolicyArn, 'Attach it to the user or role the server runs as.');
    sender.identity.dkimRecords.forEach(({ name, value }, i) => {
      if (verify === 'domain')
        this.output(`Dkim${i + 1}`, `${name} CNAME ${value}`, 'Add this record to the domain.');
    });
  }

  private output(id: string, value: string, description: string): void {
    new CfnOutput(this, id, { value, description });
  }
}
