import { afterEach, describe, expect, it } from 'vitest';
import { SECOND } from '../../functions/domain/instant.ts';
import { deliverNotices, queueNotice } from '../../functions/flows/notices.ts';
import { takeSlot } from '../../functions/flows/take-slot.ts';
import { ok } from '../support/faulty-mailer.ts';
import { faultyRun } from '../support/faulty-run.ts';

/** A hundredth is spared. */
const RATE = 10;
const GAP = SECOND / (RATE * 0.99);

let room: Awaited<ReturnType<typeof faultyRun>>['room'];
afterEach(() => room.close());

/** A run of ten; when each message was handed over, milliseconds after the first instant. */
async function open() {
  const sent: number[] = [];
  const hear = () => {
    sent.push(room.store.now - begun);
    return ok();
  };
  const faulty = await faultyRun(10, hear, { quota: { perSecond: RATE } });
  room = faulty.room;
  const begun = room.store.now;
  return { ...faulty, sent };
}

const inSteps = (from: number, late = 0): number[] =>
  Array.from({ length: 10 }, (_, i) => Math.max(from + i * GAP, late));

const near = (times: readonly number[]) => times.map((time) => expect.closeTo(time, -1));

describe('a chunk at a rate', () => {
  it('goes one by one, as the rate asks', async () => {
    const { go, sent } = await open();
    await go();
    expect(sent).toEqual(near(inSteps(0)));
  });

  it('that comes late sends at once what would have gone meanwhile, and ends in time', async () => {
    const { go, sent } = await open();
    const { start } = room.ports.ledger;
    room.ports.ledger.start = (...about) => {
      room.store.now += 200;
      return start(...about);
    };
    await go();
    expect(sent).toEqual(near(inSteps(0, 200)));
  });

  it('that comes later than the smallest bucket forgives goes later as a whole', async () => {
    const { go, sent } = await open();
    await room.ports.pace.take('letters', 10, RATE, room.store.now, 0);
    const { sleep } = room.ports;
    let slept = false;
    room.ports.sleep = async (wait) => {
      await sleep(slept ? wait : wait + 2 * SECOND);
      slept = true;
    };
    await go();
    expect(sent).toEqual(near(inSteps(3 * SECOND - 250, 3 * SECOND)));
  });
});

describe('a notice at a rate', () => {
  it('goes at once, and who has booked a slot before it makes room', async () => {
    const { sent } = await open();
    const { sending } = await room.ports.publication();
    const booked = async () => {
      const slot = await takeSlot(room.ports, 'letters', sending, 10);
      return slot.kind === 'go' ? slot.from - begun : undefined;
    };
    const begun = room.store.now;
    await booked();
    const { sleep } = room.ports;
    room.ports.sleep = async (wait) => {
      room.ports.sleep = sleep;
      const about = { message: 'Please look.', remedy: '' };
      await queueNotice(room.ports, { kind: 'alarm', to: 'ed@paper.example', about });
      await deliverNotices(room.ports);
      await sleep(wait);
    };
    expect(await booked()).toEqual(expect.closeTo(10 * GAP + GAP, -1));
    expect(sent).toEqual([0]);
    expect(await booked()).toEqual(expect.closeTo(21 * GAP, -1));
  });
});
