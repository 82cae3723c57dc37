import { describe, expect, it } from 'vitest';
import type { DoorbellWork } from '../../../functions/domain/ledger/ledger.ts';
import { wakeLiveRuns } from '../../../functions/flows/delivery/wake-live-runs.ts';
import { planBatches } from '../../../functions/flows/ledger/plan.ts';
import { aBatch, aRun } from '../../support/builders/runs.ts';
import { openDelivery } from '../../support/hosts/delivery-fixture.ts';

async function rung(
  perSecond: number | undefined,
  workers: number,
  batches: number,
): Promise<DoorbellWork[]> {
  const room = openDelivery();
  const bells: DoorbellWork[] = [];
  const { ports, store } = room;
  const publication = async () => ({
    ...store.publication,
    hosting: { ...store.publication.hosting, workers },
  });
  const quota = async () => ({ perSecond, perDay: undefined, sentLastDay: 0, sandbox: false });
  await ports.ledger.createRun(aRun({ id: 'e_new' }));
  await ports.ledger.createRun(aRun({ id: 'e_under', state: 'sending' }));
  await ports.ledger.createRun(aRun({ id: 'e_over', state: 'done' }));
  await ports.ledger.spanPlanned('e_under', 1, 0);
  for (let n = 0; n < batches; n++)
    await ports.ledger.createBatch(aBatch({ run: 'e_under', id: `1-0-${n}` }));
  const doorbell = { ring: (work: DoorbellWork) => void bells.push(work) };
  expect(await wakeLiveRuns({ ...ports, publication, mailer: { ...ports.mailer, quota }, doorbell })).toBe(2);
  room.close();
  return bells;
}

const deliver = (bells: readonly DoorbellWork[]): number =>
  bells.filter(({ kind }) => kind === 'deliver').length;

describe('the tick’s doorbells', () => {
  it('say that what is planned is to be planned, and what is under way to be delivered', async () => {
    expect(await rung(14, 4, 3)).toEqual([{ kind: 'deliver' }, { kind: 'plan' }]);
  });

  it('call another planner where one died on the way', async () => {
    const room = openDelivery();
    const bells: DoorbellWork[] = [];
    await room.addSubscribers(3);
    const run = await room.addRun({ spans: 2 });
    await planBatches({ ...room.ports, stop: () => true }, run.id);
    expect((await room.ports.ledger.run(run.id))?.state).toBe('sending');
    await wakeLiveRuns({ ...room.ports, doorbell: { ring: (work) => void bells.push(work) } });
    room.close();
    expect(bells).toContainEqual({ kind: 'plan' });
  });

  it('wake as many as the rate needs, as there is work for, and as may work at once', async () => {
    expect(deliver(await rung(300, 10, 20))).toBe(3);
    expect(deliver(await rung(300, 2, 20))).toBe(2);
    expect(deliver(await rung(undefined, 5, 20))).toBe(5);
    expect(deliver(await rung(300, 10, 1))).toBe(1);
  });
});
