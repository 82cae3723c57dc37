import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeSmtp, fakeSmtp } from '../../support/fakes/fake-smtp.ts';
import { openScratchPublication, type ScratchPublication } from '../../support/hosts/scratch-publication.ts';

// One desk and one server; each test goes on where the one before it ended.
let desk: ScratchPublication;
let server: FakeSmtp;
beforeAll(async () => {
  desk = openScratchPublication();
  server = await fakeSmtp({
    fault: (to) => (to.startsWith('dan') ? { at: 'rcpt', code: 452, text: '4.2.2 Mailbox full' } : undefined),
  });
});
afterAll(async () => {
  desk.close();
  await server.close();
});

const environment = () => ({ MAILER: 'smtp', SMTP_URL: server.url() });
const say = (line: string) => desk.type(line.split(' '), { environment: environment() });
const INSTANT = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ`;
const PUT_OFF = new RegExp(
  String.raw`4 of 5 are done, 1 is put off by its server \(452 4\.2\.2 Mailbox full\); tried again until ${INSTANT}, next at ${INSTANT}\.`,
);
const gotBy = (name: string) => server.accepted.filter(({ to }) => to === `${name}@reader.example`).length;

describe('one mailbox that is full', () => {
  it('keeps `send` from nothing: it says so, and ends well', async () => {
    await desk.type(['publish']);
    for (const name of ['ada', 'bob', 'cay', 'dan', 'eve'])
      await desk.type(['subscribers', 'add', `${name}@reader.example`, '--yes']);
    const sent = await say('send monday --yes');
    expect(sent.code).toBe(0);
    expect(sent.printed).toContain('e_monday  sending');
    expect(sent.printed).toContain('4 accepted, 1 waiting');
    expect(sent.printed).toMatch(PUT_OFF);
    expect(sent.printed).toContain('give the same `send` again');
    expect(['ada', 'bob', 'cay', 'eve'].map(gotBy)).toEqual([1, 1, 1, 1]);
  });

  it('is in `status`, for people and for programs', async () => {
    expect((await say('status')).printed).toMatch(PUT_OFF);
    expect((await say('status monday')).printed).toMatch(PUT_OFF);
    expect(JSON.parse((await say('status monday --json')).printed)).toMatchObject([
      { run: { state: 'sending' }, waiting: { deferred: { count: 1, reason: '452 4.2.2 Mailbox full' } } },
    ]);
  });

  it('keeps no other reader from a later pass, and is itself tried by none', async () => {
    expect(await say('send monday --again dan@reader.example --yes')).toMatchObject({
      code: 1,
      complained: expect.stringContaining('put off by its server and is tried again by itself'),
    });
    const again = await say('send monday --again ada@reader.example --yes');
    expect(again).toMatchObject({
      code: 0,
      printed: expect.stringContaining('5 of 6 are done, 1 is put off'),
    });
    expect(gotBy('ada')).toBe(2);
    expect((await say('send monday --again bounced --yes')).code).toBe(0);
  });

  it('is not asked again before its time: the same `send` says so beforehand', async () => {
    const connections = server.state.connections;
    const again = await say('send monday --yes');
    expect(again.code).toBe(0);
    expect(again.complained).toMatch(/This continues the run.+\n.*1 is put off by its server/);
    expect(server.state.connections).toBe(connections);
  });
});
