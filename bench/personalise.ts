/**
 * Measures composing one message per recipient from a 70 KB letter: ours against nodemailer's MailComposer with quoted-printable, in the
 * same run, rounds interleaved, one core. `node bench/personalise.ts [--small] [--json]`
 */
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import { compose, prepareLetter, previewHtml, previewText } from '../functions/domain/letters/compose.ts';
import type { Letter, Piece, Recipient } from '../functions/domain/letters/letter.ts';
import { median, report } from './support/report.ts';

const small = process.argv.includes('--small');
const ROUND_MS = small ? 250 : 1000;
const ROUNDS = 5;
const TARGET = 40;
const STORIES = 8;
const base = 'https://news.example.com';

const filler = (story: number): string =>
  `<tr><td align="left" style="font-size:0px;padding:8px 24px;word-break:break-word;"><div style="font-family:Georgia,serif;font-size:17px;line-height:1.5;text-align:left;color:#222222;"><p style="margin:0 0 16px">Story ${story}: the night bus now stops where people asked it to, “and nobody had to move house”. <a href="${base}/articles/night-bus-${story}" style="color:#0b5fff">Go deeper</a></p></div></td></tr>\n`;

const links: Piece[] = [
  'Sent to ',
  { slot: 'address' },
  ' <a href="',
  { slot: 'preferences' },
  '">Preferences</a> <a href="',
  { slot: 'unsubscribe' },
  '">Unsubscribe</a>',
];

const letter: Letter = {
  format: 1,
  kind: 'edition',
  newsletter: 'brief',
  language: 'en',
  from: { name: 'The Quarter Hour', email: 'hello@news.example.com' },
  replyTo: undefined,
  subject: 'The night bus learns to wait',
  listId: { phrase: 'The Brief', id: 'brief.quarter-hour.localhost' },
  unsubscribable: true,
  unsubscribeMailto: undefined,
  headers: { Precedence: 'bulk' },
  feedback: { a: 'brief', b: '2026-11-23' },
  labels: {
    first: '1 big thing:',
    other: '{n}.',
    words: { one: '{n} word', other: '{n} words' },
    minutes: { one: '{n} minute', other: '{n} minutes' },
  },
  blocks: Array.from({ length: STORIES }, (_, i) => ({
    topic: `topic-${i % 4}`,
    kind: 'article',
    label: undefined,
    words: 100,
  })),
  html: [
    '<!doctype html><html lang="en"><body><table>',
    ...Array.from({ length: STORIES }, (_, block) => ({ block, pieces: [filler(block).repeat(20)] })),
    '</table>',
    ...links,
    '</body></html>',
  ],
  text: [
    'The night bus now stops where people asked it to.\n'.repeat(98),
    { slot: 'preferences' },
    '\n',
    { slot: 'unsubscribe' },
    '\n',
  ],
  articles: [],
};

function recipient(n: number): Recipient {
  const token = n.toString(36).padStart(22, 'A');
  return {
    to: { name: `Reader ${n}`, email: `reader-${n}@mail.example.org` },
    topics: [],
    unsubscribe: `${base}/unsubscribe/k1.${token}.brief..abcdefghijklmnopqrstuv`,
    preferences: `${base}/preferences/k1.${token}...abcdefghijklmnopqrstuv`,
    action: '',
  };
}

const AT = Date.UTC(2026, 10, 23, 7);
const prepared = prepareLetter(letter, 'a'.repeat(64));

const ours = (n: number): number =>
  compose(prepared, recipient(n), { messageId: `run.${n}@news.example.com`, at: AT })!.length;

const HTML = previewHtml(letter, recipient(0))!;
const TEXT = previewText(letter, recipient(0))!;
const fill = (part: string, from: Recipient, to: Recipient): string =>
  part
    .replaceAll(from.unsubscribe, to.unsubscribe)
    .replaceAll(from.preferences, to.preferences)
    .replaceAll(from.to.email, to.to.email);
const first = recipient(0);

function theirs(n: number): Promise<number> {
  const to = recipient(n);
  const mail = new MailComposer({
    from: { name: letter.from.name, address: letter.from.email },
    to: { name: to.to.name, address: to.to.email },
    subject: letter.subject,
    date: new Date(AT),
    messageId: `<run.${n}@news.example.com>`,
    list: { unsubscribe: to.unsubscribe },
    headers: { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click', Precedence: 'bulk' },
    text: fill(TEXT, first, to),
    html: fill(HTML, first, to),
    textEncoding: 'quoted-printable',
  });
  return new Promise((resolve, reject) =>
    mail.compile().build((error, message) => (error ? reject(error) : resolve(message.length))),
  );
}

/** Messages per CPU-second of this process. */
async function rate(one: (n: number) => number | Promise<number>): Promise<number> {
  const cpu = process.cpuUsage();
  const end = performance.now() + ROUND_MS;
  let n = 0;
  while (performance.now() < end) {
    for (let i = 0; i < 50; i++) {
      const size = one(n++);
      if (size instanceof Promise) await size;
    }
  }
  const { user, system } = process.cpuUsage(cpu);
  return n / ((user + system) / 1e6);
}

const rates = { ours: [] as number[], theirs: [] as number[] };
// The first round warms up.
for (let round = -1; round < ROUNDS; round++) {
  const [mine, other] = [await rate(ours), await rate(theirs)];
  if (round < 0) continue;
  rates.ours.push(mine);
  rates.theirs.push(other);
}
const [mine, other] = [median(rates.ours), median(rates.theirs)];
const sizes = `${Buffer.byteLength(HTML) >> 10} KB of HTML, ${ours(1) >> 10} KB as a message`;
report([
  {
    figure: `personalising (${sizes}), beside nodemailer's MailComposer, quoted-printable`,
    ours: Math.round(mine),
    beside: Math.round(other),
    ratio: mine / other,
    unit: 'messages/CPU-s',
    target: `ratio ≥ ${TARGET}`,
    met: mine / other >= TARGET,
  },
]);
