import { afterEach, describe, expect, it } from 'vitest';
import { createSesMailer } from '../../../functions/adapters/ses/mailer.ts';
import { createOwnership } from '../../../functions/adapters/ses/ownership.ts';
import { MINUTE } from '../../../functions/domain/time/instant.ts';
import { previewRun } from '../../../functions/flows/runs/plan-preview.ts';
import { sendEdition, testSend } from '../../../functions/flows/runs/send.ts';
import { refuseForeignSender } from '../../../functions/flows/schedule/obstacles.ts';
import { openSesIdentity } from '../../../functions/wiring/ses-identity.ts';
import { type FakeSes, fakeSes } from '../../support/fakes/fake-ses.ts';
import type { DeliveryFixture } from '../../support/hosts/delivery-fixture.ts';
import { at, edition, newsletter, watchedTick } from '../../support/hosts/watched-tick.ts';

type Kind = 'DOMAIN' | 'EMAIL_ADDRESS' | 'pending' | 403 | 404;

let ses: FakeSes;
let room: DeliveryFixture | undefined;
afterEach(async () => {
  await room?.close();
  await ses?.close();
  room = undefined;
});

/** A mailer of SES, in an account that has these identities and no other. */
async function mailerIn(identities: Record<string, Kind>) {
  ses = await fakeSes({ identity: (name) => identities[name] ?? 404 });
  process.env.AWS_ENDPOINT_URL_SESV2 = ses.url;
  const credentials = () => ({ accessKeyId: 'a', secretAccessKey: 'b' });
  const identity = openSesIdentity({ region: 'eu-west-1', credentials });
  delete process.env.AWS_ENDPOINT_URL_SESV2;
  return createSesMailer({ configurationSets: {}, clock: Date.now, identity });
}

describe('a sender’s domain', () => {
  it.each<[string, Record<string, Kind>]>([
    ['news@paper.press', { 'paper.press': 'DOMAIN' }],
    // An identity holds for every name below it.
    ['news@letters.paper.press', { 'paper.press': 'DOMAIN' }],
    ['news@letters.paper.press', { 'letters.paper.press': 'DOMAIN' }],
    ['News@Paper.Press', { 'paper.press': 'DOMAIN' }],
    // A second stage, or a domain that was verified by hand, beside an address that was verified before.
    ['news@paper.press', { 'paper.press': 'DOMAIN', 'news@paper.press': 'EMAIL_ADDRESS' }],
  ])('of %s that the account owns is in nobody’s way', async (from, identities) => {
    expect(await refuseForeignSender(await mailerIn(identities), from)).toBeUndefined();
  });

  it.each<[string, Record<string, Kind>]>([
    ['news@paper.press', {}],
    ['news@paper.press', { 'news@paper.press': 'EMAIL_ADDRESS' }],
    ['news@paper.press', { 'paper.press': 'pending' }],
    ['news@paper.press', { 'letters.paper.press': 'DOMAIN' }],
    ['news@paper.press', { 'other.press': 'DOMAIN' }],
  ])('of %s is refused where SES has verified %o', async (from, identities) => {
    const sentence = await refuseForeignSender(await mailerIn(identities), from);
    expect(sentence).toMatch(/^Letters come from paper\.press, which SES has not verified as a domain/);
    expect(sentence).not.toContain('news@');
  });

  it.each(['gmail.com', 'yahoo.com', 'outlook.com', 'hotmail.co.uk', 'gmx.de', 'icloud.com', 'aol.com'])(
    'of a mailbox provider, %s, is refused whatever SES says',
    async (domain) => {
      const mailer = await mailerIn({ [domain]: 'DOMAIN' });
      expect(await refuseForeignSender(mailer, `me@${domain}`)).toMatch(/mailbox provider/);
    },
  );

  it('stands in nobody’s way where these credentials may not ask, or another mailer sends', async () => {
    expect(
      await refuseForeignSender(await mailerIn({ 'paper.press': 403 }), 'news@paper.press'),
    ).toBeUndefined();
    expect(await refuseForeignSender({ name: 'smtp' }, 'me@gmail.com')).toBeUndefined();
  });

  it('is asked about once for runs that start within minutes, and again after that', async () => {
    let [now, asked] = [0, 0];
    const owns = createOwnership(
      async () => {
        asked++;
        return undefined;
      },
      () => now,
    );
    await owns('paper.press');
    await owns('paper.press');
    expect(asked).toBe(1);
    now = 6 * MINUTE;
    await owns('paper.press');
    expect(asked).toBe(2);
  });
});

describe('a run of a sender whose domain is not the account’s', () => {
  const from = { name: 'The Paper', email: 'me@gmail.com' };

  it('is refused in words by `plan`, by `send` and by the tick; a test goes', async () => {
    const watched = await watchedTick({ editions: [edition()] }, [newsletter('brief', { from })]);
    room = watched.room;
    const { ports } = room;
    // The mailer's name alone: what it sends stays in the outbox.
    ports.mailer = { ...ports.mailer, name: 'ses' };
    expect(await previewRun(ports, 'monday')).toMatchObject({ outcome: 'refused' });
    await expect(sendEdition(ports, 'monday')).rejects.toMatchObject({ code: 'refused' });
    await watched.tickAt(at('08:00'));
    const run = await watched.run('e_monday');
    expect(run).toMatchObject({ state: 'held' });
    expect(run?.reason).toContain('DMARC cannot align');
    expect(run?.reason).not.toContain('@');
    await testSend(ports, { edition: 'monday', to: 'ed@paper.example' });
    await watched.deliverAll();
    expect((await watched.outbox()).map(({ kind }) => kind)).toContain('test');
  });

  it('is not refused a second time in the sandbox, which is in the way already', async () => {
    const watched = await watchedTick({ editions: [edition()] }, [newsletter('brief', { from })]);
    room = watched.room;
    const { ports } = room;
    const quota = async () => ({ perSecond: 1, perDay: 200, sentLastDay: 0, sandbox: true });
    ports.mailer = { ...ports.mailer, name: 'ses', quota };
    expect((await previewRun(ports, 'monday')).obstacles).toEqual([expect.stringContaining('sandbox')]);
  });
});
