import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  decideAllowedWorkers,
  describeShortage,
  limitRateByWorkers,
} from '../../../functions/domain/delivery/workers.ts';
import { DAY } from '../../../functions/domain/time/instant.ts';
import { countWorkers, refreshConcurrency } from '../../../functions/flows/delivery/worker-count.ts';
import { addWorkers, type PlanPreview } from '../../../functions/flows/runs/plan-preview.ts';
import { faultyMailer, ok } from '../../support/fakes/faulty-mailer.ts';
import { type DeliveryFixture, openDelivery } from '../../support/hosts/delivery-fixture.ts';

let room: DeliveryFixture;
beforeEach(() => {
  room = openDelivery();
});
afterEach(() => room.close());

const ports = (perSecond: number | undefined, workers?: number) => ({
  ...room.ports,
  mailer: faultyMailer(ok, { quota: { perSecond } }),
  publication: async () => {
    const { hosting, ...rest } = room.store.publication;
    return { ...rest, hosting: { ...hosting, workers } };
  },
});

/** How many work at `rate` where the account runs `concurrency` functions at once. */
async function workersAt(rate: number | undefined, concurrency: number | undefined, workers?: number) {
  const open = ports(rate, workers);
  await refreshConcurrency(open, async () => concurrency);
  return countWorkers(open);
}

describe('workers, where `hosting.workers` is left out', () => {
  it.each([
    [1, 10, 1],
    [14, 10, 1],
    [200, 10, 2],
    [201, 1000, 3],
    [500, 1000, 5],
    [5000, 1000, 50],
    [50_000, 1000, 50],
  ])('at %i a second in an account of %i functions are %i', async (rate, concurrency, workers) => {
    expect(await workersAt(rate, concurrency)).toBe(workers);
  });

  it.each([
    [500, 10, 2],
    [500, 9, 2],
    [500, 12, 4],
    [undefined, 20, 12],
  ])('at %s a second leave room for readers in an account of %i: %i', async (rate, concurrency, workers) => {
    expect(await workersAt(rate, concurrency)).toBe(workers);
  });

  it('are two as long as nobody can be asked', async () => {
    expect(await workersAt(500, undefined)).toBe(2);
  });

  it('are asked for once a day, and only where there is work for more than two', async () => {
    let asked = 0;
    const ask = async () => {
      asked++;
      return 1000;
    };
    await refreshConcurrency(ports(200), ask);
    await refreshConcurrency(ports(500, 4), ask);
    expect(asked).toBe(0);
    for (let n = 0; n < 3; n++) await refreshConcurrency(ports(500), ask);
    expect(asked).toBe(1);
    room.store.now += DAY;
    await refreshConcurrency(ports(500), ask);
    expect(asked).toBe(2);
  });
});

describe('`hosting.workers`', () => {
  it('is the most, whatever the account has room for', async () => {
    expect(await workersAt(500, 10, 4)).toBe(4);
    expect(await workersAt(500, 1000, 2)).toBe(2);
    expect(await workersAt(14, 1000, 4)).toBe(1);
  });
});

describe('workers that are slower than the account', () => {
  const said = (rate: number | undefined, workers: number | undefined, concurrency?: number) => {
    const short = describeShortage(rate, decideAllowedWorkers({ workers }, concurrency));
    return short && `${short.says}: ${short.remedy}`;
  };

  it('say what they send, and what to set', () => {
    expect(said(500, 2)).toBe(
      '2 workers send at most 200 a second; the account allows 500: set hosting.workers to 5',
    );
    expect(said(201, 2)).toMatch(/set hosting\.workers to 3$/);
  });

  it('say what to ask AWS for, where the account has no room for more', () => {
    expect(said(500, undefined, 10)).toBe(
      '2 workers send at most 200 a second; the account allows 500: ask AWS for 13 concurrent executions (Service Quotas, AWS Lambda)',
    );
  });

  it('ask AWS for nothing where nobody could ask how many the account has', () => {
    expect(said(500, undefined)).toMatch(/could not be asked: allow lambda:GetAccountSettings$/);
    expect(said(200, undefined)).toBeUndefined();
  });

  it('say that more than the event source lets in is a setting', () => {
    expect(said(10_000, undefined, 1000)).toMatch(/50 workers .* set hosting\.workers to 100$/);
  });

  it('say nothing where they are as fast', () => {
    expect(said(200, 2)).toBeUndefined();
    expect(said(undefined, 2)).toBeUndefined();
    expect(said(5000, undefined, 1000)).toBeUndefined();
  });

  it('bound what is promised', () => {
    expect(limitRateByWorkers(500, 2)).toBe(200);
    expect(limitRateByWorkers(14, 2)).toBe(14);
    expect(limitRateByWorkers(undefined, 2)).toBe(200);
    expect(limitRateByWorkers(500, undefined)).toBe(500);
  });
});

describe('plan on a stage', () => {
  const preview = { receive: 60_000, perSecond: 500, seconds: 120 } as PlanPreview;

  it('promises what the workers send, and says in a line what to set', () => {
    const seen = addWorkers(preview, { workers: 2, isSet: true });
    expect(seen).toMatchObject({ seconds: 300, sends: 200, perSecond: 500 });
    expect(seen.workers).toMatch(/^2 workers send at most 200 a second; .* set hosting\.workers to 5$/);
  });

  it('says nothing of workers where they are fast enough, nor on one machine', () => {
    expect(addWorkers(preview, { workers: 5, isSet: true })).toMatchObject({ seconds: 120, sends: 500 });
    expect(addWorkers(preview, { workers: 5, isSet: true })).not.toHaveProperty('workers');
    expect(addWorkers(preview, undefined)).toEqual(preview);
  });
});
