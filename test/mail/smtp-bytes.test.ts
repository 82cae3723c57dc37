/** What is composed arrives as it was composed, at a server nobody here wrote. */
import PostalMime from 'postal-mime';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSmtpMailer } from '../../functions/adapters/smtp/mailer.ts';
import { composeEveryMessage } from '../support/builders/every-message.ts';
import { aLetter, aRecipient, raw } from '../support/builders/letters.ts';
import { aMessage } from '../support/builders/messages.ts';
import { type Accepted, startAiosmtpd } from '../support/hosts/aiosmtpd.ts';
import { broadsheet } from '../support/hosts/command-line.ts';
import { openScratchPublication } from '../support/hosts/scratch-publication.ts';
import { temporaryFolder } from '../support/hosts/temporary-folder.ts';

const LINES = [
  '.',
  '..',
  '.x',
  '..x',
  '...',
  ' .',
  'a\n.\nb',
  '\n\n.\n',
  `${'.'.repeat(80)}`,
  `${'x'.repeat(5000)}`,
];
const HOSTILE = [
  ...LINES,
  ...LINES.map((line) => line.repeat(40)),
  ...[
    'QUIT\nRSET\n.\nMAIL FROM:<a@b.example>',
    'tab\t \nspace \n',
    '= =3D =\n=',
    'Größe 🎶 山田 \u2028 \u200f',
  ],
];

describe('a message through SMTP', () => {
  it('has the bytes that were composed: dots, long lines, commands, whatever a text holds', async () => {
    await using server = await startAiosmtpd();
    const mailer = createSmtpMailer(server.url);
    onTestFinished(() => mailer.close());
    for (const [i, text] of HOSTILE.entries()) {
      const message = raw(aLetter({ text: [text], html: [`<p>${text}</p>`], subject: text }), aRecipient());
      const bytes = Buffer.from(message, 'latin1');
      expect(await mailer.send(aMessage({ raw: bytes }))).toMatchObject({ kind: 'accepted' });
      const accepted = await server.told(i + 1);
      expect(Buffer.from(accepted[i]!.raw).toString('latin1')).toBe(message);
    }
  });

  it('of every kind of the test publication has the bytes that were composed', async () => {
    await using server = await startAiosmtpd();
    const mailer = createSmtpMailer(server.url);
    onTestFinished(() => mailer.close());
    for (const [i, [kind, bytes]] of [...(await composeEveryMessage())].entries()) {
      expect(await mailer.send(aMessage({ raw: bytes })), kind).toMatchObject({ kind: 'accepted' });
      expect(Buffer.compare((await server.told(i + 1))[i]!.raw, bytes), kind).toBe(0);
    }
  });
});

describe('an edition sent by the command line', () => {
  const DOTS = '.hidden\n..\n.\n...end';

  it('arrives once at every reader, whole, its code with its dots', async () => {
    await using server = await startAiosmtpd();
    const desk = openScratchPublication();
    onTestFinished(() => desk.close());
    const article = desk.read('content/articles/2026-11-20-bridge.md');
    desk.write('content/articles/2026-11-20-bridge.md', `${article}\n\`\`\`\n${DOTS}\n\`\`\`\n`);
    const dataDir = temporaryFolder();
    const environment = { MAILER: 'smtp', SMTP_URL: server.url, CONTENT_DIR: `${desk.folder}/content` };
    const type = (...words: string[]) => broadsheet(dataDir, words, environment);
    expect(await type('publish')).toMatchObject({ code: 0 });
    const readers = ['ada@reader.example', 'grace@reader.example', 'o-neil+news@reader.example'];
    for (const reader of readers) expect((await type('subscribers', 'add', reader, '--yes')).code).toBe(0);
    expect(await type('send', 'monday', '--yes')).toMatchObject({ code: 0 });
    await server.told(readers.length);
    expect(server.accepted.map(({ to }) => to).sort()).toEqual(readers);
    for (const { to, from, raw } of server.accepted) await expectLetter({ to, from, raw });
  });

  async function expectLetter({ to, from, raw }: Accepted): Promise<void> {
    const mail = await PostalMime.parse(raw);
    expect(from).toBe('editor@desk.example');
    expect(mail.to?.map(({ address }) => address)).toEqual([to]);
    expect(mail.subject).toBe('A bridge');
    expect(mail.text).toContain(DOTS.replace(/^/gm, '    '));
    expect(mail.html).toContain(DOTS);
    expect(mail.headers.find(({ key }) => key === 'list-unsubscribe')?.value).toMatch(/^<https?:/);
  }
});
