/**
 * Composing one message per recipient from a 70 KB letter: ours against nodemailer's MailComposer with quoted-printable,
 * in the same run, rounds interleaved, one core. `node bench/personalise.ts [rounds]`
 */
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import { compose, prepare, previewHtml, previewText } from '../functions/domain/compose.ts';
import type { Letter, Piece, Recipient } from '../functions/domain/letter.ts';

const ROUND_MS = 1000;
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
const prepared = prepare(letter, 'a'.repeat(64));

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

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
const shown = (values: readonly number[]): string =>
  `${Math.round(median(values))} (${Math.round(Math.min(...values))}–${Math.round(Math.max(...values))})`;

const rounds = Number(process.argv[2] ?? 5);
const rates = { ours: [] as number[], theirs: [] as number[] };
for (let round = 0; round < rounds; round++) {
  rates.ours.push(await rate(ours));
  rates.theirs.push(await rate(theirs));
}
console.log(
  `HTML ${Buffer.byteLength(HTML)} B, text ${Buffer.byteLength(TEXT)} B, message ${ours(1)} B; messages per CPU-second, median (min–max) of ${rounds}:`,
);
console.log(`  broadsheet compose                      ${shown(rates.ours)}`);
console.log(`  nodemailer MailComposer, quoted-printable ${shown(rates.theirs)}`);
console.log(
  `  ratio of medians                        ${(median(rates.ours) / median(rates.theirs)).toFixed(1)}×`,
);
