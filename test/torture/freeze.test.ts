import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SECOND } from '../../functions/domain/time/instant.ts';
import { LONG } from '../support/builders/rounds.ts';
import { CARRIERS, type Carrier, openCarrier } from './processes/carriers.ts';
import type { Life, Moment } from './processes/one-life.ts';
import { openPaper, type Paper } from './processes/paper.ts';
import { inTurns, momentsOf, startLife } from './processes/process.ts';
import { chance } from './processes/seed.ts';
import { faultsOf } from './processes/verdict.ts';

// One worker stops at an exact step (SIGSTOP), for longer than its lease and the grace; another goes on; then the first one wakes.
let paper: Paper;
beforeAll(async () => {
  paper = await openPaper(12);
});
afterAll(() => paper.close());

const SHORT = { lease: SECOND, grace: 2 * SECOND };
const ASLEEP = 5 * SECOND;
type End = NonNullable<Life['end']>;

async function freeze(name: Carrier['name'], end: End, unknowns: 'resend' | 'skip'): Promise<string[]> {
  const carrier = await openCarrier(name);
  const place = { folder: paper.folder, dataDir: paper.copy(), environment: carrier.environment };
  const settings = { ...SHORT, unknowns };
  const frozen = startLife(place, { work: { do: 'all' }, settings, end });
  await frozen.said('end');
  const other = startLife(place, { work: { do: 'all' }, settings });
  await setTimeout(ASLEEP);
  frozen.signal('SIGCONT');
  const codes = await Promise.all([frozen.ended, other.ended]);
  // What either could not do while the other held a lock, somebody does in the end.
  const last = startLife(place, { work: { do: 'all' }, settings });
  codes.push(await last.ended);
  const faults = await faultsOf(
    place.dataDir,
    carrier.copies(place.dataDir),
    name === 'outbox' ? 'exactly' : 'honestly',
  );
  await carrier.close();
  const failed = codes.some((code) => code !== 0) ? [frozen, other, last].map((one) => one.output()) : [];
  return [...faults, ...failed].map((fault) => `${JSON.stringify(end)}: ${fault}`);
}

/** Of each kind of step the first and the last, before and after it. */
async function allEnds(name: Carrier['name']): Promise<End[]> {
  const carrier = await openCarrier(name);
  const place = { folder: paper.folder, dataDir: paper.copy(), environment: carrier.environment };
  const life = startLife(place, { work: { do: 'all' } });
  await life.ended;
  await carrier.close();
  const kinds = Map.groupBy(momentsOf(life.output()), ({ step }) => step);
  return [...kinds.values()].flatMap((moments) => {
    const last = moments.at(-1)!.nth;
    return moments.filter(({ nth }) => nth === 0 || nth === last).map(asleep);
  });
}

const asleep = (moment: Moment): End => ({ ...moment, signal: 'SIGSTOP' });

/** The deadline was looked at, the message is on its way, and it is not there yet. */
const NARROW = ['mailer.send', 'sql BEGIN IMMEDI', 'sql COMMIT'];

describe.each(LONG ? CARRIERS : (['outbox'] as const))(
  'a worker that freezes past its lease and wakes (%s)',
  (name) => {
    const { sample } = chance(`freeze ${name}`);
    const allowed = name === 'outbox' ? 'exactly one copy' : 'no copy and two only where the ledger says so';

    it(`wherever it stood: everybody gets ${allowed}`, async () => {
      const all = await allEnds(name);
      const narrow = all.filter(({ step, edge }) => NARROW.includes(step) && edge === 'before');
      const ends = LONG ? sample(all, name === 'outbox' ? 80 : 25) : sample(narrow, 3);
      const faults = await inTurns(
        ends,
        (end) => freeze(name, end, name === 'outbox' ? 'resend' : 'skip'),
        8,
      );
      expect(faults.flat()).toEqual([]);
    });
  },
);
