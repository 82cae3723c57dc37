import { afterEach, describe, expect, it } from 'vitest';
import { createSmtpMailer, parseServer } from '../../../functions/adapters/smtp/mailer.ts';
import { composeLazily, prepareLetter } from '../../../functions/domain/letters/compose.ts';
import { mailerContract } from '../../contracts/mailer.ts';
import { aLetter, aRecipient, aStamp, HASH } from '../../support/builders/letters.ts';
import { aMessage } from '../../support/builders/messages.ts';
import { type FakeSmtp, fakeSmtp, type SmtpFault } from '../../support/fakes/fake-smtp.ts';

let server: FakeSmtp | undefined;
let close: () => Promise<void> = async () => {};
afterEach(async () => {
  await close();
  await server?.close();
});

async function open(options: Parameters<typeof fakeSmtp>[0] = {}, user = '') {
  server = await fakeSmtp(options);
  const mailer = createSmtpMailer(server.url(user), { timeout: 2000 });
  close = () => mailer.close();
  return { server, mailer };
}

describe('SMTP', () => {
  mailerContract(async () => {
    const { server, mailer } = await open();
    return { mailer, accepted: () => server.accepted, close: async () => {} };
  });

  it('gets the bytes as they are, lone dots too, with the envelope said apart', async () => {
    const { server, mailer } = await open();
    const message = aMessage();
    await mailer.send(message);
    expect(server.accepted[0]).toEqual({
      to: message.to,
      from: message.from,
      raw: new TextDecoder().decode(message.raw),
    });
  });

  it('gets what we composed byte by byte, one message after another on the same connection', async () => {
    const { server, mailer } = await open();
    const prepared = prepareLetter(aLetter({ text: ['.\n..\n.hidden\n', { slot: 'name' }, '\n.\n'] }), HASH);
    const names = ['Ada', '.', 'Ben of the very long name', ''];
    for (const name of names) {
      const one = composeLazily(
        prepared,
        aRecipient({ to: { name, email: 'ada@reader.example' } }),
        aStamp(),
      )!;
      const message = { ...aMessage(), composed: one, raw: new Uint8Array() };
      expect((await mailer.send(message)).kind).toBe('accepted');
      expect(server.accepted.at(-1)?.raw).toBe(Buffer.from(one.bytes()).toString('latin1'));
    }
    expect([server.accepted.length, server.state.connections]).toEqual([names.length, 1]);
  });

  it.each([
    ['smtp://ada:x@mail.example', true],
    ['smtp://ada:x@localhost.mail.example:25', true],
    ['smtp://ada:x@mail.example?tls=optional', false],
    ['smtp://mail.example', false],
    ['smtp://mail.example?tls=required', true],
    ['smtp://ada:x@127.0.0.1:2525', false],
    ['smtp://ada:x@[::1]', false],
    ['smtps://ada:x@mail.example', false],
  ])('%s sends nothing in clear: %s', (url, required) => {
    expect(parseServer(url, 1)).toMatchObject({ requireTLS: required, secure: url.startsWith('smtps') });
    expect(() => parseServer('smtp://mail.example?tls=no', 1)).toThrow('tls=no');
  });

  it('without the encryption it needs pauses, and the server hears neither password nor address', async () => {
    server = await fakeSmtp({ password: 'right' });
    const mailer = createSmtpMailer(`${server.url('ada:right@')}?tls=required`, { timeout: 400 });
    close = () => mailer.close();
    expect(await mailer.send(aMessage())).toMatchObject({ kind: 'paused' });
    expect([server.accepted, server.state.logins]).toEqual([[], 0]);
  });

  it.each(['ada@x.example>\r\nRCPT TO:<eve@x.example', 'ada@x.example\r\nDATA', 'a<b@x.example'])(
    'takes no command out of the address %j',
    async (to) => {
      const { server, mailer } = await open();
      expect(await mailer.send(aMessage({ to }))).toMatchObject({ kind: 'rejected', address: false });
      expect(server.accepted).toEqual([]);
    },
  );

  it('keeps its connections', async () => {
    const { server, mailer } = await open();
    for (let n = 0; n < 20; n++) await mailer.send(aMessage());
    expect(server.state.connections).toBe(1);
  });

  const at = (where: 'connect' | 'mail' | 'rcpt' | 'data', code: number, text: string): SmtpFault => ({
    at: where,
    code,
    text,
  });

  it.each<[SmtpFault, object]>([
    [at('rcpt', 550, '5.1.1 No such user'), { kind: 'rejected', address: true }],
    [at('rcpt', 550, 'No such user here'), { kind: 'rejected', address: true }],
    [at('rcpt', 550, '5.7.1 Blocked by policy'), { kind: 'rejected', address: false }],
    [at('rcpt', 554, '5.7.1 Relay access denied'), { kind: 'paused' }],
    [at('rcpt', 552, '5.2.2 Mailbox full'), { kind: 'rejected', address: false }],
    [at('rcpt', 451, '4.7.1 Greylisted, come back later'), { kind: 'deferred' }],
    // RFC 3463 §3.3: the state of one mailbox. Gmail says it of a reader who gets much mail from everybody.
    [at('rcpt', 450, '4.2.1 Receiving mail at a rate that is too high'), { kind: 'deferred' }],
    [at('rcpt', 450, '4.7.28 Unusual rate of mail from your address'), { kind: 'throttled' }],
    [at('mail', 421, '4.7.0 Too many connections'), { kind: 'throttled' }],
    [at('mail', 553, '5.7.1 Sender address rejected'), { kind: 'paused' }],
    [at('data', 554, '5.6.0 Message content rejected'), { kind: 'rejected', address: false }],
    [at('data', 452, '4.3.1 Out of storage'), { kind: 'throttled' }],
    [at('connect', 554, 'No service for you'), { kind: 'paused' }],
    [at('connect', 421, 'Later'), { kind: 'throttled' }],
    [{ at: 'drop' }, { kind: 'throttled' }],
    [{ at: 'drop-after' }, { kind: 'unknown' }],
    [{ at: 'hang' }, { kind: 'unknown' }],
  ])('%j is told as %j', async (fault, outcome) => {
    const { server, mailer } = await open({ fault: () => fault });
    expect(await mailer.send(aMessage())).toMatchObject(outcome);
    expect(server.accepted.length).toBe(fault.at === 'drop-after' || fault.at === 'hang' ? 1 : 0);
    server.state.fault = undefined;
    expect((await mailer.send(aMessage())).kind).toBe('accepted');
  });

  it('that cannot be reached accepted nothing', async () => {
    const { server, mailer } = await open();
    await server.close();
    expect((await mailer.send(aMessage())).kind).toBe('throttled');
    await open();
  });

  it('with the wrong password pauses, with the right one accepts', async () => {
    const { server, mailer } = await open({ password: 'right' }, 'ada:wrong@');
    expect((await mailer.send(aMessage())).kind).toBe('paused');
    const right = createSmtpMailer(server.url('ada:right@'), { timeout: 2000 });
    expect((await right.send(aMessage())).kind).toBe('accepted');
    await right.close();
  });

  it('whose server ended an idle connection opens another', async () => {
    const { server, mailer } = await open();
    await mailer.send(aMessage());
    server.state.fault = () => ({ at: 'drop' });
    await mailer.send(aMessage());
    server.state.fault = undefined;
    expect((await mailer.send(aMessage())).kind).toBe('accepted');
  });

  it('wants an address of a server', () => {
    for (const url of ['mail.example.com', 'http://mail.example.com', 'smtp://'])
      expect(() => createSmtpMailer(url)).toThrow(/SMTP_URL/);
  });
});
