/** A stage in simulated time: a queue of doorbells with or without order, functions with their time limits, a tick each minute. */
import type { DoorbellWork } from '../../../functions/domain/ledger/ledger.ts';
import { MINUTE, SECOND } from '../../../functions/domain/time/instant.ts';
import { wakeLiveRuns } from '../../../functions/flows/delivery/wake-live-runs.ts';
import { deliverInTurns, planInTurns } from '../../../functions/flows/delivery/worker-loop.ts';
import type { DeliveryPorts } from '../../../functions/flows/ledger/delivery-ports.ts';
import { STAGE_LEASES } from '../../../functions/wiring/leases.ts';
import { chance } from '../../torture/processes/seed.ts';
import { MORNING } from '../builders/runs.ts';
import { openDelivery } from '../hosts/delivery-fixture.ts';
import { createRoughProvider } from './rough-provider.ts';
import { simulatedTime } from './simulated-time.ts';

/** Functions as infra/delivery.ts has them. A message whose function died comes again after six times its time limit. */
const FUNCTIONS = {
  plan: { lasts: 10 * MINUTE, atOnce: 2, work: planInTurns },
  deliver: { lasts: 5 * MINUTE, atOnce: 2, work: deliverInTurns },
} as const;
const COLD = SECOND;

export type SimulatedStage = ReturnType<typeof simulatedStage>;

export function simulatedStage(about: {
  rate: number;
  ordered: boolean;
  workers?: number;
  /** The fate of the nth doorbell of a kind. */
  fate?: (kind: DoorbellWork['kind'], nth: number) => 'comes' | 'lost' | 'kills';
}) {
  const { rate, ordered, workers = 2, fate = () => 'comes' } = about;
  const time = simulatedTime(MORNING);
  const { number } = chance(JSON.stringify({ rate, ordered }));
  const carrier = createRoughProvider({ told: rate, real: rate }, time, number);
  const room = openDelivery({ mailer: carrier, settings: STAGE_LEASES });
  const waiting: Record<DoorbellWork['kind'], DoorbellWork[]> = { plan: [], deliver: [], notices: [] };
  const rung = { plan: 0, deliver: 0, notices: 0 };
  const busy = { plan: 0, deliver: 0 };
  let [most, drawn, over] = [0, 0, false];

  const portsUntil = (end: number, dies = Number.POSITIVE_INFINITY): DeliveryPorts => ({
    ...room.ports,
    mailer: { ...carrier },
    clock: time.now,
    sleep: (wait) => (time.now() >= dies ? new Promise(() => {}) : time.sleep(wait)),
    random: () => `worker-${++drawn}`,
    stop: () => over || time.now() >= end,
    doorbell: { ring },
    publication: async () => {
      const all = await room.ports.publication();
      return { ...all, hosting: { ...all.hosting, workers } };
    },
  });

  function ring(work: DoorbellWork): void {
    if (work.kind === 'notices' || fate(work.kind, ++rung[work.kind]) === 'lost') return;
    waiting[work.kind].push(work);
    most = Math.max(most, waiting[work.kind].length);
    serve(work.kind);
  }

  function serve(kind: 'plan' | 'deliver'): void {
    const atOnce = kind === 'deliver' ? workers : FUNCTIONS[kind].atOnce;
    while (!over && busy[kind] < atOnce && waiting[kind].length > 0) {
      const [work] = waiting[kind].splice(ordered ? 0 : Math.floor(number() * waiting[kind].length), 1);
      busy[kind]++;
      void invoke(kind, work!).finally(() => {
        busy[kind]--;
        serve(kind);
      });
    }
  }

  async function invoke(kind: 'plan' | 'deliver', work: DoorbellWork): Promise<void> {
    await time.sleep(COLD);
    const { lasts, work: flow } = FUNCTIONS[kind];
    const begun = time.now();
    const isKilled = fate(kind, rung[kind]) === 'kills';
    const shift = flow(portsUntil(begun + lasts - 15 * SECOND, isKilled ? begun + MINUTE : undefined));
    const ended = await Promise.race([
      shift.then(() => true),
      isKilled ? time.sleep(lasts).then(() => false) : new Promise<never>(() => {}),
    ]).catch(() => false);
    if (!ended) void time.sleep(6 * lasts).then(() => ring(work));
  }

  async function ticks(): Promise<void> {
    for (; !over; await time.sleep(MINUTE)) await wakeLiveRuns(portsUntil(Number.POSITIVE_INFINITY));
  }

  return {
    ...{ time, room, ring, carrier },
    /** The greatest number of doorbells of one kind that waited at once. */
    mostWaiting: () => most,
    async addRun(id: string, kind: 'edition' | 'alert' = 'edition', to?: string) {
      const newsletter = to ?? (kind === 'alert' ? 'alerts' : id.slice(2));
      const run = await room.addRun({ id, kind, newsletter, cutoff: time.now(), createdAt: time.now() });
      ring({ kind: 'plan' });
      return run;
    },
    /** Lets time pass, with a tick each minute, until `script` is done. */
    async play<T>(script: () => Promise<T>): Promise<T> {
      const both = async () => {
        void ticks();
        const answer = await script();
        over = true;
        return answer;
      };
      try {
        return await time.pass(both());
      } finally {
        room.close();
      }
    },
    close: () => room.close(),
  };
}
