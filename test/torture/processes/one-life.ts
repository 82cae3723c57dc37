/**
 * A life of a delivery process: `node one-life.ts <life as JSON>`. It does its work and ends; or it dies, or freezes, by its own
 * hand, at an exact step: nothing that comes after it has happened, and everything before it has.
 */
import { writeSync } from 'node:fs';
import { DatabaseSync, StatementSync } from 'node:sqlite';
import { NOTICES } from '../../../functions/domain/ledger/run-key.ts';
import { createDelivery } from '../../../functions/flows/delivery/delivery-loop.ts';
import type { DeliveryPorts, DeliverySettings } from '../../../functions/flows/ledger/delivery-ports.ts';
import { planBatches } from '../../../functions/flows/ledger/plan.ts';
import { tick } from '../../../functions/flows/schedule/tick.ts';
import { createClock } from '../../../functions/wiring/clock.ts';
import { readConfig } from '../../../functions/wiring/config.ts';
import { openDelivery } from '../../../functions/wiring/local/delivery.ts';
import { openLocal } from '../../../functions/wiring/local/local.ts';

export type Life = {
  /** all: from the tick to the end of every run and notice. plan: that alone, of `run`, from the instant `at`. */
  work: { do: 'all' } | { do: 'plan'; run: string; at: number };
  settings?: Partial<DeliverySettings>;
  end?: Moment & { signal: 'SIGKILL' | 'SIGSTOP' };
  /** Tells no steps: a full pipe to a parent that waits for the database would keep a transaction open. */
  quiet?: true;
};

/** Right before or right after the nth step (from 0) that is called so. */
export type Moment = { step: string; nth: number; edge: 'before' | 'after' };

const life = JSON.parse(process.argv[2]!) as Life;
let counting = false;
const steps = new Map<string, number>();
const say = (word: string) => writeSync(1, `${word}\n`);

function reach(moment: Moment): void {
  const { end } = life;
  if (!end || end.step !== moment.step || end.nth !== moment.nth || end.edge !== moment.edge) return;
  say('end');
  // Neither can be caught or put off: the next line of this process is run after SIGCONT, or never.
  process.kill(process.pid, end.signal);
}

function stepped<T>(step: string, act: () => T): T {
  if (!counting) return act();
  const nth = steps.get(step) ?? 0;
  steps.set(step, nth + 1);
  if (!life.quiet) say(`step ${step}`);
  reach({ step, nth, edge: 'before' });
  const result = act();
  const done = <V>(value: V): V => {
    reach({ step, nth, edge: 'after' });
    return value;
  };
  return result instanceof Promise ? (result.then(done) as T) : done(result);
}

/** What is written to a database, statement by statement: between BEGIN and COMMIT, too. */
function watchStatements(): void {
  const { exec } = DatabaseSync.prototype;
  DatabaseSync.prototype.exec = function (sql) {
    return stepped(`sql ${sql.slice(0, 12)}`, () => exec.call(this, sql));
  };
  const { run } = StatementSync.prototype;
  StatementSync.prototype.run = function (this: StatementSync, ...values: unknown[]) {
    return stepped(`sql ${this.sourceSQL.trim().slice(0, 18)}`, () => Reflect.apply(run, this, values));
  } as typeof run;
}

/** Every call of a port is a step. */
function watched<T extends object>(port: T, name: string): T {
  return new Proxy(port, {
    get(target, key) {
      const value = Reflect.get(target, key) as unknown;
      const called = `${name}.${String(key)}`;
      if (typeof value === 'object' && value !== null) return watched(value, called);
      if (typeof value !== 'function') return value;
      return (...values: unknown[]) => stepped(called, () => value.apply(target, values) as unknown);
    },
  });
}

const watchPorts = (ports: DeliveryPorts): DeliveryPorts => ({
  ...ports,
  ledger: watched(ports.ledger, 'ledger'),
  pace: watched(ports.pace, 'pace'),
  mailer: watched(ports.mailer, 'mailer'),
  subscribers: watched(ports.subscribers, 'subscribers'),
  suppressions: watched(ports.suppressions, 'suppressions'),
  counts: watched(ports.counts, 'counts'),
  blobs: watched(ports.blobs, 'blobs'),
  settings: { ...ports.settings, ...life.settings },
});

async function doAll(ports: DeliveryPorts): Promise<void> {
  const delivery = createDelivery(ports);
  for (let idle = 0; idle < 2; ) {
    await tick(ports);
    idle = (await delivery.work()) === 'idle' ? idle + 1 : 0;
    const runs = await ports.ledger.runs({ states: ['planned', 'sending'], limit: 1 });
    // One that was given back waits a little before anybody may claim it.
    const notice = await ports.ledger.nextClaimable(NOTICES);
    const open = runs.length > 0 || notice !== undefined;
    if (open) idle = 0;
    if (idle > 0 || open) await ports.sleep(50);
  }
}

const config = readConfig(process.env, process.cwd());
const local = await openLocal(config, createClock(config));
const opened = await openDelivery(local, { automatic: true, log: console.error });
const ports = watchPorts(opened.ports);
watchStatements();
say('ready');
counting = true;
if (life.work.do === 'all') await doAll(ports);
else {
  const { run, at } = life.work;
  await ports.sleep(Math.max(0, at - Date.now()));
  await planBatches(ports, run);
}
counting = false;
await opened.close();
local.close();
say('done');
