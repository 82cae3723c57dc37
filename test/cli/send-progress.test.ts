import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { progressLine, watchProgress } from '../../functions/cli/send-progress.ts';
import type { RunCounts } from '../../functions/domain/ledger/ledger.ts';
import { deliver } from '../../functions/flows/delivery/deliver.ts';
import { ok } from '../support/fakes/faulty-mailer.ts';
import { faultyRuns } from '../support/fakes/faulty-run.ts';

const aStanding = (about: Partial<RunCounts> = {}): RunCounts => ({
  ...{ planned: true, batches: 100, open: 40, members: 5000, started: 1200, again: 0 },
  ...{ accepted: 1190, departed: 6, rejected: 4, unknown: 0, bounced: 0, complained: 0, soft: 0 },
  ...about,
});
const none = { deferred: undefined, unknown: undefined, taken: undefined, ready: 0 };
const AT = Date.parse('2026-11-23T07:14:30Z');

describe('a line about a run', () => {
  it('counts what has a final word, and says how fast it goes', () => {
    expect(progressLine({ standing: aStanding() }, 213.6, 1)).toBe(
      '1,200 of 5,000 done (24 %), 214 a second',
    );
  });

  it('never says that all is done before it is, and names no rate of nothing', () => {
    expect(progressLine({ standing: aStanding({ accepted: 4989 }) }, 0.2, 1)).toBe(
      '4,999 of 5,000 done (99 %)',
    );
    expect(
      progressLine({ standing: aStanding({ accepted: 0, departed: 0, rejected: 0, members: 0 }) }, 0, 1),
    ).toBe('0 of 0 done');
  });

  it('says that readers are still gathered, and that the server asked for less', () => {
    expect(progressLine({ standing: aStanding({ planned: false }) }, 10, 0.8)).toBe(
      '1,200 of 5,000 done (24 %), the run is still being planned, 10 a second, at 80 % of the rate, because the mail server throttles',
    );
  });

  it('says until when it waits, and for what: within 80 columns as far as the time', () => {
    const waiting = {
      ...none,
      unknown: { count: 1, until: AT },
      taken: { count: 38, until: AT },
      deferred: { count: 3, reason: '451 4.7.1 Greylisted', next: AT + 1, until: AT + 1 },
    };
    const line = progressLine({ standing: aStanding(), waiting }, 0, 1);
    expect(line).toBe(
      "1,200 of 5,000 done (24 %); waits until 07:14:30Z: 1 handed over, perhaps, 38 in a worker's hands, 3 put off (451 4.7.1 Greylisted)",
    );
    expect(line.indexOf('07:14:30Z')).toBeLessThan(70);
  });

  it('says nothing of a wait while anybody may go', () => {
    const waiting = { ...none, ready: 5, unknown: { count: 1, until: AT } };
    expect(progressLine({ standing: aStanding(), waiting }, 0, 1)).toBe('1,200 of 5,000 done (24 %)');
  });
});

describe('a watched run', () => {
  const runs = faultyRuns();

  it('is shown while it goes, and no more once it has ended', async () => {
    await runs.open(60, ok);
    const lines: string[] = [];
    // Its clock stands still but for the letters; the watch looks by the real one.
    const watch = watchProgress({ ...runs.room.ports, clock: Date.now }, await runs.run(), (line) =>
      lines.push(line),
    );
    await setTimeout(700);
    await deliver(runs.room.ports, 'e_monday');
    await setTimeout(1200);
    watch.end();
    expect(lines[0]).toMatch(/^0 of 60 done/);
    expect(lines.at(-1)).toMatch(/^60 of 60 done \(100 %\)/);
    const shown = lines.length;
    await setTimeout(600);
    expect(lines).toHaveLength(shown);
  });
});
