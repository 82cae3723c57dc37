import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSesMailer } from '../../functions/adapters/ses/mailer.ts';
import { readSesEvent } from '../../functions/domain/ses-event.ts';
import { feedback } from '../../functions/flows/feedback.ts';
import { proveEvents } from '../../functions/flows/prove-events.ts';
import { type FakeSes, fakeSes } from '../support/fake-ses.ts';
import { type Newsroom, newsroom } from '../support/newsroom.ts';

const before = { ...process.env };
beforeAll(() => {
  const keys = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  Object.assign(process.env, keys);
});
afterAll(() => {
  process.env = before;
});

let ses: FakeSes;
let room: Newsroom;
beforeEach(async () => {
  ses = await fakeSes();
  process.env.AWS_ENDPOINT_URL_SES = ses.url;
  const configurationSets = { letters: 'paper-letters', notices: 'paper-notices' };
  room = newsroom({ mailer: createSesMailer({ configurationSets, clock: () => Date.now() }) });
});
afterEach(async () => {
  await room.ports.mailer.close();
  room.close();
  await ses.close();
});

/** What SES and the rules make of what was accepted, while somebody waits. `lose`: events that get lost. */
async function prove(lose: (type: string, to: string) => boolean) {
  const { ports } = room;
  let told = false;
  const sleep = async (milliseconds: number) => {
    await ports.sleep(milliseconds);
    if (told) return;
    told = true;
    const bodies = ses.accepted.flatMap(({ to, tags }) => [
      { to, body: { type: 'Send', ...tags } },
      ...(to.startsWith('bounce@')
        ? [{ to, body: { type: 'Bounce', bounce: 'Permanent', detail: 'General', code: '5.1.1', ...tags } }]
        : []),
    ]);
    const kept = bodies.filter(({ to, body }) => !lose(body.type, to));
    await feedback(
      ports,
      kept.map(({ body }) => readSesEvent(JSON.stringify(body))!),
    );
  };
  return proveEvents({ ...ports, sleep });
}

describe('the way of events', () => {
  it('is proved by three messages to the simulator, whose events come into the ledger', async () => {
    const start = room.store.now;
    expect(await prove(() => false)).toMatchObject([{ level: 'good', check: 'event path' }]);
    expect(ses.accepted.map(({ to, configurationSet }) => [to.split('@')[0], configurationSet])).toEqual([
      ['success', 'paper-letters'],
      ['bounce', 'paper-letters'],
      ['success', 'paper-notices'],
    ]);
    expect(room.store.now - start).toBeLessThan(10_000);
  });

  it('changes no subscriber, leaves nothing to deliver, and pauses nothing', async () => {
    await prove(() => false);
    expect(await room.ports.suppressions.count()).toBe(0);
    expect(await room.ports.ledger.claimable('notices', room.store.now + 1e9, 9)).toEqual([]);
  });

  it.each([
    ['Bounce', 'bounce', 'Within two minutes nothing told that one bounced.'],
    [
      'Send',
      'success',
      /nothing told that a message was sent \(letters\), nor that a message was sent \(notices\)\.$/,
    ],
  ])('whose %s events are lost is told so, after two minutes', async (type, to, says) => {
    const start = room.store.now;
    const [found] = await prove((lost, whose) => lost === type && whose.startsWith(to));
    expect(found).toMatchObject({ level: 'wrong', says: expect.stringMatching(says) });
    expect(room.store.now - start).toBe(120_000);
  });

  it('is not waited for where SES takes no message', async () => {
    ses.setFault(() => 'unverified');
    expect(await prove(() => false)).toMatchObject([
      { level: 'wrong', says: expect.stringMatching(/did not take/) },
    ]);
  });
});
