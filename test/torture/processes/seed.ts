/** Chance that can be had again: one seed for all, printed; SEED=<number> looks elsewhere, =random anywhere. */
import { hash, randomInt } from 'node:crypto';

const { SEED: given = '20261123' } = process.env;
const SEED = given === 'random' ? String(randomInt(2 ** 31)) : given;

export type Chance = {
  /** 0 ≤ x < 1. */
  number(): number;
  /** min ≤ n ≤ max. */
  integer(min: number, max: number): number;
  pick<T>(list: readonly T[]): T;
  /** `count` of them, in their order; all, if there are no more. */
  sample<T>(list: readonly T[], count: number): T[];
};

/** `about`: each draws for itself, whatever runs beside it. */
export function chance(about: string): Chance {
  console.log(`SEED=${SEED} (${about})`);
  let drawn = 0;
  // 48 bits of a hash: as even as anybody could wish, and slow enough that nobody uses it for anything else.
  const number = () =>
    Number.parseInt(hash('sha256', `${SEED}/${about}/${drawn++}`).slice(0, 12), 16) / 2 ** 48;
  const integer = (min: number, max: number) => min + Math.floor(number() * (max - min + 1));
  return {
    number,
    integer,
    pick: (list) => list[integer(0, list.length - 1)]!,
    sample(list, count) {
      const drawn = list.map((value, place) => ({ value, place, lot: number() }));
      const chosen = drawn.sort((a, b) => a.lot - b.lot).slice(0, count);
      return chosen.sort((a, b) => a.place - b.place).map(({ value }) => value);
    },
  };
}
