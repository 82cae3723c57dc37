import { afterEach, describe, expect, it } from 'vitest';
import { DEMO_KEY, demoId } from '../../../functions/domain/delivery/demo.ts';
import type { Mailer } from '../../../functions/domain/delivery/mailer.ts';
import { DAY, MINUTE } from '../../../functions/domain/time/instant.ts';
import { queueNotice } from '../../../functions/flows/delivery/notices.ts';
import { previewRun } from '../../../functions/flows/runs/plan-preview.ts';
import { sendEdition, testSend } from '../../../functions/flows/runs/send.ts';
import { endDemo } from '../../../functions/flows/schedule/demo-runs.ts';
import { eraseId } from '../../../functions/flows/subscribers/erase.ts';
import { aBatch, aRun } from '../../support/builders/runs.ts';
import { faultyMailer, ok } from '../../support/fakes/faulty-mailer.ts';
import {
  aRunSubscriber,
  DELIVERY_SECRETS,
  type DeliveryFixture,
} from '../../support/hosts/delivery-fixture.ts';
import { digest, edition, entry, MONDAY, newsletter, watchedTick } from '../../support/hosts/watched-tick.ts';

const DEMO = 'demo@reader.example';
let watched: Awaited<ReturnType<typeof watchedTick>>;
let room: DeliveryFixture;
let outbox: Mailer;
afterEach(() => room.close());

/** Three readers are there unless `alone`; the demo has had the newest edition, and Monday's digest. */
async function afterDemo({ alone = false } = {}) {
  const editions = [edition({ sendAt: undefined }), edition({ id: 'second', sendAt: undefined })];
  const entries = [entry('harbour', MONDAY - DAY), entry('dawn', MONDAY)];
  watched = await watchedTick({ editions, entries }, [newsletter('brief'), digest()]);
  room = watched.room;
  outbox = room.ports.mailer;
  const readers = await room.ports.subscribers.page({ after: '', limit: 9 });
  for (const { id } of readers) await room.ports.subscribers.erase(id);
  await room.ports.subscribers.insertMany([aRunSubscriber(DEMO, { labels: ['demo'] })]);
  await sendEdition(room.ports, 'monday');
  await watched.tickAt(MONDAY + 60 * MINUTE);
  await watched.deliverAll();
  expect((await room.copies()).get(DEMO)).toBe(2);
  if (!alone) await room.ports.subscribers.insertMany(readers.map((reader) => ({ ...reader, version: 0 })));
  const real = faultyMailer(ok);
  room.ports.mailer = real;
  return real;
}
const runs = async () => (await room.ports.ledger.runs({ limit: 9 })).map(({ id }) => id).sort();

