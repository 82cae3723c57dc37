/** The table: subscribers and ledger, paid by use, with point-in-time recovery. Its keys are the adapters' own. */
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, Billing, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { TABLE } from '../functions/wiring/table-keys.ts';
import type { Stage } from './stage.ts';

/** What the adapters call (functions/adapters/dynamodb/requests.ts; `cost` asks for the size), and nothing else. */
const ACTIONS = {
  read: ['GetItem', 'BatchGetItem'],
  write: ['PutItem', 'UpdateItem'],
  remove: ['DeleteItem'],
  search: ['Query'],
  describe: ['DescribeTable'],
} as const;
/** `list`: search, in the indexes; `live`: in that of live runs alone. */
export type Right = keyof typeof ACTIONS | 'list' | 'live';

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

  grant(grantee: IGrantable, ...rights: Right[]): void {
    for (const right of rights)
      grantee.grantPrincipal.addToPrincipalPolicy(
        right === 'list' || right === 'live'
          ? statement(ACTIONS.search, this.indexes(right))
          : statement(ACTIONS[right], [this.arn(this.name)]),
      );
  }

  private arn(resourceName: string): string {
    return Stack.of(this).formatArn({ service: 'dynamodb', resource: 'table', resourceName });
  }

  private indexes(which: 'list' | 'live'): string[] {
    return TABLE.indexes
      .filter(({ name }) => which === 'list' || name === which)
      .map(({ name }) => this.arn(`${this.name}/index/${name}`));
  }
}

const statement = (actions: readonly string[], resources: string[]): PolicyStatement =>
  new PolicyStatement({ actions: actions.map((action) => `dynamodb:${action}`), resources });
