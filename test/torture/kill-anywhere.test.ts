import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE } from '../../functions/domain/time/instant.ts';
import { LONG } from '../support/builders/rounds.ts';
import { CARRIERS, type Carrier, openCarrier } from './processes/carriers.ts';
import type { Life } from './processes/one-life.ts';
import { openPaper, type Paper } from './processes/paper.ts';
import { inTurns, momentsOf, type Started, startLife } from './processes/process.ts';
import { chance } from './processes/seed.ts';
import { age, faultsOf } from './processes/verdict.ts';

// A process ends itself at the nth step of its work, from the tick that freezes the letter to the end of the run, confirmations too.
let paper: Paper;
beforeAll(async () => {
  paper = await openPaper(12);
});
afterAll(() => paper.close());

/** Longer than any lease and any grace. */
const LATER = 20 * MINUTE;
type End = NonNullable<Life['end']>;
type Settings = NonNullable<Life['settings']>;
type Options = { settings?: Settings; begun?: (life: Started) => void };

/** Lives one after another, each with its end but the last: what is wrong when that one is done, and what the first one said. */
async function live(carrier: Carrier, ends: readonly (End | undefined)[], options: Options = {}) {
  const { settings = {}, begun } = options;
  const place = { folder: paper.folder, dataDir: paper.copy(), environment: carrier.environment };
  const outputs: string[] = [];
  for (const end of [...ends, undefined]) {
    const life = startLife(place, { work: { do: 'all' }, settings, ...(end && { end }) });
    begun?.(life);
    await life.ended;
    outputs.push(life.output());
    age(place.dataDir, LATER);
  }
  const promised = carrier.name === 'outbox' ? 'exactly' : 'honestly';
  return { faults: await faultsOf(place.dataDir, carrier.copies(place.dataDir), promised), outputs };
}

/** All that went wrong, each with how to have it again. */
async function allFaults(name: Carrier['name'], lots: readonly (readonly End[])[], options: Options = {}) {
  const found = await inTurns(lots, async (ends) => {
    const carrier = await openCarrier(name);
    const { faults, outputs } = await live(carrier, ends, options);
    await carrier.close();
    const died = outputs.filter((output) => /^end$/m.test(output)).length;
    return { died, faults: faults.map((fault) => `${JSON.stringify(ends)} ${fault}`) };
  });
  return {
    died: found.reduce((sum, { died }) => sum + died, 0),
    faults: found.flatMap(({ faults }) => faults),
  };
}

/** Every moment of a run that nobody disturbs. */
async function allEnds(name: Carrier['name']): Promise<End[]> {
  const carrier = await openCarrier(name);
  const { faults, outputs } = await live(carrier, []);
  await carrier.close();
  expect(faults).toEqual([]);
  return momentsOf(outputs[0]!).map((moment) => ({ ...moment, signal: 'SIGKILL' }));
}

describe.each(LONG ? CARRIERS : (['outbox', 'smtp'] as const))('killed at any step of a run (%s)', (name) => {
  const { sample, pick, integer } = chance(`kill-anywhere ${name}`);
  const allowed = name === 'outbox' ? 'exactly one copy' : 'no copy and two only where the ledger says so';

  it(`once: everybody gets ${allowed}`, async () => {
    const moments = sample(await allEnds(name), LONG ? (name === 'outbox' ? 200 : 50) : 2);
    const { died, faults } = await allFaults(
      name,
      moments.map((moment) => [moment]),
    );
    expect(faults).toEqual([]);
    // Chunks side by side take their steps in turns that differ, and an idle process looks as often as it likes.
    if (LONG) expect(died).toBeGreaterThan(moments.length * 0.8);
  });

  it(`again and again, in what is sent again too: everybody gets ${allowed}, never three`, async () => {
    const moments = await allEnds(name);
    const lots = Array.from({ length: LONG ? 12 : 1 }, () =>
      Array.from({ length: integer(2, 4) }, (_, nth) => pick(moments.slice(0, moments.length / (nth + 1)))),
    );
    const { faults } = await allFaults(name, lots, { settings: { unknowns: 'resend' } });
    expect(faults).toEqual([]);
  });
});

describe.each(LONG ? (['smtp', 'ses'] as const) : (['ses'] as const))(
  'killed by its carrier (%s)',
  (name) => {
    const { sample } = chance(`kill-anywhere carrier ${name}`);

    it('at an acceptance, before it is told of it: that copy is unknown or marked, none is silent', async () => {
      const all = Array.from({ length: 14 }, (_, n) => n);
      const faults = await inTurns(sample(all, LONG ? 14 : 1), async (nth) => {
        let life: Started | undefined;
        let asked = 0;
        const ask = () => {
          if (asked++ !== nth) return false;
          life?.signal('SIGKILL');
          return true;
        };
        const carrier = await openCarrier(name, {
          smtp: () => (ask() ? { at: 'drop-after' } : undefined),
          ses: () => (ask() ? 'accept-then-drop' : undefined),
        });
        const { faults } = await live(carrier, [undefined], { begun: (begun) => (life = begun) });
        await carrier.close();
        return faults.map((fault) => `${nth}: ${fault}`);
      });
      expect(faults.flat()).toEqual([]);
    });
  },
);
