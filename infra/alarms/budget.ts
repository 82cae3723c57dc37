/**
 * An AWS budget for the whole account: the editors are told by mail before a month costs more. The first budgets of an account are free.
 */
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { Construct } from 'constructs';
import { dropTwins } from '../../functions/domain/publication/mailbox-fields.ts';

export type BudgetProps = {
  /** US dollars a month, of the whole account. */
  dollars: number;
  /** At most ten are told, because a notification takes no more (AWS Budgets quotas). */
  editors: readonly { email: string }[];
};

const MAX_NOTIFIED_EDITORS = 10;

export class Budget extends Construct {
  constructor(scope: Construct, id: string, { dollars, editors }: BudgetProps) {
    super(scope, id);
    const subscribers = dropTwins(editors)
      .slice(0, MAX_NOTIFIED_EDITORS)
      .map(({ email }) => ({ subscriptionType: 'EMAIL', address: email }));
    const tell = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
      notification: {
        notificationType,
        threshold,
        thresholdType: 'PERCENTAGE',
        comparisonOperator: 'GREATER_THAN',
      },
      subscribers,
    });
    new CfnBudget(this, 'Month', {
      budget: { budgetType: 'COST', timeUnit: 'MONTHLY', budgetLimit: { amount: dollars, unit: 'USD' } },
      notificationsWithSubscribers: [tell('ACTUAL', 80), tell('ACTUAL', 100), tell('FORECASTED', 100)],
    });
  }
}
