/**
 * Measures letters of 62 KB over SMTP as a user sends them: `send`, its own process with the whole ledger, to a server in another that
 * answers at once, or 10 ms after each message; beside nodemailer's pool with composing and no ledger. `node bench/deliver-smtp.ts
 * [--small] [--json]`. Rounds take turns and the best counts, because a shared machine can only slow them down.
 */
import nodemailer from 'nodemailer';
import { measureCommand, peakOf } from './support/a-command.ts';
import { importReaders, type Readers, sendTo, startMailServer } from './support/a-sending.ts';
import { type Figure, report } from './support/report.ts';
import type { Sunk } from './support/smtp-sink.ts';

const small = process.argv.includes('--small');
const READERS = small ? 2000 : 20_000;
const THEIRS = small ? 1000 : 5000;
const ROUNDS = small ? 1 : 3;
const CONNECTIONS = 50;
const TARGETS = { perSecond: 1600, perCpuSecond: 1300, memory: 250 };

type Round = { perSecond: number; perCpuSecond: number; peak: number };

async function sunk(
  work: (port: string) => Promise<{ cpu: number; peak: number }>,
  delay: number,
): Promise<Round> {
  const sink = await startMailServer<Sunk>('smtp-sink.ts', delay);
  const { cpu, peak } = await work(sink.address);
  const { messages, first, last } = await sink.counts();
  sink.close();
  return { perSecond: messages / ((last - first) / 1000), perCpuSecond: messages / (cpu / 1000), peak };
}

const ours = (readers: Readers, delay: number, beside = false) =>
  sunk(
    (port) => sendTo(readers, { MAILER: 'smtp', SMTP_URL: `smtp://127.0.0.1:${port}` }, { beside }),
    delay,
  );

const theirs = (delay: number) =>
  sunk(
    (port) =>
      measureCommand([process.execPath, import.meta.filename, 'theirs', port], { cwd: process.cwd() }),
    delay,
  );

/** As people usually write it: one letter, links filled in, handed to the pool, which composes. */
async function sendByNodemailer(port: string): Promise<void> {
  const pool = nodemailer.createTransport({
    ...{ pool: true, host: '127.0.0.1', port: Number(port), ignoreTLS: true },
    ...{ maxConnections: CONNECTIONS, maxMessages: 100 },
  });
  const paragraph = '<p>The harbour board voted to keep the night ferries – for another year at least.</p>\n';
  const [html, text] = [paragraph.repeat(620), paragraph.repeat(60)];
  let left = THEIRS;
  const lane = async () => {
    while (left-- > 0) {
      const link = `https://paper.example/unsubscribe/${left}`;
      await pool.sendMail({
        from: 'The Paper <news@paper.example>',
        to: `Reader ${left} <reader-${left}@reader.example>`,
        ...{ subject: 'What the bus taught the city', textEncoding: 'quoted-printable' },
        ...{ html: `${html}<a href="${link}">Unsubscribe</a>`, text: `${text}\n${link}` },
        headers: { 'List-Unsubscribe': `<${link}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
      });
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, lane));
  pool.close();
  console.error(`${Math.round(peakOf('self'))} MB`);
}

const best = (rounds: readonly Round[], of: (round: Round) => number): number => Math.max(...rounds.map(of));

async function measure(): Promise<Figure[]> {
  const readers = importReaders(READERS);
  const figures: Figure[] = [];
  const peaks: number[] = [];
  for (const delay of [10, 0]) {
    const [mine, other]: [Round[], Round[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      mine.push(await ours(readers, delay));
      other.push(await theirs(delay));
    }
    peaks.push(...mine.map(({ peak }) => peak));
    figures.push(...rows(delay, mine, other));
  }
  const peak = Math.max(...peaks);
  return [
    ...figures,
    {
      ...{ figure: 'peak memory of `send` over SMTP', ours: Math.round(peak), beside: null, ratio: null },
      ...{ unit: 'MB', target: `< ${TARGETS.memory}`, met: peak < TARGETS.memory },
    },
  ];
}

function rows(delay: number, mine: readonly Round[], other: readonly Round[]): Figure[] {
  const server = delay === 0 ? 'a server that answers at once' : `a server that answers after ${delay} ms`;
  const row = (key: 'perSecond' | 'perCpuSecond', unit: string, least: number | undefined): Figure => {
    const [a, b] = [best(mine, (round) => round[key]), best(other, (round) => round[key])];
    return {
      figure: `letters over SMTP, ${server}, beside nodemailer's pool without a ledger`,
      ...{ ours: Math.round(a), beside: Math.round(b), ratio: a / b, unit },
      ...{ target: least === undefined ? '' : `≥ ${least}`, met: least === undefined || a >= least },
    };
  };
  return [
    row('perSecond', 'messages/s', delay > 0 ? TARGETS.perSecond : undefined),
    row('perCpuSecond', 'messages/CPU-s', delay > 0 ? undefined : TARGETS.perCpuSecond),
  ];
}

if (process.argv[2] === 'theirs') await sendByNodemailer(process.argv[3]!);
else report(await measure());
