/** The DynamoDB table of subscribers and ledger: on-demand billing, point-in-time recovery, keys as the adapters define them. */
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, Billing, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import {
  type IndexName,
  type ItemKind,
  PARTITION_PATTERNS,
  TABLE,
} from '../../functions/adapters/dynamodb/table.ts';
import type { Stage } from './stage.ts';

/** The calls of the adapters (functions/adapters/dynamodb/requests.ts), and of `cost`, which asks for the size. */
const ACTIONS = {
  read: ['GetItem', 'BatchGetItem'],
  write: ['PutItem', 'UpdateItem'],
  remove: ['DeleteItem'],
  search: ['Query'],
  describe: ['DescribeTable'],
} as const;
/** `list`: searching the indexes. */
export type Right = keyof typeof ACTIONS | 'list';

/** Calls that name a partition. `Scan` and PartiQL name none, and no function may use them. */
const KEYED_CALLS = {
  get: 'GetItem',
  getMany: 'BatchGetItem',
  put: 'PutItem',
  update: 'UpdateItem',
  remove: 'DeleteItem',
  search: 'Query',
} as const;

/** The kinds of items that each call may touch; `indexes`: the indexes in which runs may be searched. */
export type Rights = Readonly<
  Partial<Record<keyof typeof KEYED_CALLS, readonly ItemKind[]>> & { indexes?: readonly IndexName[] }
>;

export class Table extends Construct {
  /** The name of the table in use. */
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

  /** Grants calls on all items. */
  grant(grantee: IGrantable, ...rights: Right[]): void {
    for (const right of rights)
      this.allow(
        grantee,
        right === 'list'
          ? allowStatement(ACTIONS.search, this.indexes())
          : allowStatement(ACTIONS[right], [this.arn(this.name)]),
      );
  }

  /** Grants calls on items of these kinds only: a condition checks the partition keys of each call, in an index too. */
  grantItems(grantee: IGrantable, { indexes = [], ...calls }: Rights): void {
    for (const [call, kinds] of Object.entries(calls) as [keyof typeof KEYED_CALLS, readonly ItemKind[]][])
      this.allow(grantee, statementForKinds([KEYED_CALLS[call]], [this.arn(this.name)], kinds));
    if (indexes.length > 0)
      this.allow(grantee, statementForKinds([KEYED_CALLS.search], this.indexes(indexes), ['runs']));
  }

  private allow(grantee: IGrantable, one: PolicyStatement): void {
    grantee.grantPrincipal.addToPrincipalPolicy(one);
  }

  private arn(resourceName: string): string {
    return Stack.of(this).formatArn({ service: 'dynamodb', resource: 'table', resourceName });
  }

  private indexes(which: readonly IndexName[] = TABLE.indexes.map(({ name }) => name)): string[] {
    return which.map((name) => this.arn(`${this.name}/index/${name}`));
  }
}

const allowStatement = (actions: readonly string[], resources: string[]): PolicyStatement =>
  new PolicyStatement({ actions: actions.map((action) => `dynamodb:${action}`), resources });

/**
 * `dynamodb:LeadingKeys` holds all partition keys of a call, and each must be of these kinds. ForAllValues is true for a call without keys,
 * so the condition is safe only for calls that always have one (KEYED_CALLS).
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
function statementForKinds(
  actions: readonly string[],
  resources: string[],
  kinds: readonly ItemKind[],
): PolicyStatement {
  const one = allowStatement(actions, resources);
  const keys = kinds.map((kind) => PARTITION_PATTERNS[kind]);
  one.addCondition('ForAllValues:StringLike', { 'dynamodb:LeadingKeys': keys });
  return one;
}
