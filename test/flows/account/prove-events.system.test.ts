import { describe, expect, it } from 'vitest';
import { readSesEvent } from '../../../functions/adapters/ses/event.ts';
import { proveEvents } from '../../../functions/flows/account/prove-events.ts';
import { recordFeedback } from '../../../functions/flows/delivery/feedback.ts';
import { useSesDelivery } from '../../support/hosts/ses-delivery.ts';

const held = useSesDelivery();

/** What SES and the rules make of what was accepted, while somebody waits. `lose`: events that get lost. */
async function prove(lose: (type: string, to: string) => boolean) {
  const { ports } = held.room;
  let told = false;
  const sleep = async (milliseconds: number) => {
    await ports.sleep(milliseconds);
    if (told) return;
    told = true;
    const bodies = held.ses.accepted.flatMap(({ to, tags }) => [
      { to, body: { type: 'Send', ...tags } },
      ...(to.startsWith('bounce@')
        ? [{ to, body: { type: 'Bounce', bounce: 'Permanent', detail: 'General', code: '5.1.1', ...tags } }]
        : []),
    ]);
    const kept = bodies.filter(({ to, body }) => !lose(body.type, to));
    await recordFeedback(
      ports,
      kept.map(({ body }) => readSesEvent(JSON.stringify(body))!),
    );
  };
  return proveEvents({ ...ports, sleep });
}

describe('the way of events', () => {
  it('is proved by three messages to the simulator, whose events come into the ledger', async () => {
    const start = held.room.store.now;
    expect(await prove(() => false)).toMatchObject([{ level: 'good', check: 'event path' }]);
    expect(held.ses.accepted.map(({ to, configurationSet }) => [to.split('@')[0], configurationSet])).toEqual(
      [
        ['success', 'paper-letters'],
        ['bounce', 'paper-letters'],
        ['success', 'paper-notices'],
      ],
    );
    expect(held.room.store.now - start).toBeLessThan(10_000);
  });

  it('changes no subscriber, leaves nothing to deliver, and pauses nothing', async () => {
    await prove(() => false);
    expect(await held.room.ports.suppressions.count()).toBe(0);
    expect(await held.room.ports.ledger.claimable('notices', held.room.store.now + 1e9, 9)).toEqual([]);
  });

  it.each([
    ['Bounce', 'bounce', 'Within two minutes nothing told that one bounced.'],
    [
      'Send',
      'success',
      /nothing told that a message was sent \(letters\), nor that a message was sent \(notices\)\.$/,
    ],
  ])('whose %s events are lost is told so, after two minutes', async (type, to, says) => {
    const start = held.room.store.now;
    const [found] = await prove((lost, whose) => lost === type && whose.startsWith(to));
    expect(found).toMatchObject({ level: 'wrong', says: expect.stringMatching(says) });
    expect(held.room.store.now - start).toBe(120_000);
  });

  it('is not waited for where SES takes no message', async () => {
    held.ses.setFault(() => 'unverified');
    expect(await prove(() => false)).toMatchObject([
      { level: 'wrong', says: expect.stringMatching(/did not take/) },
    ]);
  });
});
