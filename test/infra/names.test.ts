import { describe, expect, it } from 'vitest';
import { templateOf } from '../support/stage.ts';

describe('a configuration set', () => {
  it('says no to what Virtual Deliverability Manager and a check of addresses would do by the account’s word', () => {
    const sets = Object.values(templateOf().findResources('AWS::SES::ConfigurationSet'));
    expect(sets).toHaveLength(2);
    for (const { Properties } of sets) {
      expect(Properties.VdmOptions.DashboardOptions).toEqual({ EngagementMetrics: 'DISABLED' });
      expect(JSON.stringify(Properties.SuppressionOptions)).toContain(
        '"ConditionThresholdEnabled":"DISABLED"',
      );
    }
  });
});
