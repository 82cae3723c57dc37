import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addSoftBounce, MAX_SOFT_BOUNCES } from '../../../functions/domain/subscribers/soft-bounce.ts';
import type { Subscriber } from '../../../functions/domain/subscribers/subscriber.ts';
import { aSubscriber } from '../../support/builders/subscriptions.ts';

const remembered = (runs: readonly number[]) =>
  runs
    .reduce<Subscriber>(
      (s, n) => addSoftBounce(s, { run: `e_${n}`, at: n }) ?? s,
      aSubscriber('ada@example.com'),
    )
    .softBounces?.map(({ at }) => at);

describe('what is remembered', () => {
  it('is the newest runs, each once, in whatever order they are told', () => {
    const runs = fc.array(fc.nat(20), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(runs, (told) => {
        const newest = [...new Set(told)].sort((a, b) => a - b).slice(-MAX_SOFT_BOUNCES);
        expect(remembered(told)).toEqual(newest);
      }),
    );
  });

  it('changes nothing that was told before, nor by what is too old', () => {
    const s = aSubscriber('ada@example.com', {
      softBounces: Array.from({ length: MAX_SOFT_BOUNCES }, (_, n) => ({ run: `e_${n}`, at: n + 10 })),
    });
    expect(addSoftBounce(s, { run: 'e_3', at: 99 })).toBeUndefined();
    expect(addSoftBounce(s, { run: 'e_old', at: 1 })).toBeUndefined();
  });
});
