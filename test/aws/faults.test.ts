import { describe, expect, it, vi } from 'vitest';
import { CHUNK_SIZE } from '../../functions/domain/ledger/batch.ts';
import { MINUTE } from '../../functions/domain/time/instant.ts';
import type { Called } from '../support/fakes/call-recorder.ts';
import { loseFirstAnswers, throttleAFifth, unprocessHalf } from '../support/fakes/faulty-proxy.ts';
import { faultyStage } from '../support/fakes/faulty-stage.ts';
import type { Mail, MessageFate } from '../support/fakes/queues.ts';
import { refusedOn } from '../support/probes/policies.ts';
import { chance } from '../torture/processes/seed.ts';

vi.setConfig({ testTimeout: 300_000 });
// The functions as the template has them, and everything they stand on failing. Each test has an edition of its own, an hour later.
const faulty = faultyStage({ readers: 120, editions: 12 });

describe('with all well', () => {
  it('every reader gets one copy, and no more is said', async () => {
    const run = faulty.nextRun();
    await faulty.until(faulty.isDone(run));
    expect(await faulty.faults(run, 'exactly')).toEqual([]);
    expect(faulty.alarms()).toEqual([]);
  });
});

describe('queues', () => {
  const { pick } = chance('queues');
  const any = (): MessageFate => pick(['once', 'lost', 'thrice', 'late']);

  it('that lose, treble and delay messages change nothing', async () => {
    const run = faulty.nextRun();
    await faulty.until(faulty.isDone(run), { fateOf: any });
    expect(await faulty.faults(run, 'exactly')).toEqual([]);
  });

  it('that ring for nobody leave a run that is stuck with an alarm, and it goes on when they ring', async () => {
    const run = faulty.nextRun();
    const deaf = ({ body }: Mail): MessageFate => (/"(plan|deliver)"/.test(body) ? 'lost' : 'once');
    await faulty.until(async () => faulty.alarms().length > 0, { fateOf: deaf });
    expect(faulty.lettersOf(run)).toEqual([]);
    await faulty.until(faulty.isDone(run));
    expect(await faulty.faults(run, 'exactly')).toEqual([]);
  });
});

describe('DynamoDB', () => {
  it('that throttles a fifth, leaves keys unprocessed and loses answers leaves nobody out and nobody twice', async () => {
    const run = faulty.nextRun();
    const faults = [throttleAFifth, unprocessHalf, loseFirstAnswers];
    faulty.proxy.decide = (call) => faults.map((fault) => fault(call)).find((f) => f !== 'pass') ?? 'pass';
    await faulty.until(faulty.isDone(run));
    expect(await faulty.faults(run, 'exactly')).toEqual([]);
    expect(Object.values(faulty.proxy.made).filter((count) => count > 0).length).toBeGreaterThanOrEqual(4);
  });
});

/** What a step is called: the request, and what it is about. */
function stepOf({ action, body }: Called): string {
  if (!action.startsWith('dynamodb')) return action;
  const pk = /"pk":\{"S":"([A-Z]+)/.exec(body)?.[1] ?? '';
  return `${action} ${pk} ${/"UpdateExpression":"([^"]*)"/.exec(body)?.[1] ?? ''}`.trim();
}

const FUNCTIONS = ['DeliveryTick', 'Deliveryplan', 'Deliverydeliver'] as const;

describe('killed at each step', () => {
  const { number, pick } = chance('events, and which edge of a step');

  it.each(FUNCTIONS)(
    '%s: nobody is left out, and nobody gets two unless the ledger says why',
    async (name) => {
      const run = faulty.nextRun();
      // Each step once, before it is done or before its answer comes.
      const edges = new Map<string, 'before' | 'after'>();
      const killed = new Set<string>();
      faulty.stage.witness.interrupt = (called, edge) => {
        const step = stepOf(called);
        if (!called.who.startsWith(name) || killed.has(step)) return true;
        if (!edges.has(step)) edges.set(step, pick(['before', 'after']));
        if (edges.get(step) !== edge) return true;
        killed.add(step);
        faulty.stage.named(name).end(called.who);
        return false;
      };
      let told = 0;
      const someEvents = async () => {
        const fresh = faulty.lettersOf(run).slice(told);
        told += fresh.length;
        await faulty.tellSent(fresh.filter(() => number() < 0.7));
        return faulty.isDone(run)();
      };
      await faulty.until(someEvents, { most: 200, step: 2 * MINUTE });
      expect(killed.size).toBeGreaterThanOrEqual(name === 'Deliverydeliver' ? 10 : 4);
      expect(await faulty.faults(run, 'honestly')).toEqual([]);
    },
    300_000,
  );
});

describe('frozen past its lease', () => {
  // Of its chunk, what was signed when it froze may be on its way (docs/architecture.md, "What remains").
  const AT: [string, string, 'before' | 'after', RegExp, number][] = [
    ['when it has written ahead', 'nothing', 'after', /SET l = if_not_exists/, 0],
    ['while it hands over', 'no more than its chunk', 'before', /SendRawEmail/, CHUNK_SIZE - 1],
  ];

  it.each(AT)('%s: another worker goes on, and what wakes sends %s', async (_, __, edge, step, most) => {
    const run = faulty.nextRun();
    const deliver = faulty.stage.named('Deliverydeliver');
    let frozen = '';
    faulty.stage.witness.interrupt = (called, at) => {
      if (
        frozen === '' &&
        at === edge &&
        called.who.startsWith('Deliverydeliver') &&
        step.test(stepOf(called))
      ) {
        frozen = called.who;
        deliver.freeze(called.who);
      }
      return true;
    };
    await faulty.until(faulty.isDone(run), { step: 6 * MINUTE });
    const before = faulty.stage.witness.called.length;
    deliver.thaw();
    await faulty.round();
    const since = faulty.stage.witness.called.slice(before).filter(({ who }) => who === frozen);
    expect(since.filter(({ action }) => action === 'ses:SendRawEmail').length).toBeLessThanOrEqual(most);
    expect(await faulty.faults(run, 'honestly')).toEqual([]);
  });
});

describe('through all of it', () => {
  it('no function asked for what its role does not allow', () => {
    expect(refusedOn(faulty.stage)).toEqual([]);
  });
});
