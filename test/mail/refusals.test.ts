/** Whose fault a refusal is, as a server nobody here wrote puts it; its answers are those of Postfix, Gmail and Exchange. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSmtpMailer } from '../../functions/adapters/smtp/mailer.ts';
import { DAY, MINUTE } from '../../functions/domain/time/instant.ts';
import { deliver } from '../../functions/flows/delivery/deliver.ts';
import { planBatches } from '../../functions/flows/ledger/plan.ts';
import { type Aiosmtpd, type Rule, startAiosmtpd } from '../support/hosts/aiosmtpd.ts';
import { broadsheet } from '../support/hosts/command-line.ts';
import { openDelivery, subscriberEmail } from '../support/hosts/delivery-fixture.ts';
import { openScratchPublication } from '../support/hosts/scratch-publication.ts';
import { temporaryFolder } from '../support/hosts/temporary-folder.ts';

type Standing = { run: { state: string; reason: string }; standing: Record<string, number> };

/** The command line, with a paper and readers; the addresses are imported from a file. */
async function aPaper(server: Aiosmtpd, readers: readonly string[]) {
  const desk = openScratchPublication();
  onTestFinished(() => desk.close());
  const dataDir = temporaryFolder();
  const environment = { MAILER: 'smtp', SMTP_URL: server.url, CONTENT_DIR: `${desk.folder}/content` };
  const type = (...words: string[]) => broadsheet(dataDir, words, environment);
  desk.write(
    'readers.csv',
    `email,newsletters,status\n${readers.map((one) => `${one},brief,active\n`).join('')}`,
  );
  expect(await type('publish')).toMatchObject({ code: 0 });
  const imported = await type('subscribers', 'import', `${desk.folder}/readers.csv`, '--yes');
  expect(imported, imported.complained).toMatchObject({ code: 0 });
  return {
    type,
    async standing(): Promise<Standing> {
      return JSON.parse((await type('status', 'monday', '--json')).printed)[0];
    },
  };
}

const numbered = (count: number) => Array.from({ length: count }, (_, n) => `reader-${n + 1}@reader.example`);

/** Alarms go to the editor by the same server. */
const letters = ({ accepted }: Aiosmtpd) => accepted.filter(({ to }) => to !== 'editor@desk.example');

function expectOnceEach(server: Aiosmtpd, readers: readonly string[]): void {
  expect(
    letters(server)
      .map(({ to }) => to)
      .sort(),
  ).toEqual([...readers].sort());
}

/** The server's answer quotes the address, which its owner chose. */
const UNKNOWN = '550 5.1.1 <{to}>: Recipient address rejected: User unknown in virtual mailbox table';

describe('an answer about one address', () => {
  it.each([
    ['x1@relay.firefox.com', UNKNOWN],
    ['too-many-rates@reader.example', UNKNOWN],
    ['throttle421@reader.example', '550 5.1.1 <{to}>... User unknown'],
    ['quota@reader.example', '550 5.1.1 The email account that you tried to reach ({to}) does not exist.'],
    [
      'spam-policy@reader.example',
      '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient {to} not found by SMTP address lookup',
    ],
    ['authentication@reader.example', '553 5.1.3 <{to}>: invalid address'],
  ])('rejects that one, whatever word is in the address; the others get theirs: %s', async (bad, answer) => {
    await using server = await startAiosmtpd([{ at: 'RCPT', match: `^${bad}$`, answer }]);
    const readers = numbered(4);
    const { type, standing } = await aPaper(server, [...readers, bad]);
    const sent = await type('send', 'monday', '--yes');
    const { run, standing: counts } = await standing();
    expect(run, sent.printed).toMatchObject({ state: 'done' });
    expect(counts).toMatchObject({ accepted: 4, rejected: 1, unknown: 0 });
    await server.told(4);
    expectOnceEach(server, readers);
  });
});

describe("an answer about the sender's account", () => {
  it.each<[string, string, number]>([
    ['a quota of the day', '550 5.4.5 Daily user sending quota exceeded.', 40],
    ['a quota, at the last reader', '550 5.4.5 Daily user sending quota exceeded.', 12],
    ['a quota of the day, said for now', '451 4.7.1 Daily message quota exceeded, try again later', 40],
    ['a suspended account', '550 5.7.0 Account suspended, contact support', 40],
    [
      'a limit of the provider',
      '554 5.7.0 Your message could not be sent. Limit on the number of allowed outgoing messages was exceeded.',
      40,
    ],
  ])('pauses the run and rejects nobody; resumed, everybody gets it once: %s', async (_, answer, count) => {
    await using server = await startAiosmtpd([{ at: 'DATA', after: 11, answer }]);
    const readers = numbered(count);
    const { type, standing } = await aPaper(server, readers);
    await type('send', 'monday', '--yes');
    const first = await standing();
    expect(first.run.state, JSON.stringify(first)).toBe('paused');
    expect(first.run.reason).toContain(answer.slice(0, 20));
    expect(first.standing).toMatchObject({ rejected: 0, unknown: 0, accepted: 11 });
    await server.lift();
    expect((await type('resume', 'monday', '--yes')).code).toBe(0);
    await type('send', 'monday', '--yes');
    expect((await standing()).run.state).toBe('done');
    await server.told(count);
    expectOnceEach(server, readers);
  });
});

