/** Measures how work grows with its input: the ratio of two times in one process, so that a slow machine changes nothing. */

const TIMES = 4;
/** Measurements of a ratio, because other processes may disturb one. */
const TRIES = 3;
/** Milliseconds; shorter times are within the clock's error. */
const FLOOR = 0.2;
/** The ratio of the larger input to the smaller one. */
const STEP = 16;

/** The greatest ratio that counts as linear: between 16 (linear) and 256 (quadratic). */
export const LINEAR = 64;

type Work = (input: string) => unknown;

/**
 * How many times longer `work` takes over an input sixteen times as long: the least of several tries, since whatever else
 * runs can only slow it down. `size` is given to `bomb` for the small one.
 */
export async function growth(work: Work, bomb: (size: number) => string, size = 1000): Promise<number> {
  const [small, large] = [bomb(size), bomb(size * STEP)];
  await work(small);
  let least = Infinity;
  for (let n = 0; n < TRIES && least >= LINEAR; n++) {
    const atFirst = Math.max(await best(work, small), FLOOR);
    least = Math.min(least, (await best(work, large)) / atFirst);
  }
  return least;
}

async function best(work: Work, input: string): Promise<number> {
  let least = Infinity;
  for (let time = 0; time < TIMES; time++) {
    const start = performance.now();
    await work(input);
    least = Math.min(least, performance.now() - start);
  }
  return least;
}
