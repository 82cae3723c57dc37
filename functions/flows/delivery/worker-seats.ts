/**
 * Who is at work: a seat for each worker that is needed, in the ledger's memory. A seat is a hint that may be wrong for a moment: two
 * may take one at once. Leases alone decide who sends; seats only keep doorbells from piling up and workers from crowding one run.
 */
import type { Ledger } from '../../domain/ledger/ledger.ts';
import { type Instant, MINUTE, SECOND } from '../../domain/time/instant.ts';

export type Shift = 'plan' | 'deliver';
export type Seat = { worker: string; run: string; until: Instant };

/** How long a seat holds from its last renewal: longer than a worker may wait for its slot and for SES. */
const HELD = 45 * SECOND;
const RENEWED = 10 * SECOND;

const keyOf = (shift: Shift, seat: number): string => `at-work/${shift}/${seat}`;

type SeatPorts = { ledger: Pick<Ledger, 'memory' | 'remember'>; clock: () => Instant };

/** By number of the seat; undefined: it is free. A seat held far ahead was taken by a clock that was wrong. */
async function seatsOf(
  { ledger, clock }: SeatPorts,
  shift: Shift,
  seats: number,
): Promise<(Seat | undefined)[]> {
  const texts = await Promise.all(Array.from({ length: seats }, (_, n) => ledger.memory(keyOf(shift, n))));
  const now = clock();
  return texts.map((text) => {
    const seat = text === undefined ? undefined : (JSON.parse(text) as Seat);
    return seat && seat.until > now && seat.until <= now + HELD + MINUTE ? seat : undefined;
  });
}

/** Those of the first `seats` seats that are taken. */
export const atWork = async (ports: SeatPorts, shift: Shift, seats: number): Promise<Seat[]> =>
  (await seatsOf(ports, shift, seats)).filter((seat) => seat !== undefined);

export type Desk = {
  /** Says that this worker is on a run, at most once in ten seconds for the same one. Takes a free seat; goes without if there is none. */
  keep(run: string): Promise<void>;
  /** The seats of the others. */
  others(): Promise<Seat[]>;
  leave(): Promise<void>;
};

export function createDesk(ports: SeatPorts & { random(): string }, shift: Shift, seats: number): Desk {
  const { ledger, clock } = ports;
  const worker = ports.random();
  let [said, at] = ['', Number.NEGATIVE_INFINITY];
  const write = (seat: number, run: string, until: Instant) =>
    ledger.remember(keyOf(shift, seat), JSON.stringify({ worker, run, until } satisfies Seat));
  const isMine = (seat: Seat | undefined) => seat?.worker === worker;
  return {
    async keep(run) {
      if (run === said && Math.abs(clock() - at) < RENEWED) return;
      [said, at] = [run, clock()];
      const all = await seatsOf(ports, shift, seats);
      const mine = all.findIndex(isMine);
      const seat = mine >= 0 ? mine : freeSeat(all, ports.random());
      if (seat !== undefined) await write(seat, run, clock() + HELD);
    },
    others: async () => (await atWork(ports, shift, seats)).filter((seat) => !isMine(seat)),
    async leave() {
      for (const [n, seat] of (await seatsOf(ports, shift, seats)).entries())
        if (isMine(seat)) await write(n, '', 0);
    },
  };
}

/** Any of them: two who come at once seldom take the same. */
function freeSeat(all: readonly (Seat | undefined)[], random: string): number | undefined {
  const free = [...all.keys()].filter((n) => all[n] === undefined);
  const drawn = [...random].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  return free[drawn % free.length];
}