/** A run in the time of a clock that a test moves: a server that says "later" means minutes. */
async function aRun(rules: readonly Rule[], count: number) {
  const server = await startAiosmtpd(rules);
  const mailer = createSmtpMailer(server.url);
  const room = openDelivery({ mailer, settings: { unknowns: 'skip' } });
  onTestFinished(async () => {
    room.close();
    await mailer.close();
    await server[Symbol.asyncDispose]();
  });
  const readers = (await room.addSubscribers(count)).map(({ email }) => email);
  await room.addRun();
  await planBatches(room.ports, 'e_monday');
  return {
    ...{ server, readers },
    standing: () => room.ports.ledger.counts('e_monday'),
    state: async () => (await room.ports.ledger.run('e_monday'))?.state,
    async goOn(milliseconds: number, step = MINUTE / 2) {
      for (let passed = 0; passed < milliseconds; passed += step) {
        await deliver(room.ports, 'e_monday');
        room.store.now += step;
      }
    },
  };
}

describe('a server that says "later"', () => {
  const GREY = '451 4.7.1 <{to}>: Recipient address rejected: Greylisted, see http://postgrey.example/help';

  it('once to each, gets every letter once', async () => {
    const { server, readers, goOn, state } = await aRun(
      [{ at: 'RCPT', answer: GREY, times: 1, each: true }],
      25,
    );
    await goOn(60 * MINUTE);
    await server.told(25);
    expectOnceEach(server, readers);
    expect(await state()).toBe('done');
  });

  it('once to each, after the letter, gets every letter once', async () => {
    const answer = '451 4.7.1 Greylisted, come back later';
    const { server, readers, goOn, state } = await aRun([{ at: 'DATA', answer, times: 1, each: true }], 25);
    await goOn(60 * MINUTE);
    await server.told(25);
    expectOnceEach(server, readers);
    expect(await state()).toBe('done');
  });

  it.each([
    ['RCPT', '451 4.3.0 <{to}>: Temporary lookup failure'],
    ['RCPT', '450 4.1.8 <editor@desk.example>: Sender address rejected: Domain not found'],
    ['DATA', '452 4.3.1 Insufficient system storage'],
  ] as const)('to everybody for a day pauses the run, and nobody is given up: %s %s', async (at, answer) => {
    const { server, readers, goOn, standing, state } = await aRun([{ at, answer }], 25);
    await goOn(2 * DAY, 10 * MINUTE);
    expect(await state()).toBe('paused');
    expect(await standing()).toMatchObject({ accepted: 0, rejected: 0, unknown: 0 });
    expect(server.accepted).toHaveLength(0);
    expect(readers).toHaveLength(25);
  });

  it.each([
    ['a full mailbox', 'RCPT', '452 4.2.2 <{to}>: Mailbox full'],
    ['a full mailbox, said after the letter', 'DATA', '452 4.2.2 The recipient\u2019s mailbox is full'],
    [
      'a mailbox that gets mail too fast',
      'RCPT',
      '450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages',
    ],
    ['greylisting that never ends', 'RCPT', GREY],
    ['greylisting that never ends, after the letter', 'DATA', '451 4.7.1 Greylisted, come back later'],
    ['a fault of its own, after the letter', 'DATA', '451 4.3.0 Temporary local problem'],
    ['a server that closes the connection', 'RCPT', '421 4.7.0 Try again later'],
    ['haste, after the letter', 'DATA', '450 4.7.1 Rate limit exceeded'],
    ['no storage, after the letter', 'DATA', '452 4.3.1 Insufficient system storage'],
  ] as const)('for ever to one, keeps nobody else: %s', async (_, at, answer) => {
    const full = subscriberEmail(3);
    const rule: Rule = { at, match: `^${full}$`, answer: answer.replace('\u2019', "'") };
    const { server, readers, goOn, standing, state } = await aRun([rule], 25);
    await goOn(10 * MINUTE);
    await server.told(24);
    expectOnceEach(
      server,
      readers.filter((reader) => reader !== full),
    );
    await goOn(2 * DAY, 10 * MINUTE);
    expect(await state()).toBe('done');
    expect(await standing()).toMatchObject({ accepted: 24, unknown: 0, open: 0 });
    expect(server.accepted).toHaveLength(24);
  });
});
