/** Sets of positions as bit masks of 64 bits: a batch has at most 50 positions, so every mask is an exact JavaScript number. */
import type { Positions } from '../../domain/ledger/batch.ts';

const LOW = 2 ** 32;

export function maskOf(positions: Iterable<number>): number {
  let low = 0;
  let high = 0;
  for (const position of positions) {
    if (position < 32) low |= 1 << position;
    else high |= 1 << (position - 32);
  }
  return (high >>> 0) * LOW + (low >>> 0);
}

export function positionsOf(mask: number): Positions {
  const positions = new Set<number>();
  if (mask === 0) return positions;
  const low = (mask % LOW) >>> 0;
  const high = Math.floor(mask / LOW);
  for (let i = 0; i < 32; i++) if (low & (1 << i)) positions.add(i);
  for (let i = 0; i < 32; i++) if (high & (1 << i)) positions.add(i + 32);
  return positions;
}

function bits(n: number): number {
  let rest = n - ((n >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return (((rest + (rest >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/** Counts the bits (population count), which SQLite cannot. */
export const countOf = (mask: number): number => bits((mask % LOW) >>> 0) + bits(Math.floor(mask / LOW));
