import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createSesMailer, loadSesClient } from '../../../functions/adapters/ses/mailer.ts';
import { mailerContract } from '../../contracts/mailer.ts';
import { aMessage } from '../../support/builders/messages.ts';
import { type FakeSes, type Fault, fakeSes } from '../../support/fakes/fake-ses.ts';

const AWS = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };
const before = { ...process.env };
beforeAll(() => void Object.assign(process.env, AWS));
afterAll(() => {
  process.env = before;
});

let ses: FakeSes | undefined;
let close: () => Promise<void> = async () => {};
afterEach(async () => {
  await close();
  await ses?.close();
});

async function open(options: Parameters<typeof fakeSes>[0] = {}, load = loadSesClient) {
  ses = await fakeSes(options);
  process.env.AWS_ENDPOINT_URL_SES = ses.url;
  const configurationSets = { letters: 'paper-letters', notices: 'paper-notices' };
  const mailer = createSesMailer({ configurationSets, timeout: 2000, clock: () => Date.now(), load });
  close = () => mailer.close();
  return { ses, mailer };
}

describe('SES', () => {
  mailerContract(async () => {
    const { ses, mailer } = await open();
    return { mailer, accepted: () => ses.accepted, close: async () => {} };
  });

  it('gets the bytes as they are, with envelope, set and tags', async () => {
    const { ses, mailer } = await open();
    const message = aMessage();
    await mailer.send(message);
    await mailer.send(aMessage({ stream: 'notices', feedback: { a: 'notices', b: '' } }));
    const [letter, notice] = ses.accepted;
    expect(letter).toEqual({
      to: 'ada@reader.example',
      from: 'news@paper.example',
      raw: new TextDecoder().decode(message.raw),
      configurationSet: 'paper-letters',
      tags: {
        run: 'e_monday',
        batch: '1-0-',
        pos: '3',
        try: '1',
        'ses:feedback-id-a': 'brief',
        'ses:feedback-id-b': 'monday',
      },
    });
    expect(notice?.configurationSet).toBe('paper-notices');
    expect(notice?.tags).not.toHaveProperty('ses:feedback-id-b');
  });

  it.each<[Fault, string, number]>([
    ['rate', 'throttled', 0],
    ['daily', 'quota', 0],
    ['account-paused', 'paused', 0],
    ['set-paused', 'paused', 0],
    ['set-missing', 'paused', 0],
    ['unverified', 'paused', 0],
    ['denied', 'paused', 0],
    ['content', 'rejected', 0],
    ['bad-address', 'rejected', 0],
    ['server-error', 'unknown', 0],
    ['hang', 'unknown', 0],
    ['drop', 'unknown', 0],
    ['accept-then-drop', 'unknown', 1],
  ])('%s is %s, and is not tried again', async (fault, kind, accepted) => {
    const { ses, mailer } = await open({ fault: () => fault });
    const outcome = await mailer.send(aMessage());
    expect(outcome.kind).toBe(kind);
    expect('reason' in outcome && outcome.reason).not.toContain('@paper');
    expect(ses.asked.send).toBe(1);
    expect(ses.accepted).toHaveLength(accepted);
  });

  it('blames the address only where SES does', async () => {
    const { ses, mailer } = await open({ fault: () => 'bad-address' });
    expect(await mailer.send(aMessage())).toMatchObject({ kind: 'rejected', address: true });
    ses.setFault(() => 'content');
    expect(await mailer.send(aMessage())).toMatchObject({ kind: 'rejected', address: false });
  });

  it('that cannot be reached accepted nothing', async () => {
    const { ses, mailer } = await open();
    await ses.close();
    expect((await mailer.send(aMessage())).kind).toBe('throttled');
    await expect(mailer.quota()).rejects.toMatchObject({ code: 'unavailable' });
    await open();
  });

  it('whose SDK cannot be loaded got nothing, and gets the message once it can', async () => {
    const faults = [new Error('EMFILE'), new Error('EMFILE')];
    const { ses, mailer } = await open({}, async () => {
      const fault = faults.pop();
      if (fault) throw fault;
      return loadSesClient();
    });
    expect(await mailer.send(aMessage())).toMatchObject({ kind: 'throttled' });
    await expect(mailer.quota()).rejects.toMatchObject({ code: 'unavailable' });
    expect(await mailer.send(aMessage())).toMatchObject({ kind: 'accepted' });
    expect(ses.accepted).toHaveLength(1);
  });

  it('is asked for its quota seldom, and what was sent since counts', async () => {
    const { ses, mailer } = await open({ perSecond: 14 });
    expect(await mailer.quota()).toEqual({ perSecond: 14, perDay: 50_000, sentLastDay: 0, sandbox: false });
    await mailer.send(aMessage());
    await Promise.all(Array.from({ length: 20 }, () => mailer.quota()));
    expect((await mailer.quota()).sentLastDay).toBe(1);
    expect(ses.asked.quota).toBe(1);
  });

  it('of a sandboxed account is known by its quota', async () => {
    const { mailer } = await open({ perSecond: 1, perDay: 200 });
    expect((await mailer.quota()).sandbox).toBe(true);
  });
});
