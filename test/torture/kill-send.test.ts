import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE } from '../../functions/domain/time/instant.ts';
import { LONG } from '../support/builders/rounds.ts';
import { type Carrier, openCarrier } from './processes/carriers.ts';
import { openPaper, type Paper } from './processes/paper.ts';
import { type Place, type Started, startCommand } from './processes/process.ts';
import { age, faultsOf } from './processes/verdict.ts';

// `send` without a server, killed while its letters are on their way; and typed again at once.
const READERS = 120;
const LATER = 20 * MINUTE;

let paper: Paper;
beforeAll(async () => {
  paper = await openPaper(READERS);
});
afterAll(() => paper.close());

const send = (place: Place) => startCommand(place, 'send', 'monday', '--yes');

async function said(process: Started, words: RegExp, patience: number): Promise<number> {
  const began = performance.now();
  while (!words.test(process.output()) && process.isRunning() && performance.now() - began < patience)
    await setTimeout(20);
  expect(process.output()).toMatch(words);
  return performance.now() - began;
}

/** Killed at the fortieth message, before it hears that it was taken. */
async function killed(name: Carrier['name']): Promise<{ carrier: Carrier; place: Place }> {
  let life: Started | undefined;
  let asked = 0;
  const kill = () => {
    if (asked++ === 40) life?.signal('SIGKILL');
    return undefined;
  };
  const carrier = await openCarrier(name, { smtp: kill, ses: kill });
  const place = { folder: paper.folder, dataDir: paper.copy(), environment: carrier.environment };
  life = send(place);
  expect(await life.ended).toBe('SIGKILL');
  return { carrier, place };
}

const AT_ONCE = /handed over, perhaps, .+; known at \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ at the latest/;

describe.each(['smtp', 'ses'] as const)('a `send` that is killed in the middle of a run (%s)', (name) => {
  it('says at once, when it is typed again, what it waits for; and ends within three minutes', async () => {
    const { carrier, place } = await killed(name);
    const status = startCommand(place, 'status', 'monday');
    await status.ended;
    expect(status.output()).toMatch(AT_ONCE);
    const again = send(place);
    const began = performance.now();
    const told = await said(again, AT_ONCE, MINUTE);
    if (!LONG) {
      again.signal('SIGKILL');
      await again.ended;
      age(place.dataDir, LATER);
    }
    const last = LONG ? again : send(place);
    expect(await last.ended, last.output()).toBe(0);
    const took = performance.now() - began;
    if (LONG)
      console.log(`${name}: told after ${Math.round(told)} ms, over after ${Math.round(took / 1000)} s`);
    expect(took).toBeLessThan(3 * MINUTE);
    expect(await faultsOf(place.dataDir, carrier.copies(place.dataDir), 'honestly')).toEqual([]);
    await carrier.close();
  });
});

it('a server that starts after it says the same', async () => {
  const { carrier, place } = await killed('smtp');
  const server = startCommand(
    { ...place, environment: { ...place.environment, PORT: '0' } },
    'serve',
    '--published',
  );
  await said(server, AT_ONCE, MINUTE);
  server.signal('SIGINT');
  await server.ended;
  await carrier.close();
});
