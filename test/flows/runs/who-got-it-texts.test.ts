import { afterEach, describe, expect, it } from 'vitest';
import { textCell, textLines } from '../../../functions/cli/text-column.ts';
import type { Message } from '../../../functions/domain/delivery/mailer.ts';
import { signStopToken } from '../../../functions/domain/notices/notice.ts';
import { DAY, MINUTE } from '../../../functions/domain/time/instant.ts';
import { createDelivery } from '../../../functions/flows/delivery/delivery-loop.ts';
import { readRunTexts } from '../../../functions/flows/ledger/run-texts.ts';
import { pauseRun, resumeRun, stopByLink } from '../../../functions/flows/runs/control.ts';
import { sendAgain, sendEdition } from '../../../functions/flows/runs/send.ts';
import { type DeliveryOutcome, listOutcomes } from '../../../functions/flows/runs/who-got-it.ts';
import { aBatch, MORNING } from '../../support/builders/runs.ts';
import { anEntry } from '../../support/builders/small-publication.ts';
import { faultyMailer, ok } from '../../support/fakes/faulty-mailer.ts';
import {
  DELIVERY_SECRETS,
  type DeliveryFixture,
  openDelivery,
} from '../../support/hosts/delivery-fixture.ts';
import { edition } from '../../support/hosts/watched-tick.ts';

let room: DeliveryFixture;
afterEach(() => room.close());

/** What each reader was handed, by the carrier: subjects in order. */
const handed = new Map<string, string[]>();

async function open(readers: number, answer: Parameters<typeof faultyMailer>[0] = ok) {
  handed.clear();
  const mailer = faultyMailer((message: Message, n) => {
    handed.set(message.to, [...(handed.get(message.to) ?? []), message.subject]);
    return answer(message, n);
  });
  room = openDelivery({
    mailer,
    store: {
      now: MORNING,
      entries: [anEntry({ date: MORNING - DAY })],
      editions: [edition({ subject: 'Wrong figure' })],
    },
  });
  await room.addSubscribers(readers);
}
async function work(minutes = 30) {
  const { work } = createDelivery(room.ports);
  for (let i = 0; i < minutes; i++) {
    await work();
    room.store.now += MINUTE;
  }
}
async function edit(subject: string) {
  room.store.editions = [edition({ subject })];
  await resumeRun(room.ports, 'monday', { current: true });
}
const run = async () => (await room.ports.ledger.run('e_monday'))!;
async function fates(): Promise<DeliveryOutcome[]> {
  const found: DeliveryOutcome[] = [];
  for await (const fate of listOutcomes(room.ports, 'monday')) found.push(fate);
  return found;
}
/** Subjects by what `who-got-it` says, beside what the carrier was handed. */
async function compare() {
  const texts = await readRunTexts(room.ports, await run());
  for (const { subscriber, text, textAgain } of await fates()) {
    const email = (await room.ports.subscribers.get(subscriber))!.email;
    const said = [text, textAgain].flatMap((n) => (n === undefined ? [] : texts[n - 1]!.subject));
    expect([email, ...new Set(handed.get(email) ?? [])]).toEqual([email, ...said]);
  }
}

