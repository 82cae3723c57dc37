/** Letters a second through client-ses against a server that accepts at once: prepared letters beside nodemailer's composer. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import MailComposer from 'nodemailer/lib/mail-composer';
import { createSesMailer } from '../functions/adapters/ses/mailer.ts';
import { compose, prepare } from '../functions/domain/compose.ts';
import { aLetter, aRecipient, aStamp } from '../test/support/letters.ts';
import { aMessage } from '../test/support/messages.ts';

async function measure(): Promise<void> {
  const sink = fork(import.meta.filename, ['sink']);
  const [url] = await once(sink, 'message');
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'x',
    AWS_SECRET_ACCESS_KEY: 'y',
    AWS_ENDPOINT_URL_SES: url,
  });
  for (let round = 0; round < 3; round++) {
    const ours = await rate(prepared());
    const theirs = await rate(composed());
    console.log({ ours, theirs, ratio: Number((ours / theirs).toFixed(2)) });
  }
  sink.kill();
}

const paragraph = 'The harbour board voted to keep the night ferries – for another year at least. ';
const html = paragraph.repeat(880);
const text = paragraph.repeat(60);
const links = ({ unsubscribe, preferences }: ReturnType<typeof aRecipient>) =>
  `${unsubscribe}\n${preferences}\n`;

function prepared(): () => Promise<unknown> {
  const slots = [{ slot: 'unsubscribe' as const }, '\n', { slot: 'preferences' as const }, '\n'];
  const letter = prepare(aLetter({ html: [html, ...slots], text: [text, ...slots] }), 'a'.repeat(64));
  const mailer = createSesMailer({ configurationSets: {}, clock: () => Date.now() });
  return () => mailer.send(aMessage({ raw: compose(letter, aRecipient(), aStamp())! }));
}

function composed(): () => Promise<unknown> {
  const client = new SESClient({ requestHandler: { httpAgent: { maxSockets: 50 } } });
  return async () => {
    const recipient = aRecipient();
    const mail = {
      from: 'news@paper.example',
      to: recipient.to.email,
      subject: 'Hello',
      html: html + links(recipient),
      text: text + links(recipient),
      headers: { 'List-Unsubscribe': `<${recipient.unsubscribe}>` },
    };
    const Data = await new MailComposer(mail).compile().build();
    await client.send(new SendRawEmailCommand({ RawMessage: { Data }, Destinations: [recipient.to.email] }));
  };
}

/** Messages per second of this process's CPU time, 20 at once. */
async function rate(send: () => Promise<unknown>): Promise<number> {
  const count = 600;
  let left = count;
  const cpu = process.cpuUsage();
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      while (left-- > 0) await send();
    }),
  );
  const { user, system } = process.cpuUsage(cpu);
  return Math.round(count / ((user + system) / 1e6));
}

if (process.argv[2] === 'sink') {
  const { fakeSes } = await import('../test/support/fake-ses.ts');
  const { url } = await fakeSes({ perSecond: 1e9, perDay: 1e9 });
  process.send!(url);
} else {
  await measure();
}
