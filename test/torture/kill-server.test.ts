import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE } from '../../functions/domain/time/instant.ts';
import { LONG } from '../support/builders/rounds.ts';
import { CARRIERS, type Carrier, openCarrier } from './processes/carriers.ts';
import { openPaper, type Paper } from './processes/paper.ts';
import type { Place } from './processes/process.ts';
import { chance } from './processes/seed.ts';
import { isOver, placeFor, serve, standingOf, until } from './processes/server.ts';
import { age, faultsOf } from './processes/verdict.ts';

// The server as people run it, its edition due; killed at random moments between its start and the end of the run.
const READERS = LONG ? 5000 : 300;
const KILLS = LONG ? { outbox: 50, smtp: 30, ses: 20 } : { outbox: 2, smtp: 1, ses: 1 };
/** Longer than any lease and any grace. */
const LATER = 20 * MINUTE;

let paper: Paper;
beforeAll(async () => {
  paper = await openPaper(READERS);
});
afterAll(() => paper.close());

async function toItsEnd(place: Place, carrier: Carrier) {
  const server = serve(place);
  const begun = await until(place, server, ({ state }) => state !== undefined, MINUTE);
  const rest = await until(place, server, isOver, 2 * MINUTE);
  // Before that it has no ear for it.
  await server.said('  Ctrl-C stops it.');
  server.signal('SIGINT');
  expect(await server.ended, server.output()).toBe(0);
  const promised = carrier.name === 'outbox' ? 'exactly' : 'honestly';
  const faults = await faultsOf(place.dataDir, carrier.copies(place.dataDir), promised);
  return { begun: begun ?? 0, rest: rest ?? 0, faults };
}

describe.each(CARRIERS)('a server killed at random moments of a run (%s)', (name) => {
  const { number } = chance(`kill-server ${name}`);

  it(`${KILLS[name]} times: everybody gets theirs, and nothing is left without an owner`, async () => {
    const undisturbed = await openCarrier(name);
    const whole = await toItsEnd(placeFor(paper, undisturbed), undisturbed);
    await undisturbed.close();
    expect(whole.faults).toEqual([]);
    // From well before the run begins to the middle of it: most runs are killed several times.
    const moment = () => whole.begun * 0.5 + number() * (whole.begun * 0.5 + whole.rest * 0.5);
    const killed = { before: 0, begun: 0 };
    const kills = () => killed.before + killed.begun;
    while (kills() < KILLS[name]) {
      const carrier = await openCarrier(name);
      const place = placeFor(paper, carrier);
      for (let over = false; !over && kills() < KILLS[name]; ) {
        const server = serve(place);
        await until(place, server, isOver, moment());
        server.signal('SIGKILL');
        await server.ended;
        const standing = standingOf(place);
        over = isOver(standing);
        if (!over) killed[standing.state === undefined ? 'before' : 'begun']++;
        if (number() < 0.7) age(place.dataDir, LATER);
      }
      age(place.dataDir, LATER);
      const { faults } = await toItsEnd(place, carrier);
      await carrier.close();
      expect(faults).toEqual([]);
    }
    console.log(`${name}: killed ${killed.before} times before the run began, ${killed.begun} times in it`);
    // Three or four may all come too early.
    if (LONG) expect(killed.begun).toBeGreaterThan(0);
  });
});
