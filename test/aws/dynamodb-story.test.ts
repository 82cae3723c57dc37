import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { broadsheet } from '../support/hosts/command-line.ts';
import { type DynamodbLocal, startDynamodbLocal } from '../support/hosts/dynamodb-local.ts';
import { mailTo, type RunningServer, startServer } from '../support/hosts/running-server.ts';
import { openMail } from '../support/probes/mail.ts';

// One server, one reader, one table: each test goes on where the one before it ended.
const READER = 'Ada.Reader@example.org';
const DEMO = 'demo@reader.example';
let engine: DynamodbLocal;
let server: RunningServer;
let dataDir: string;

const environment = () => ({
  STORE: 'dynamodb',
  AWS_ENDPOINT_URL_DYNAMODB: engine.url,
  ...{ AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'nobody', AWS_SECRET_ACCESS_KEY: 'nothing' },
});
const start = () => startServer({ dataDir, environment: environment() });
const type = (...words: string[]) => broadsheet(dataDir, words, environment());

beforeAll(async () => {
  engine = await startDynamodbLocal();
  dataDir = mkdtempSync(join(tmpdir(), 'broadsheet-'));
  server = await start();
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  await engine?.[Symbol.asyncDispose]();
  if (dataDir) rmSync(dataDir, { recursive: true, force: true });
});

/** Java takes its time, on a busy machine above all. */
const letters = (to: string, count = 1) => mailTo(server, to, count, 100_000);
const post = (path: string, fields: [string, string][]) =>
  fetch(new URL(path, server.url), { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });

async function signUp(email: string): Promise<Response> {
  const page = await (await fetch(`${server.url}/subscribe`)).text();
  const stamp = /name="form" value="([^"]+)"/.exec(page)![1]!;
  // Nobody is taken for a person who is faster than two seconds.
  await new Promise((resolve) => setTimeout(resolve, 2100));
  return post('/subscribe', [
    ['email', email],
    ['form', stamp],
    ['newsletter', 'brief'],
  ]);
}

describe('the whole loop, with subscribers and ledger in DynamoDB', () => {
  it('shows itself on the first run, and keeps nothing of it in a file', async () => {
    expect(await letters(DEMO)).toMatchObject([{ kind: 'edition', run: 'e_2026-11-23-brief' }]);
    expect(existsSync(join(dataDir, 'broadsheet.db'))).toBe(false);
  });

  it('takes a subscription, and confirms it by a button', async () => {
    expect((await signUp(READER)).status).toBe(200);
    const [confirmation] = await letters(READER);
    const link = new URL((await openMail(server, confirmation!.id)).link('/confirm/')).pathname;
    expect((await post(link, [])).status).toBe(200);
    expect((await letters(READER, 2))[0]).toMatchObject({ kind: 'welcome' });
  });

  it('sends an edition, told to from another process', async () => {
    const sent = await type('send', '2026-11-20-brief', '--yes');
    expect(sent.printed + sent.complained).toContain('e_2026-11-20-brief  held');
    expect((await type('resume', '2026-11-20-brief', '--yes')).code).toBe(0);
    expect((await letters(READER, 3))[0]).toMatchObject({ run: 'e_2026-11-20-brief' });
    expect(await letters(DEMO, 2)).toHaveLength(2);
  });

  it('loses and doubles nothing when it is killed and started again', async () => {
    await server.kill();
    server = await start();
    // A lease that died with the server has to run out first.
    await expect
      .poll(async () => (await type('status')).printed, { timeout: 90_000, interval: 500 })
      .toContain('e_2026-11-20-brief  done');
    expect(await letters(READER)).toHaveLength(3);
    expect(await letters(DEMO)).toHaveLength(2);
  });

  it('lets a reader leave in one click', async () => {
    const [edition] = await letters(READER);
    const letter = await openMail(server, edition!.id);
    const url = /<(https?:[^>]+)>/.exec(letter.header('list-unsubscribe')!)![1]!;
    const path = new URL(url).pathname;
    expect((await post(path, [['List-Unsubscribe', 'One-Click']])).status).toBe(200);
    const shown = JSON.parse((await type('subscribers', 'show', READER, '--json')).printed);
    expect(shown.subscriber).toMatchObject({ status: 'unsubscribed', reason: 'one-click' });
  });
});