describe('what the demo has had', () => {
  it('is planned and sent by a real mailer as though it had never been, and not to the demo', async () => {
    const real = await afterDemo();
    const preview = await previewRun(room.ports, 'monday');
    expect(preview).toMatchObject({ receive: 3, obstacles: [], outcome: 'goes', run: undefined });
    expect(await runs()).toEqual(['d_daily_20261123T0700', 'e_monday']);
    expect(await sendEdition(room.ports, 'monday')).toMatchObject({ state: 'planned' });
    await watched.deliverAll();
    expect(real.accepted.map(({ to }) => to).sort()).toEqual(
      [0, 1, 2].map((n) => `reader-${n}@reader.example`),
    );
    expect(await room.ports.ledger.counts('e_monday')).toMatchObject({ members: 3, accepted: 3 });
    expect(await room.ports.subscribers.get(demoId(DELIVERY_SECRETS))).toBeUndefined();
  });

  it('does not hold another edition for minGap, nor keep its articles from the next digest', async () => {
    const real = await afterDemo();
    expect(await previewRun(room.ports, 'second')).toMatchObject({ obstacles: [] });
    expect(await sendEdition(room.ports, 'second')).toMatchObject({ state: 'planned' });
    await watched.tickAt(MONDAY + 61 * MINUTE);
    await watched.deliverAll();
    expect(await watched.run('d_daily_20261123T0700')).toMatchObject({
      state: 'done',
      articles: ['dawn', 'harbour'],
    });
    expect(real.accepted).toHaveLength(6);
    await expect(sendEdition(room.ports, 'second')).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is forgotten at once by two who send at the same moment, and goes to each once', async () => {
    const real = await afterDemo();
    await Promise.allSettled([sendEdition(room.ports, 'monday'), sendEdition(room.ports, 'monday')]);
    await sendEdition(room.ports, 'monday').catch(() => {});
    await watched.deliverAll();
    expect(new Set(real.accepted.map(({ to }) => to)).size).toBe(real.accepted.length);
    expect(real.accepted).toHaveLength(3);
  });

  it('is known for a demo’s after the demo reader is erased, too', async () => {
    await afterDemo();
    await room.ports.ledger.setState(DEMO_KEY, 'e_monday');
    await eraseId(room.ports, demoId(DELIVERY_SECRETS));
    expect(await previewRun(room.ports, 'monday')).toMatchObject({ receive: 3, run: undefined });
    await endDemo(room.ports);
    expect(await runs()).toEqual([]);
  });

  it('half forgotten when the machine died is forgotten by the next', async () => {
    await afterDemo();
    const { ledger } = room.ports;
    const { forgetRun } = ledger;
    ledger.forgetRun = async () => Promise.reject(new Error('power cut'));
    await expect(endDemo(room.ports)).rejects.toThrow('power cut');
    ledger.forgetRun = forgetRun;
    await endDemo(room.ports);
    expect(await runs()).toEqual([]);
  });

  it('stays while the outbox is the mailer, and so does what anybody else has had', async () => {
    await afterDemo();
    room.ports.mailer = outbox;
    await endDemo(room.ports);
    await expect(sendEdition(room.ports, 'monday')).rejects.toMatchObject({ code: 'conflict' });
    await sendEdition(room.ports, 'second').catch(() => {});
    const held = await watched.run('e_second');
    await room.ports.ledger.putRun({ ...held!, state: 'planned' });
    await watched.deliverAll();
    room.ports.mailer = faultyMailer(ok);
    await endDemo(room.ports);
    expect(await runs()).toEqual(['e_second']);
    await expect(sendEdition(room.ports, 'second')).rejects.toMatchObject({ code: 'conflict' });
  });

  it('may be older than this version, which wrote down nothing of it, and may not have gone yet', async () => {
    await afterDemo();
    const { ledger } = room.ports;
    expect(await ledger.getState('demo')).toBeUndefined();
    await ledger.createRun(aRun({ id: 'e_second', of: 'second', state: 'planned', createdAt: MONDAY }));
    await ledger.setState('demo', 'e_second');
    await endDemo(room.ports);
    expect(await runs()).toEqual([]);
  });

  it('costs one look into a ledger that never had a demo', async () => {
    await afterDemo({ alone: true });
    const { ledger } = room.ports;
    for (const run of await ledger.runs({ limit: 9 })) await ledger.forgetRun(run);
    for (let n = 1; n < 9; n++) {
      await ledger.createRun(aRun({ id: `e_${n}`, createdAt: MONDAY + n, state: 'done' }));
      await ledger.createBatch(aBatch({ run: `e_${n}`, closed: true }));
    }
    let looks = 0;
    const { batches } = ledger;
    ledger.batches = (query) => {
      looks++;
      return batches(query);
    };
    await previewRun(room.ports, 'monday');
    expect(looks).toBe(1);
  });
});

describe('the demo reader', () => {
  it('is never written to by a real mailer: no letter, no notice, no test', async () => {
    const real = await afterDemo({ alone: true });
    await endDemo(room.ports);
    // Somebody signs the address up, in capitals.
    await room.ports.subscribers.insertMany([
      aRunSubscriber('Demo@Reader.example', { id: demoId(DELIVERY_SECRETS) }),
    ]);
    expect(await previewRun(room.ports, 'monday')).toMatchObject({ receive: 0 });
    await sendEdition(room.ports, 'monday');
    await queueNotice(room.ports, {
      kind: 'link',
      subscriber: demoId(DELIVERY_SECRETS),
      about: { purpose: 'manage' },
    });
    await testSend(room.ports, { edition: 'monday', to: DEMO });
    await watched.deliverAll();
    expect(real.accepted).toEqual([]);
    expect(await watched.run('e_monday')).toMatchObject({ state: 'done' });
  });
});
