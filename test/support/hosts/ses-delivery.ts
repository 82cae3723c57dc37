/** Hooks that give each test of a file the ports of delivery with the SES mailer, on a fake SES. */
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { createSesMailer } from '../../../functions/adapters/ses/mailer.ts';
import { type FakeSes, fakeSes } from '../fakes/fake-ses.ts';
import { type DeliveryFixture, openDelivery } from './delivery-fixture.ts';

const KEYS = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
const SETS = { letters: 'paper-letters', notices: 'paper-notices' };

/** The returned object has its values while a test runs. */
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
