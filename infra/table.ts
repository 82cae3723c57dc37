/** The table: subscribers and ledger, paid by use, with point-in-time recovery. Its keys are the adapters' own. */
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, Billing, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { TABLE } from '../functions/wiring/table-keys.ts';
import type { Stage } from './stage.ts';

/** What the adapters call (functions/adapters/dynamodb/requests.ts), and nothing else. */
const READ = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
const WRITE = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'];

export class Table extends Construct {
  /** Of the one that is used. */
  readonly name: string;

  constructor(scope: Construct, id: string, { keep, table }: Pick<Stage, 'keep' | 'table'>) {
    super(scope, id);
    const sortedBy = (name: string) => ({ name, type: AttributeType.NUMBER });
    const own = new TableV2(this, 'Table', {
      partitionKey: { name: TABLE.partition, type: AttributeType.STRING },
      sortKey: { name: TABLE.sort, type: AttributeType.STRING },
      localSecondaryIndexes: TABLE.indexes.map(({ name, sort }) => ({
        indexName: name,
        sortKey: sortedBy(sort),
      })),
      timeToLiveAttribute: TABLE.expiry,
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.dynamoOwnedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: keep,
      removalPolicy: keep ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.name = table ?? own.tableName;
  }

  grantRead(grantee: IGrantable): void {
    this.allow(grantee, READ);
  }

  grantReadWrite(grantee: IGrantable): void {
    this.allow(grantee, [...READ, ...WRITE]);
  }

  private allow(grantee: IGrantable, actions: string[]): void {
    const arn = (resourceName: string) =>
      Stack.of(this).formatArn({ service: 'dynamodb', resource: 'table', resourceName });
    const indexes = TABLE.indexes.map(({ name }) => `${this.name}/index/${name}`);
    const resources = [this.name, ...indexes].map(arn);
    grantee.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions, resources }));
  }
}
