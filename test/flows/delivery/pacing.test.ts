import { afterEach, describe, expect, it } from 'vitest';
import { HOUR, SECOND } from '../../../functions/domain/time/instant.ts';
import { deliverNotices, queueNotice } from '../../../functions/flows/delivery/notices.ts';
import { takeSlot } from '../../../functions/flows/delivery/take-slot.ts';
import { ok } from '../../support/fakes/faulty-mailer.ts';
import { faultyRun } from '../../support/fakes/faulty-run.ts';

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

/** Between its slot and its first message. */
function holdUp(milliseconds: number, meanwhile: () => unknown = () => {}): void {
  const { start } = room.ports.ledger;
  room.ports.ledger.start = async (...about) => {
    room.store.now += milliseconds;
    await meanwhile();
    return start(...about);
  };
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
    holdUp(200);
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
    expect(sent).toEqual(near(inSteps(3 * SECOND)));
  });
});

describe('a chunk that comes later than the smallest bucket forgives', () => {
  it('catches up by a quarter of a second, and the rest of it goes later', async () => {
    const { go, sent } = await open();
    holdUp(400);
    await go();
    expect(sent).toEqual(near(inSteps(150, 400)));
  });
});

describe('held up between its slot and its first message, a chunk', () => {
  it('goes at a time of its own, so that no bucket of half a second is overdrawn', async () => {
    const { go, sent } = await open();
    holdUp(600);
    await go();
    // Its first time is nobody's any more.
    expect(sent).toEqual(near(inSteps(10 * GAP)));
  });

  it('goes back where there is no time that it would wait for', async () => {
    const { go, sent, standing } = await open();
    holdUp(SECOND, () => room.ports.pace.take('letters', 200, RATE, room.store.now, SECOND));
    await go();
    expect(sent).toEqual([]);
    expect(await standing()).toMatchObject({ started: 0, open: 1 });
  });
});

describe('a lane that cannot be asked', () => {
  const away = () => Promise.reject(new Error('away'));

  it('in mid-chunk loses nothing of what becomes of the chunk', async () => {
    const { go, sent, standing } = await open();
    room.ports.pace.pushed = away;
    await go();
    expect(sent).toEqual(near(inSteps(0)));
    expect(await standing()).toMatchObject({ accepted: 10, unknown: 0 });
  });

  it('for a chunk that was held up leaves nobody started', async () => {
    const { go, sent, standing } = await open();
    holdUp(SECOND, () => {
      room.ports.pace.take = away;
    });
    await go();
    expect(sent).toEqual([]);
    expect(await standing()).toMatchObject({ started: 0, open: 1 });
  });
});

describe('a slot', () => {
  it('is waited for ten seconds and no more, however many go first', async () => {
    await open();
    const { pace, sleep, publication } = room.ports;
    const begun = room.store.now;
    await pace.take('letters', 50, RATE, begun, 0);
    const crowded = {
      ...room.ports,
      async sleep(wait: number) {
        await pace.push('letters', wait / SECOND, 1, room.store.now);
        await sleep(wait);
      },
    };
    const slot = await takeSlot(crowded, 'letters', (await publication()).sending, 10);
    expect(slot.kind).toBe('later');
    expect(room.store.now - begun).toBeLessThanOrEqual(10 * SECOND);
  });

  it('keeps nobody for as long as a clock was set back meanwhile', async () => {
    await open();
    const { pace, publication } = room.ports;
    await pace.take('letters', 50, RATE, room.store.now, 0);
    const slept: number[] = [];
    const moved = {
      ...room.ports,
      async sleep(wait: number) {
        if (slept.push(wait) > 1) return;
        await pace.push('letters', 1, RATE, room.store.now);
        room.store.now -= HOUR;
      },
    };
    await takeSlot(moved, 'letters', (await publication()).sending, 10);
    expect(Math.max(...slept)).toBeLessThanOrEqual(10 * SECOND);
  });
});

describe('a notice at a rate', () => {
  it('moves what is left of a chunk that goes meanwhile', async () => {
    const { go, sent } = await open();
    const { sleep, pace } = room.ports;
    let slept = 0;
    room.ports.sleep = async (wait) => {
      if (++slept === 2) await pace.push('letters', 3, RATE * 0.99, room.store.now);
      await sleep(wait);
    };
    await go();
    expect(sent).toEqual(near([...inSteps(0).slice(0, 5), ...inSteps(3 * GAP).slice(5)]));
  });

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
