import { describe, expect, it, onTestFinished } from 'vitest';
import { formatRfc3339 } from '../../functions/domain/time/instant.ts';
import { firstTick } from '../support/builders/first-tick.ts';
import { fakeSes } from '../support/fakes/fake-ses.ts';
import { fakeSmtp } from '../support/fakes/fake-smtp.ts';
import { broadsheet } from '../support/hosts/command-line.ts';
import { startServer } from '../support/hosts/running-server.ts';
import { openScratchPublication } from '../support/hosts/scratch-publication.ts';
import { temporaryFolder } from '../support/hosts/temporary-folder.ts';

const READER = 'ada@reader.example';
const rest = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

type Carrier = { sent(): string[]; environment: Record<string, string> };

async function smtp(): Promise<Carrier> {
  const fake = await fakeSmtp();
  onTestFinished(() => fake.close());
  return {
    sent: () => fake.accepted.map(({ to }) => to),
    environment: { MAILER: 'smtp', SMTP_URL: fake.url() },
  };
}

async function ses(): Promise<Carrier> {
  const fake = await fakeSes();
  onTestFinished(() => fake.close());
  return {
    sent: () => fake.accepted.map(({ to }) => to),
    environment: {
      MAILER: 'ses',
      AWS_ENDPOINT_URL_SES: fake.url,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'example',
    },
  };
}

/** One edition, which is due, and one reader. */
async function aPaper(carrier: Carrier) {
  const desk = openScratchPublication();
  onTestFinished(() => desk.close());
  const environment = { ...carrier.environment, CONTENT_DIR: `${desk.folder}/content` };
  const dataDir = temporaryFolder();
  const type = (...words: string[]) => broadsheet(dataDir, words, environment);
  await type('publish');
  await type('subscribers', 'add', READER, '--yes');
  await firstTick(dataDir);
  const edition = desk.read('content/editions/monday.md');
  const due = formatRfc3339(Date.now() + 1000);
  desk.write('content/editions/monday.md', edition.replace('items:', `sendAt: ${due}\nitems:`));
  return { dataDir, environment, type };
}

describe.each([
  ['smtp', smtp],
  ['ses', ses],
])('with a real mailer (%s)', (_, open) => {
  it('serve sends nothing by itself, has no demo and no outbox; an explicit send goes', async () => {
    const carrier = await open();
    const { dataDir, environment, type } = await aPaper(carrier);
    await using server = await startServer({ dataDir, environment });
    expect((await fetch(`${server.url}/outbox`)).status).toBe(404);
    await rest(6000);
    expect(carrier.sent()).toEqual([]);
    expect(JSON.parse((await type('subscribers', 'list', '--json')).printed).tally).toMatchObject({
      active: 1,
    });
    expect(await type('send', 'monday', '--yes')).toMatchObject({ code: 0 });
    expect(carrier.sent()).toEqual([READER]);
  });

  it('serve --send starts what is due, once', async () => {
    const carrier = await open();
    const { dataDir, environment } = await aPaper(carrier);
    await using server = await startServer({ dataDir, environment, flags: ['--send'] });
    for (let waited = 0; waited < 40_000 && carrier.sent().length === 0; waited += 100) await rest(100);
    expect(carrier.sent(), server.output()).toEqual([READER]);
    await rest(1500);
    expect(carrier.sent()).toEqual([READER]);
  });

  it('refuses a CLOCK that is not now', async () => {
    const { environment } = await open();
    const refused = await broadsheet(temporaryFolder(), ['serve'], {
      ...environment,
      CLOCK: '2026-12-01T07:00:00Z',
    });
    expect(refused).toMatchObject({ code: 2, complained: expect.stringContaining('unset CLOCK') });
  });
});
