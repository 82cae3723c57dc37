/** For the tests of a file: a newsroom whose mailer is SES's, before a fake SES; anew for each test. */
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { createSesMailer } from '../../../functions/adapters/ses/mailer.ts';
import { type FakeSes, fakeSes } from '../fakes/fake-ses.ts';
import { type DeliveryFixture, openDelivery } from './newsroom.ts';

const KEYS = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
const SETS = { letters: 'paper-letters', notices: 'paper-notices' };

/** What it holds is there while a test runs. */
export function useSesDelivery(): { ses: FakeSes; room: DeliveryFixture } {
  const before = { ...process.env };
  const held = {} as { ses: FakeSes; room: DeliveryFixture };
  beforeAll(() => {
    Object.assign(process.env, KEYS);
  });
  afterAll(() => {
    process.env = before;
  });
  beforeEach(async () => {
    held.ses = await fakeSes();
    process.env.AWS_ENDPOINT_URL_SES = held.ses.url;
    held.room = openDelivery({
      mailer: createSesMailer({ configurationSets: SETS, clock: () => Date.now() }),
    });
  });
  afterEach(async () => {
    await held.room.ports.mailer.close();
    held.room.close();
    await held.ses.close();
  });
  return held;
}
