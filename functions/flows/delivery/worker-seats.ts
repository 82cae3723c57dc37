/**
 * Seats count the busy workers: one row of the ledger's key-value state for each worker that is needed. A seat is a hint that may be
 * wrong for a moment, since two workers may take one at once. Only leases decide which worker sends. Seats keep wake-ups from piling up
 * and workers from crowding one run.
 */
import type { Ledger } from '../../domain/ledger/ledger.ts';
import { type Instant, MINUTE, SECOND } from '../../domain/time/instant.ts';

export type Shift = 'plan' | 'deliver';
export type Seat = { worker: string; run: string; until: Instant };

/** How long a seat holds from its last renewal: longer than a worker may wait for its slot and for SES. */
const SEAT_DURATION = 45 * SECOND;
const SEAT_RENEWAL = 10 * SECOND;

const seatKey = (shift: Shift, seat: number): string => `at-work/${shift}/${seat}`;

type SeatPorts = { ledger: Pick<Ledger, 'getState' | 'setState'>; clock: () => Instant };

/** The holder of each seat, by number; undefined for a free one. A seat held far into the future was taken by a wrong clock: it is free. */
async function readSeats(
  { ledger, clock }: SeatPorts,
  shift: Shift,
  seats: number,
): Promise<(Seat | undefined)[]> {
  const texts = await Promise.all(
    Array.from({ length: seats }, (_, n) => ledger.getState(seatKey(shift, n))),
  );
  const now = clock();
  return texts.map((text) => {
    const seat = text === undefined ? undefined : (JSON.parse(text) as Seat);
    return seat && seat.until > now && seat.until <= now + SEAT_DURATION + MINUTE ? seat : undefined;
  });
}

/** The taken ones among the first `seats` seats. */
export const readTakenSeats = async (ports: SeatPorts, shift: Shift, seats: number): Promise<Seat[]> =>
  (await readSeats(ports, shift, seats)).filter((seat) => seat !== undefined);

export type WorkerSeat = {
  /** Notes that this worker is on a run, at most once in ten seconds for the same run. Takes a free seat, if there is one. */
  keep(run: string): Promise<void>;
  /** The seats of the other workers. */
  others(): Promise<Seat[]>;
  leave(): Promise<void>;
};

export function createWorkerSeat(
  ports: SeatPorts & { random(): string },
  shift: Shift,
  seats: number,
): WorkerSeat {
  const { ledger, clock } = ports;
  const worker = ports.random();
  let [lastRun, at] = ['', Number.NEGATIVE_INFINITY];
  const write = (seat: number, run: string, until: Instant) =>
    ledger.setState(seatKey(shift, seat), JSON.stringify({ worker, run, until } satisfies Seat));
  const isMine = (seat: Seat | undefined) => seat?.worker === worker;
  return {
    async keep(run) {
      if (run === lastRun && Math.abs(clock() - at) < SEAT_RENEWAL) return;
      [lastRun, at] = [run, clock()];
      const all = await readSeats(ports, shift, seats);
      const mine = all.findIndex(isMine);
      const seat = mine >= 0 ? mine : pickFreeSeat(all, ports.random());
      if (seat !== undefined) await write(seat, run, clock() + SEAT_DURATION);
    },
    others: async () => (await readTakenSeats(ports, shift, seats)).filter((seat) => !isMine(seat)),
    async leave() {
      for (const [n, seat] of (await readSeats(ports, shift, seats)).entries())
        if (isMine(seat)) await write(n, '', 0);
    },
  };
}

/** Picks a free seat at random, so that two workers that come at once seldom take the same one. */
function pickFreeSeat(all: readonly (Seat | undefined)[], random: string): number | undefined {
  const free = [...all.keys()].filter((n) => all[n] === undefined);
  const drawn = [...random].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  return free[drawn % free.length];
}
