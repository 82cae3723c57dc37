/** What was used in this month: counted in the ledger, whose rows are read once. */
import type { MonthUse } from '../../domain/account/cost.ts';
import { NOTICES } from '../../domain/ledger/run-key.ts';
import type { DeliveryPorts } from '../ledger/delivery-ports.ts';
import { batchesOf } from '../ledger/plan-pass.ts';

/** Ten runs a day, and more. */
const MOST = 400;

/** Runs count in the month they began; notices are kept for thirty days, which is a month but for its last. */
export async function countMonth({
  ledger,
  subscribers,
  clock,
}: Pick<DeliveryPorts, 'ledger' | 'subscribers' | 'clock'>): Promise<MonthUse> {
  const month = new Date(clock()).toISOString().slice(0, 7);
  const start = Date.parse(`${month}-01T00:00:00Z`);
  const runs = (await ledger.runs({ limit: MOST })).filter((run) => run.createdAt >= start);
  let letters = 0;
  for (const { id } of runs) letters += (await ledger.standing(id)).accepted;
  let notices = 0;
  for await (const { createdAt, outcomes } of batchesOf({ ledger }, NOTICES))
    if (createdAt >= start) notices += outcomes.accepted.size;
  const { active } = await subscribers.tally();
  return { month, runs: runs.length, letters, notices, active };
}