describe('who got which text', () => {
  it('is known of each reader, also within a batch that had begun', async () => {
    await open(120, async (_, n) => {
      if (n === 17) await pauseRun(room.ports, 'monday', 'Wrong.');
      return ok();
    });
    await sendEdition(room.ports, 'monday');
    await work(1);
    room.store.now = MORNING + 25 * MINUTE;
    await edit('Right figure');
    await work();
    await compare();
    const count = (n: number) => fates().then((all) => all.filter(({ text }) => text === n).length);
    expect([await count(1), await count(2)]).toEqual([
      [...handed.values()].filter(([s]) => s === 'Wrong figure').length,
      expect.any(Number),
    ]);
    expect((await count(1)) % 50).not.toBe(0);
    const texts = await readRunTexts(room.ports, await run());
    expect(textCell(await run(), texts, { text: 2 })).toBe('text 2 (since 07:25:00Z)');
    expect(textLines(await run(), texts)).toEqual([
      '2 texts: text 1 (sent 07:00:00Z) "Wrong figure", text 2 (since 07:25:00Z) "Right figure". Which went to whom: who-got-it e_monday',
    ]);
  });

  it('is whom `send --again text:1` reaches: they alone, once, with the newest text', async () => {
    await open(70, async (_, n) => {
      if (n === 17) await pauseRun(room.ports, 'monday', 'Wrong.');
      return ok();
    });
    await sendEdition(room.ports, 'monday');
    await work(1);
    await edit('Right figure');
    await work();
    const wrong = [...handed].filter(([, [first]]) => first === 'Wrong figure').map(([to]) => to);
    await expect(sendAgain(room.ports, 'monday', { text: 2 })).rejects.toMatchObject({ code: 'refused' });
    await expect(sendAgain(room.ports, 'monday', { text: 3 })).rejects.toMatchObject({ code: 'refused' });
    for (let pass = 2; pass <= 3; pass++) {
      await sendAgain(room.ports, 'monday', { text: 1 });
      await work();
    }
    const twice = [...handed].filter(([, all]) => all.length > 1);
    expect(twice.map(([to]) => to).sort()).toEqual(wrong.sort());
    expect(new Set(twice.map(([, all]) => all.join()))).toEqual(new Set(['Wrong figure,Right figure']));
  });

  it('tells a second try that went with another text', async () => {
    await open(3, async ({ tags }, n) => {
      if (n === 2) await pauseRun(room.ports, 'monday', 'Wrong.');
      return tags.pos === '0' && tags.try === '1' ? { kind: 'unknown', reason: 'timeout' } : ok();
    });
    await sendEdition(room.ports, 'monday');
    await work(1);
    await edit('Right figure');
    await work();
    await compare();
    const twice = (await fates()).filter((fate) => fate.twice);
    expect(twice).toMatchObject([{ text: 1, textAgain: 2, fate: 'accepted' }]);
    expect(textCell(await run(), (await run()).texts!, twice[0]!)).toMatch(/^text 1 \(.+\), then text 2 \(/);
  });

  it('goes back to the first where the text does, and counts three', async () => {
    await open(150, async (_, n) => {
      if (n === 17 || n === 60 || n === 90) await pauseRun(room.ports, 'monday', 'Wrong.');
      return ok();
    });
    await sendEdition(room.ports, 'monday');
    await work(1);
    for (const subject of ['Right figure', 'Wrong figure']) {
      room.store.now += MINUTE;
      await edit(subject);
      await work(1);
    }
    await edit('Better figure');
    await work();
    await compare();
    expect((await run()).texts?.map(({ subject }) => subject)).toEqual([
      'Wrong figure',
      'Right figure',
      'Wrong figure',
      'Better figure',
    ]);
  });

  it.each([
    ['send', () => sendEdition(room.ports, 'monday')],
    ['resume --current', () => resumeRun(room.ports, 'monday', { current: true })],
  ])('is known after a stop by the link while it was sending, then %s', async (_, letGo) => {
    await open(70, async (_, n) => {
      if (n === 17) await stopByLink(room.ports, signStopToken(DELIVERY_SECRETS, 'e_monday'));
      return ok();
    });
    await sendEdition(room.ports, 'monday');
    await work(1);
    room.store.editions = [edition({ subject: 'Right figure' })];
    await letGo();
    await work();
    await compare();
    expect((await run()).texts?.map(({ subject }) => subject)).toEqual(['Wrong figure', 'Right figure']);
  });

  it('is one where nobody got the text of before: a run that waited', async () => {
    await open(3);
    room.store.editions.push(edition({ id: 'before' }));
    await sendEdition(room.ports, 'before');
    await sendEdition(room.ports, 'monday');
    expect((await run()).state).toBe('held');
    await edit('Right figure');
    await work();
    expect((await run()).texts).toMatchObject([{ subject: 'Right figure' }]);
    expect((await fates()).map(({ text }) => text)).toEqual([1, 1, 1]);
  });

  it('is said of no copy that never went', async () => {
    await open(20, async (_, n) => {
      if (n === 3) await pauseRun(room.ports, 'monday', 'Wrong.');
      return ok();
    });
    await sendEdition(room.ports, 'monday');
    await work(1);
    const waiting = (await fates()).filter(({ fate }) => fate === 'waiting');
    expect(waiting.length).toBeGreaterThan(0);
    expect(new Set(waiting.map(({ text }) => text))).toEqual(new Set([undefined]));
  });

  it('of a run of before is as sure as its batches are', async () => {
    await open(60);
    const { letter } = await room.addRun({}, { subject: 'Old' });
    const next = await room.addRun({ id: 'e_x', of: 'x' }, { subject: 'New' });
    const known = await run();
    await room.ports.ledger.putRun({ ...known, letter: next.letter, subject: 'New' });
    const begun = { closed: true, started: new Set([0, 1, 2]) };
    await room.ports.ledger.createBatch(aBatch({ ...begun, letter, startedAt: MORNING }));
    await room.ports.ledger.createBatch(
      aBatch({ ...begun, id: '1-0-x', letter: next.letter, startedAt: MORNING + MINUTE }),
    );
    expect(await readRunTexts(room.ports, await run())).toMatchObject([
      { subject: 'Old', since: MORNING },
      { subject: 'New', since: MORNING + MINUTE },
    ]);
    expect((await fates()).map(({ text, orLater }) => [text, orLater])).toEqual([
      ...Array(3).fill([1, true]),
      ...Array(3).fill([2, undefined]),
    ]);
    expect(textCell(await run(), await readRunTexts(room.ports, await run()), (await fates())[0]!)).toMatch(
      /or a later one$/,
    );
  });
});
