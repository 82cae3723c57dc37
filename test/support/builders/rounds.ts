/** How many rounds a property runs: few unless BROADSHEET_LONG=1 is set, as .ci/run does for the torture. */
export const LONG = process.env.BROADSHEET_LONG === '1';

/**
 * Parameters for fast-check. The seed is fixed, so that the same code gives the same result. SEED=<number> sets another seed,
 * SEED=random a random one. A failure prints seed and path.
 */
export function rounds(few: number, many: number): { numRuns: number; seed?: number } {
  const { SEED: given = '20261123' } = process.env;
  const numRuns = LONG ? many : few;
  return given === 'random' ? { numRuns } : { numRuns, seed: Number(given) };
}
