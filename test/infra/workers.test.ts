import { describe, expect, it } from 'vitest';
import { countWorkersWithin, OTHER_FUNCTIONS } from '../../functions/domain/delivery/workers.ts';
import { aPublication } from '../support/builders/small-publication.ts';
import { aStage, templateOf } from '../support/hosts/stage.ts';

const withWorkers = (workers: number | undefined) =>
  templateOf(aStage({}, { hosting: { ...aPublication().hosting, workers } }));

const sources = (template: ReturnType<typeof templateOf>): [id: string, atOnce: number][] =>
  Object.entries(template.findResources('AWS::Lambda::EventSourceMapping')).map(([id, own]) => [
    id,
    own.Properties.ScalingConfig.MaximumConcurrency,
  ]);

/** Functions of a kind that their queue lets work at once. */
const most = (template: ReturnType<typeof templateOf>, kind = 'Deliverydeliver'): number =>
  sources(template).find(([id]) => id.startsWith(kind))![1];

describe('deliver functions', () => {
  it('have room for what the rate of an account may need, where nobody says how many', () => {
    expect(most(withWorkers(undefined))).toBe(50);
  });

  it('are no more than `hosting.workers` says', () => {
    expect(most(withWorkers(3))).toBe(3);
    expect(most(withWorkers(200))).toBe(200);
  });

  it('leave room in a new account, which runs ten, for all others at their most, the tick and the web', () => {
    const beside = sources(withWorkers(undefined)).filter(([id]) => !id.startsWith('Deliverydeliver'));
    const [tick, web] = [1, 1];
    expect(beside.reduce((sum, [, atOnce]) => sum + atOnce, tick + web)).toBe(OTHER_FUNCTIONS);
    expect(countWorkersWithin(10) + OTHER_FUNCTIONS).toBe(10);
  });

  it.each([
    [undefined, 2],
    [2, 2],
    [50, 2],
    [51, 3],
    [100, 4],
  ])('%s at once are heard by feedback functions that keep up: %d', (workers, listeners) => {
    expect(most(withWorkers(workers), 'Feedback')).toBe(listeners);
  });

  it('may list live runs, as planners may; the newest too, which say whether a mailbox was full seven times', () => {
    const template = withWorkers(undefined);
    const indexesOf = (role: string) => {
      const policies = Object.entries(template.findResources('AWS::IAM::Policy'));
      const text = JSON.stringify(policies.filter(([id]) => id.startsWith(role)));
      return [...new Set(text.match(/(?<=\/index\/)\w+/g))].sort();
    };
    expect([indexesOf('Deliverydeliver'), indexesOf('Deliveryplan')]).toEqual([['live', 'newest'], ['live']]);
  });

  it('are counted by the tick alone, which asks how many functions the account runs', () => {
    const asking = Object.entries(withWorkers(undefined).findResources('AWS::IAM::Policy'))
      .filter(([, policy]) => JSON.stringify(policy).includes('lambda:GetAccountSettings'))
      .map(([id]) => id);
    expect(asking).toEqual([expect.stringMatching(/^DeliveryTick/)]);
  });
});
