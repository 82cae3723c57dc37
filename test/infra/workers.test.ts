import { describe, expect, it } from 'vitest';
import { aPublication } from '../support/small-publication.ts';
import { aStage, templateOf } from '../support/stage.ts';

const withWorkers = (workers: number | undefined) =>
  templateOf(aStage({}, { hosting: { ...aPublication().hosting, workers } }));

/** Deliver functions that their queue lets work at once. */
function most(template: ReturnType<typeof templateOf>): number {
  const sources = Object.entries(template.findResources('AWS::Lambda::EventSourceMapping'));
  const [, own] = sources.find(([id]) => id.startsWith('Deliverydeliver'))!;
  return own.Properties.ScalingConfig.MaximumConcurrency;
}

describe('deliver functions', () => {
  it('have room for what the rate of an account may need, where nobody says how many', () => {
    expect(most(withWorkers(undefined))).toBe(50);
  });

  it('are no more than `hosting.workers` says', () => {
    expect(most(withWorkers(3))).toBe(3);
    expect(most(withWorkers(200))).toBe(200);
  });

  it('may list live runs, and no others', () => {
    const template = withWorkers(undefined);
    for (const role of ['Deliverydeliver', 'Deliveryplan']) {
      const [policy] = Object.entries(template.findResources('AWS::IAM::Policy')).filter(([id]) =>
        id.startsWith(role),
      );
      const text = JSON.stringify(policy);
      expect(text).toContain('/index/live');
      expect(text).not.toContain('/index/newest');
    }
  });

  it('are counted by the tick alone, which asks how many functions the account runs', () => {
    const asking = Object.entries(withWorkers(undefined).findResources('AWS::IAM::Policy'))
      .filter(([, policy]) => JSON.stringify(policy).includes('lambda:GetAccountSettings'))
      .map(([id]) => id);
    expect(asking).toEqual([expect.stringMatching(/^DeliveryTick/)]);
  });
});
