import { describe, expect, it, vi } from 'vitest';
import { eventOf, faultyStage } from '../support/fakes/faulty-stage.ts';
import { refusedOn } from '../support/probes/policies.ts';
import { chance } from '../torture/processes/seed.ts';

vi.setConfig({ testTimeout: 300_000 });
// The functions as the template has them, and what SES takes and tells. Each test has an edition of its own, an hour later.
const READERS = 120;
const faulty = faultyStage({ readers: READERS, editions: 4 });

describe('SES', () => {
  it('that takes letters and drops the line: nobody gets a second one where its event came', async () => {
    const { number } = chance('dropped lines');
    const run = faulty.nextRun();
    let asked = 0;
    faulty.stage.ses.setFault(() => (++asked % 10 === 3 ? 'accept-then-drop' : undefined));
    const lost = new Set<string>();
    let told = 0;
    await faulty.until(async () => {
      const fresh = faulty.lettersOf(run).slice(told);
      told += fresh.length;
      for (const letter of fresh) if (number() < 0.5) lost.add(letter.to);
      await faulty.tellSent(fresh.filter(({ to }) => !lost.has(to)));
      return faulty.isDone(run)();
    });
    expect(await faulty.faults(run, 'honestly')).toEqual([]);
    const twice = [...Map.groupBy(faulty.lettersOf(run), ({ to }) => to)].filter(
      ([, copies]) => copies.length > 1,
    );
    expect(twice.filter(([to]) => !lost.has(to))).toEqual([]);
  });
});

describe('events', () => {
  const { number } = chance('events, lost, doubled and out of order');
  const shuffle = <T>(all: T[]): T[] =>
    all
      .map((one) => ({ one, lot: number() }))
      .sort((a, b) => a.lot - b.lot)
      .map(({ one }) => one);

  it('that are lost, doubled, out of order or of nobody’s run bar whom they must, and nothing else', async () => {
    const run = faulty.nextRun();
    await faulty.until(faulty.isDone(run));
    const letters = faulty.lettersOf(run);
    const [bounced, complained] = [letters.slice(0, 5), letters.slice(5, 7)];
    const bounce = {
      bounceType: 'Permanent',
      bounceSubType: 'NoEmail',
      bouncedRecipients: [{ status: '5.1.1' }],
    };
    const told: [string, object][] = [
      ...bounced.map(({ tags }): [string, object] => ['Email Bounced', eventOf('Bounce', tags, { bounce })]),
      ...complained.map(({ tags }): [string, object] => [
        'Email Complaint Received',
        eventOf('Complaint', tags, { complaint: { complaintFeedbackType: 'abuse' } }),
      ]),
      ...letters
        .filter(() => number() < 0.8)
        .map(({ tags }): [string, object] => ['Email Sent', eventOf('Send', tags)]),
      [
        'Email Bounced',
        eventOf('Bounce', { run: 'e_nobody', batch: '1-0-x', pos: '3', try: '1' }, { bounce }),
      ],
      ['Email Bounced', eventOf('Bounce', { ...letters[9]!.tags, batch: '1-9-zz' }, { bounce })],
    ];
    const dead = await faulty.stage.queues.dead();
    for (const [type, event] of shuffle([...told, ...told])) await faulty.stage.queues.tell(type, event);
    await faulty.round();
    expect(await faulty.stage.queues.dead()).toBe(dead);
    const standing = await faulty.ledger.counts(run);
    expect(standing).toMatchObject({ accepted: READERS, bounced: 5, complained: 2, open: 0 });
    const next = faulty.nextRun();
    await faulty.until(faulty.isDone(next));
    const barred = new Set([...bounced, ...complained].map(({ to }) => to));
    expect(faulty.lettersOf(next).length).toBe(READERS - 7);
    expect(faulty.lettersOf(next).filter(({ to }) => barred.has(to))).toEqual([]);
  });
});

describe('through all of it', () => {
  it('no function asked for what its role does not allow', () => {
    expect(refusedOn(faulty.stage)).toEqual([]);
  });
});
