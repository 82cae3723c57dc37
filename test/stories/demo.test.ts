import { expect, it, onTestFinished } from 'vitest';
import { fakeSmtp } from '../support/fakes/fake-smtp.ts';
import { broadsheet } from '../support/hosts/command-line.ts';
import { mailTo, startServer } from '../support/hosts/running-server.ts';
import { temporaryFolder } from '../support/hosts/temporary-folder.ts';

const NEWEST = '2026-11-23-brief';

it('trying with `npm start` spends no edition: by SMTP the newest goes to every reader, and not to the demo', async () => {
  const fake = await fakeSmtp();
  onTestFinished(() => fake.close());
  const dataDir = temporaryFolder();
  const smtp = { MAILER: 'smtp', SMTP_URL: fake.url() };
  const server = await startServer({ dataDir });
  expect(await mailTo(server, 'demo@reader.example')).toMatchObject([{ kind: 'edition' }]);
  await broadsheet(dataDir, ['subscribers', 'add', 'ada@reader.example', '--newsletters', 'brief', '--yes']);
  await server.stop();
  const planned = await broadsheet(dataDir, ['plan', NEWEST, '--json'], smtp);
  expect(planned.code).toBe(0);
  expect(JSON.parse(planned.printed)).toMatchObject({ receive: 1, obstacles: [] });
  const sent = await broadsheet(dataDir, ['send', NEWEST, '--yes'], smtp);
  expect(sent).toMatchObject({ code: 0, printed: expect.stringContaining('1 accepted') });
  expect(fake.accepted.map(({ to }) => to)).toEqual(['ada@reader.example']);
  const again = await broadsheet(dataDir, ['send', NEWEST, '--yes'], smtp);
  expect(again).toMatchObject({ code: 1, complained: expect.stringContaining('it is done') });
  const { tally } = JSON.parse((await broadsheet(dataDir, ['subscribers', 'list', '--json'])).printed);
  expect(tally).toMatchObject({ active: 1 });
}, 90_000);
