import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SECOND } from '../../functions/domain/time/instant.ts';
import { article } from '../support/builders/content.ts';
import { publicationText } from '../support/builders/publication-text.ts';
import { broadsheet } from '../support/hosts/command-line.ts';
import type { Deployed } from '../support/hosts/deployed-function.ts';
import { type DynamodbLocal, startDynamodbLocal } from '../support/hosts/dynamodb-local.ts';
import { openRie } from '../support/hosts/lambda-rie.ts';
import { rehearseOn, synthesize } from '../support/hosts/rehearsal.ts';
import { type OwnFunction, raise } from '../support/probes/template.ts';

// Every function of the template behind AWS's own runtime interface emulator: its handler, its environment, its timeout.
const PUBLICATION = publicationText({ id: 'emulated', title: 'The Emulated' });

const content = mkdtempSync(join(tmpdir(), 'content-'));
const known = new Map<string, OwnFunction>();
const deployOnRie = openRie();
const deploy = (own: OwnFunction): Deployed => {
  known.set(own.id, own);
  return deployOnRie(own);
};
/** As the template has it, but for what the test says. */
const another = (start: string, about: Partial<OwnFunction>): Deployed =>
  deployOnRie({ ...([...known.values()].find(({ id }) => id.startsWith(start)) ?? raise(start)), ...about });

let engine: DynamodbLocal;
let stage: Awaited<ReturnType<typeof rehearseOn<Deployed>>>;

beforeAll(async () => {
  mkdirSync(join(content, 'articles'));
  writeFileSync(join(content, 'publication.yaml'), PUBLICATION);
  writeFileSync(join(content, 'articles/2026-11-20-harbour.md'), article());
  engine = await startDynamodbLocal();
  stage = await rehearseOn(deploy, synthesize(content), 'emulated-prod', engine.url);
}, 300_000);
afterAll(async () => {
  await stage?.[Symbol.asyncDispose]();
  await engine?.[Symbol.asyncDispose]();
  rmSync(content, { recursive: true, force: true });
});
afterEach(() => {
  stage.witness.interrupt = () => true;
});

const rung = (body: string) => ({ Records: [{ messageId: 'm1', body }] });
/** What those whose name starts so asked of AWS. */
const asked = (start: string, action: string) =>
  stage.witness.called.filter((call) => call.who.startsWith(start) && call.action === action);

describe('the web function, on the runtime interface emulator', () => {
  it('answers with a feed: its bytes come whole through the runtime', async () => {
    const feed = await stage.ask('/feed.xml', { headers: { 'accept-encoding': 'gzip' } });
    expect(feed).toMatchObject({ statusCode: 200, isBase64Encoded: true });
    expect(feed.headers).toMatchObject({
      'content-type': expect.stringMatching(/^application\/rss\+xml/),
      'content-encoding': 'gzip',
    });
    const text = gunzipSync(Buffer.from(feed.body, 'base64')).toString('utf8');
    expect(text).toContain('https://d1.example.net/articles/harbour');
    expect(text).toMatch(/<\/rss>\s*$/);
  });

  it('says that it is well, and what is not there', async () => {
    expect(await stage.ask('/healthz')).toMatchObject({ statusCode: 200 });
    const missing = await stage.ask('/articles/nothing');
    expect(missing.statusCode).toBe(404);
    expect(missing.headers['content-type']).toMatch(/^text\/html/);
    expect(missing.body).toContain('The Emulated');
  });
});

/** As the table has them. */
async function subscribers(): Promise<unknown> {
  const environment = { ...stage.laptop, CONTENT_DIR: content };
  const { printed } = await broadsheet(
    content,
    ['subscribers', 'list', '--json', '--stage', 'prod'],
    environment,
  );
  return JSON.parse(printed).subscribers;
}

describe('a form', () => {
  it('becomes a row of the table, and a mail: the one from the web function, the other from that of notices', async () => {
    const form = await stage.ask('/subscribe');
    const stamp = /name="form" value="([^"]+)"/.exec(form.body)![1]!;
    // Nobody fills in a form in no time.
    await setTimeout(3 * SECOND);
    const answer = await stage.ask('/subscribe', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ form: stamp, email: 'ada@reader.press', newsletter: 'brief' }).toString(),
    });
    expect(answer.statusCode).toBe(200);
    expect(await subscribers()).toEqual([
      expect.objectContaining({ email: 'ada@reader.press', status: 'pending' }),
    ]);
    expect(await stage.queues.poll()).toBeGreaterThan(0);
    expect(stage.ses.accepted.map(({ to }) => to)).toEqual(['ada@reader.press']);
  });
});

describe('a function that a queue rings', () => {
  it('answers with the batch: what it could not read comes again', async () => {
    const deliver = stage.named('Deliverydeliver');
    const Records = [
      { messageId: 'good', body: '{"kind":"deliver","run":"e_none"}' },
      { messageId: 'bad', body: 'no doorbell' },
    ];
    expect(await deliver.invoke({ Records }, 0)).toEqual({ batchItemFailures: [{ itemIdentifier: 'bad' }] });
  });

  it('has the time that the template gives it, and rings again where that is over', async () => {
    const ring = rung('{"kind":"notices"}');
    const again = () => asked('Deliverynotices', 'sqs:SendMessage').length;
    const before = again();
    expect(await stage.named('Deliverynotices').invoke(ring, 0)).toEqual({ batchItemFailures: [] });
    expect(again()).toBe(before);
    // SES may take that long to answer what is under way: its flows stop before.
    await using brief = another('Deliverynotices', { timeout: 15 });
    expect(await brief.invoke(ring, 0)).toEqual({ batchItemFailures: [] });
    expect(again()).toBe(before + 1);
  });
});

describe('a function that fails', () => {
  it('is ended at its timeout, and the next event has a new one', async () => {
    await using web = another('Web', { timeout: 5 });
    stage.witness.interrupt = () => new Promise(() => {});
    await expect(stage.ask('/feed.xml', {}, web)).rejects.toThrow('Task timed out after 5.00 seconds');
    stage.witness.interrupt = () => true;
    expect(await stage.ask('/feed.xml', {}, web)).toMatchObject({ statusCode: 200 });
  });

  it('says so, and goes on', async () => {
    await using notices = another('Deliverynotices', {});
    await expect(notices.invoke({}, 0)).rejects.toThrow(/^TypeError: /);
    expect(await notices.invoke(rung('{"kind":"notices"}'), 0)).toEqual({ batchItemFailures: [] });
  });

  it('does not start where the stack sets less than it needs, and says what', async () => {
    await using web = another('Web', { env: {} });
    await expect(web.invoke({}, 0)).rejects.toThrow('TABLE is not set.');
  });
});
