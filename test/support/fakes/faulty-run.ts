/** A planned run with a faulty mailer, and a clock that passes until no work is left. */
import { afterEach } from 'vitest';
import { MINUTE } from '../../../functions/domain/time/instant.ts';
import { deliver } from '../../../functions/flows/delivery/deliver.ts';
import { planBatches } from '../../../functions/flows/ledger/plan.ts';
import { tick } from '../../../functions/flows/schedule/tick.ts';
import { openDelivery } from '../hosts/delivery-fixture.ts';
import { faultyMailer } from './faulty-mailer.ts';

type Answer = Parameters<typeof faultyMailer>[0];
type Options = Parameters<typeof faultyMailer>[1] & { unknowns?: 'resend' | 'skip' };

/** The test that opens one closes its `room`. */
export async function faultyRun(readers: number, answer: Answer, options: Options = {}) {
  const mailer = faultyMailer(answer, options);
  const room = openDelivery({ mailer, settings: { unknowns: options.unknowns ?? 'resend' } });
  await room.addSubscribers(readers);
  await room.addRun();
  await planBatches(room.ports, 'e_monday');
  const go = () => deliver(room.ports, 'e_monday');
  return {
    room,
    mailer,
    go,
    /** Lets every grace, back-off and pause pass. */
    async goOn(minutes = 30) {
      for (let i = 0; i < minutes * 2; i++) {
        await tick(room.ports);
        await go();
        room.store.now += MINUTE / 2;
      }
    },
    run: async () => (await room.ports.ledger.run('e_monday'))!,
    standing: () => room.ports.ledger.counts('e_monday'),
  };
}

/** For a file whose tests open one each: that of the test, closed after it. */
export function faultyRuns() {
  let current: Awaited<ReturnType<typeof faultyRun>>;
  afterEach(() => current.room.close());
  return {
    /** Returns its mailer. */
    async open(...about: Parameters<typeof faultyRun>) {
      current = await faultyRun(...about);
      return current.mailer;
    },
    get room() {
      return current.room;
    },
    go: () => current.go(),
    goOn: (minutes?: number) => current.goOn(minutes),
    run: () => current.run(),
    standing: () => current.standing(),
  };
}
