import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createClaimable } from '../../../functions/adapters/dynamodb/claimable.ts';
import { createLedger } from '../../../functions/adapters/dynamodb/ledger.ts';
import { createOpenMarkers } from '../../../functions/adapters/dynamodb/open-markers.ts';
import type { Ledger } from '../../../functions/domain/ledger/ledger.ts';
import { MINUTE } from '../../../functions/domain/time/instant.ts';
import { aBatch, MORNING } from '../../support/builders/runs.ts';
import { startDynalite } from '../../support/hosts/dynalite.ts';
import { type FreshTable, freshTable } from '../../support/hosts/dynamodb.ts';

const RUN = 'e_monday';
let engine: Awaited<ReturnType<typeof startDynalite>>;
let fresh: FreshTable;
let ledger: Ledger;

beforeAll(async () => {
  engine = await startDynalite();
});
beforeEach(async () => {
  fresh = await freshTable(engine.url);
  ledger = createLedger(fresh.table);
});
afterAll(() => engine[Symbol.asyncDispose]());

const markers = async () => (await fresh.table.page({ pk: `O#${RUN}` })).items.length;
const claimed = async () => (await ledger.claim({ run: RUN, id: '1-0-' }, MORNING, MORNING + MINUTE))!;

describe('a marker', () => {
  it('is there while its batch is open, and no longer', async () => {
    await ledger.createBatch(aBatch({ members: ['ada'] }));
    expect(await markers()).toBe(1);
    const batch = await claimed();
    await ledger.record(batch, { accepted: [0] });
    await ledger.close(batch, batch.lease);
    expect(await markers()).toBe(0);
  });

  it('of a closed batch, left by who died, is swept when it is met', async () => {
    await ledger.createBatch(aBatch({ closed: true }));
    await createOpenMarkers(fresh.table).set(aBatch());
    expect(await ledger.nextClaimable(RUN)).toBeUndefined();
    expect(await ledger.claimable(RUN, MORNING, 9)).toEqual([]);
    expect(await markers()).toBe(0);
  });

  it('whose batch is not written yet stays, and is offered to nobody', async () => {
    await createOpenMarkers(fresh.table).set(aBatch());
    expect(await ledger.claimable(RUN, MORNING, 9)).toEqual([]);
    await ledger.createBatch(aBatch());
    expect(await ledger.claimable(RUN, MORNING, 9)).toEqual([{ run: RUN, id: '1-0-' }]);
  });

  it('whose batch was never written goes with what is forgotten', async () => {
    await createOpenMarkers(fresh.table).set(aBatch());
    await ledger.forgetClosed(RUN, MORNING);
    expect(await markers()).toBe(1);
    await ledger.forgetClosed(RUN, MORNING + 1);
    expect(await markers()).toBe(0);
  });
});

describe('what is claimable', () => {
  it.each([0, 0.31, 0.999])('is all found, wherever one starts to look (%s of the way)', async (start) => {
    const { claimable } = createClaimable(createOpenMarkers(fresh.table, () => start));
    for (let n = 0; n < 30; n++) await ledger.createBatch(aBatch({ id: `1-0-${n}` }));
    const found = new Set<string>();
    for (
      let refs = await claimable(RUN, MORNING, 7);
      refs.length > 0;
      refs = await claimable(RUN, MORNING, 7)
    ) {
      for (const ref of refs) {
        found.add(ref.id);
        await ledger.claim(ref, MORNING, MORNING + MINUTE);
      }
    }
    expect(found.size).toBe(30);
    expect(await ledger.nextClaimable(RUN)).toBe(MORNING + MINUTE);
  });
});
