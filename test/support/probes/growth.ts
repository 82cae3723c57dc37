/** How an effort grows with its input: a ratio of two times in one process, so that a slow machine changes nothing. */

const TIMES = 4;
/** Another look, where something else ran meanwhile. */
const TRIES = 3;
/** Below it a clock tells nothing. Milliseconds. */
const FLOOR = 0.2;
/** What a larger input is to the smaller one. */
const STEP = 16;

/** Between 16, which is linear, and 256, which is quadratic. */
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
