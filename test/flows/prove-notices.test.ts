import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSesMailer } from '../../functions/adapters/ses/mailer.ts';
import { deliverNotices } from '../../functions/flows/notices.ts';
import { proveNotices } from '../../functions/flows/prove-notices.ts';
import { type FakeSes, type Fault, fakeSes } from '../support/fake-ses.ts';
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

/** While somebody waits, the function is at work, or is not. */
async function prove(works: boolean) {
  const { ports } = room;
  let busy = false;
  return proveNotices({
    ...ports,
    sleep: async (milliseconds) => {
      await ports.sleep(milliseconds);
      if (!works || busy) return;
      busy = true;
      await deliverNotices(ports);
      busy = false;
    },
  });
}

describe('the way of notices', () => {
  it('is proved by one that the function sends to the simulator', async () => {
    expect(await prove(true)).toMatchObject([{ level: 'good', check: 'functions' }]);
    expect(ses.accepted.map(({ to, configurationSet }) => [to, configurationSet])).toEqual([
      ['success@simulator.amazonses.com', 'paper-notices'],
    ]);
  });

  it.each<[Fault, RegExp]>([
    ['denied', /sent nothing, and readers wait too: .*not authorized/i],
    ['unverified', /SES refused|sent nothing/],
  ])('where SES answers %s to the function is found broken', async (fault, says) => {
    ses.setFault(() => fault);
    const [found] = await prove(true);
    expect(found).toMatchObject({ level: 'wrong', says: expect.stringMatching(says) });
    expect(found!.remedy).toMatch(/log/);
  });

  it('where no function works is given up after a minute and a half', async () => {
    const start = room.store.now;
    expect(await prove(false)).toMatchObject([{ level: 'wrong', check: 'functions' }]);
    expect(room.store.now - start).toBe(90_000);
    expect(ses.accepted).toEqual([]);
  });
});
