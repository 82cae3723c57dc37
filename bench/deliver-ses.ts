/**
 * Measures letters through client-ses, per second of this process's CPU time, to a server that accepts at once: a run under the whole
 * ledger (durable, paced, consent read again), beside nodemailer's composer and client-ses without a ledger. `node bench/deliver-ses.ts
 * [--small] [--json]`. The server is a process of its own; rounds are interleaved.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import { createSesMailer } from '../functions/adapters/ses/mailer.ts';
import { compose, prepareLetter, previewHtml, previewText } from '../functions/domain/letters/compose.ts';
import { aRecipient, aStamp } from '../test/support/builders/letters.ts';
import { aMessage } from '../test/support/builders/messages.ts';
import { addReaders, deliverRun, emailOf, makeLetter, openPorts, planRun, rateOf } from './support/a-run.ts';
import { type Figure, median, report } from './support/report.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const small = process.argv.includes('--small');
const OURS = small ? 300 : 2000;
const THEIRS = small ? 150 : 800;
const ROUNDS = small ? 3 : 5;
const AT_ONCE = 20;
const TARGET = 2.2;

async function measure(): Promise<void> {
  const sink = fork(import.meta.filename, ['sink']);
  const [url] = await once(sink, 'message');
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'x',
    AWS_SECRET_ACCESS_KEY: 'y',
    AWS_ENDPOINT_URL_SES: url,
  });
  const { run, close } = await createRuns();
  const [send, bare] = [composedByNodemailer(), prepared()];
  const rates = { ours: [] as number[], bare: [] as number[], theirs: [] as number[] };
  for (let round = -1; round < ROUNDS; round++) {
    const ours = await run(round);
    const withoutLedger = await cpuRate(THEIRS, () => many(THEIRS, bare));
    const theirs = await cpuRate(THEIRS, () => many(THEIRS, send));
    // The first round warms up.
    if (round < 0) continue;
    rates.ours.push(ours);
    rates.bare.push(withoutLedger);
    rates.theirs.push(theirs);
  }
  await close();
  sink.kill();
  report(figures(rates));
}

const cpuRate = async (count: number, work: () => Promise<unknown>) =>
  (await rateOf(count, work)).perCpuSecond;

async function createRuns() {
  const mailer = createSesMailer({ configurationSets: {}, clock: () => Date.now() });
  const { ports, close } = openPorts(temporaryFolder(), mailer, { durable: true, lease: 60_000 });
  await addReaders(ports, OURS);
  return {
    close,
    async run(round: number): Promise<number> {
      const id = `e_round${round}`;
      await planRun(ports, id, OURS);
      return cpuRate(OURS, () => deliverRun(ports, id, OURS));
    },
  };
}

/** Our composer without a ledger: the difference is the ledger's cost. */
function prepared(): (n: number) => Promise<unknown> {
  const letter = prepareLetter(makeLetter(), 'a'.repeat(64));
  const mailer = createSesMailer({ configurationSets: {}, clock: () => Date.now() });
  return (n) => {
    const recipient = aRecipient({ to: { name: `Reader ${n}`, email: emailOf(n) } });
    const raw = compose(letter, recipient, aStamp())!;
    return mailer.send(aMessage({ to: emailOf(n), raw }));
  };
}

/** The same letter as people usually write it with nodemailer: links filled in, composed, handed to the SDK. */
function composedByNodemailer(): (n: number) => Promise<unknown> {
  const client = new SESClient({ maxAttempts: 1, requestHandler: { httpAgent: { maxSockets: 50 } } });
  const first = aRecipient();
  const [html, text] = [previewHtml(makeLetter(), first)!, previewText(makeLetter(), first)!];
  return async (n) => {
    const { unsubscribe, preferences } = first;
    const links = [unsubscribe, preferences].map((link) => link.replace('AAAA', String(n).padStart(4, '0')));
    const fill = (part: string) => part.replace(unsubscribe, links[0]!).replace(preferences, links[1]!);
    const mail = new MailComposer({
      from: { name: makeLetter().from.name, address: makeLetter().from.email },
      to: { name: `Reader ${n}`, address: emailOf(n) },
      subject: makeLetter().subject,
      html: fill(html),
      text: fill(text),
      textEncoding: 'quoted-printable',
      headers: { 'List-Unsubscribe': `<${links[0]}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
    });
    const Data = await mail.compile().build();
    await client.send(new SendRawEmailCommand({ RawMessage: { Data }, Destinations: [emailOf(n)] }));
  };
}

async function many(count: number, send: (n: number) => Promise<unknown>): Promise<void> {
  let left = count;
  const lane = async () => {
    while (left-- > 0) await send(left);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

function figures(rates: Readonly<Record<'ours' | 'bare' | 'theirs', readonly number[]>>): Figure[] {
  const [ours, bare, theirs] = [median(rates.ours), median(rates.bare), median(rates.theirs)];
  const row = (figure: string, mine: number, target: string, met: boolean): Figure => ({
    ...{ figure, ours: Math.round(mine), beside: Math.round(theirs), ratio: mine / theirs },
    ...{ unit: 'messages/CPU-s', target, met },
  });
  const beside = 'beside nodemailer and client-ses without a ledger';
  return [
    row(`client-ses with the whole ledger, ${beside}`, ours, `ratio ≥ ${TARGET}`, ours / theirs >= TARGET),
    row(`client-ses without the ledger, ${beside}`, bare, '', true),
  ];
}

/** A fake SES without limits, which accepts every message as soon as it is read. */
function runSink(): void {
  const limits =
    '<Max24HourSend>-1</Max24HourSend><MaxSendRate>1000000</MaxSendRate><SentLast24Hours>0</SentLast24Hours>';
  const answer = (action: string, result: string) =>
    `<${action}Response xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><${action}Result>${result}</${action}Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></${action}Response>`;
  const [quota, sent] = [
    answer('GetSendQuota', limits),
    answer('SendRawEmail', '<MessageId>0100-1</MessageId>'),
  ];
  const server = createServer((request, response) => {
    let start = '';
    request.on('data', (chunk: Buffer) => (start ||= chunk.toString('latin1', 0, 200)));
    request.on('end', () => {
      response.setHeader('Content-Type', 'text/xml').end(start.includes('GetSendQuota') ? quota : sent);
    });
  });
  server.listen(0, '127.0.0.1', () => {
    process.send!(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
}

if (process.argv[2] === 'sink') runSink();
else await measure();
