import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { broadsheet } from '../support/hosts/command-line.ts';
import { mailTo, type RunningServer, startServer } from '../support/hosts/running-server.ts';
import { openMail } from '../support/probes/mail.ts';

// One server, one reader, from the first visit to the last: each test goes on where the one before it ended.
const READER = 'Ada.Reader@example.org';
let server: RunningServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const post = (path: string, fields: [string, string][]) =>
  fetch(new URL(path, server.url), { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });

async function signUp(email: string, newsletters: string[]): Promise<Response> {
  const page = await (await fetch(`${server.url}/subscribe`)).text();
  const stamp = /name="form" value="([^"]+)"/.exec(page)![1]!;
  // Nobody is taken for a person who is faster than two seconds.
  await new Promise((resolve) => setTimeout(resolve, 2100));
  return post('/subscribe', [
    ['email', email],
    ['form', stamp],
    ...newsletters.map((n): [string, string] => ['newsletter', n]),
  ]);
}

describe('the whole loop on one machine', () => {
  it('shows itself on the first run: the demo subscriber has the newest edition', async () => {
    const [edition] = await mailTo(server, 'demo@reader.example');
    expect(edition).toMatchObject({ kind: 'edition', run: 'e_2026-11-23-brief' });
  });

  it('takes a subscription, and sends no letter before it is confirmed', async () => {
    expect((await signUp(READER, ['brief', 'daily'])).status).toBe(200);
    const [confirmation] = await mailTo(server, READER);
    expect(confirmation!.kind).toBe('confirm');
    // The demo's edition has just gone: a second one so soon is held until somebody means it.
    const sent = await broadsheet(server.dataDir, ['send', '2026-11-20-brief', '--yes']);
    expect(sent).toMatchObject({ code: 1, printed: expect.stringContaining('e_2026-11-20-brief  held') });
    expect((await broadsheet(server.dataDir, ['resume', '2026-11-20-brief', '--yes'])).code).toBe(0);
    expect(await mailTo(server, 'demo@reader.example', 2)).toHaveLength(2);
    expect(await mailTo(server, READER)).toHaveLength(1);
  });

  it('confirms by a button, not by a look', async () => {
    const [confirmation] = await mailTo(server, READER);
    const link = new URL((await openMail(server, confirmation!.id)).link('/confirm/')).pathname;
    expect((await fetch(server.url + link)).status).toBe(200);
    expect(
      JSON.parse((await broadsheet(server.dataDir, ['subscribers', 'show', READER, '--json'])).printed)
        .subscriber.status,
    ).toBe('pending');
    expect((await post(link, [])).status).toBe(200);
    const [welcome] = await mailTo(server, READER, 2);
    expect(welcome!.kind).toBe('welcome');
  });

  it('refuses to send an edition twice', async () => {
    const again = await broadsheet(server.dataDir, ['send', '2026-11-23-brief', '--yes']);
    expect(again.code).toBe(1);
    expect(again.complained).toMatch(/2026-11-23-brief/);
    expect(await mailTo(server, 'demo@reader.example')).toHaveLength(2);
  });

  it('sends a test, written as for a reader, that counts as nothing', async () => {
    const words = ['send', '2026-11-23-brief', '--test', 'editor@quarterhour.example', '--as', READER];
    expect((await broadsheet(server.dataDir, words)).code).toBe(0);
    const [test] = await mailTo(server, 'editor@quarterhour.example');
    expect(test!.kind).toBe('test');
    expect((await broadsheet(server.dataDir, ['who-got-it', '2026-11-23-brief', READER])).code).toBe(1);
  });

  it('sends once more to one address that lacks it, with one-click headers', async () => {
    const sent = await broadsheet(server.dataDir, ['send', '2026-11-23-brief', '--again', READER, '--yes']);
    expect(sent).toMatchObject({ code: 0 });
    const letter = await openMail(server, (await mailTo(server, READER, 3))[0]!.id);
    expect(letter.header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    expect(letter.header('list-id')).toContain('brief.quarter-hour');
    expect(letter.html).toContain('A drowned coal mine');
    expect(letter.text).toContain('Why it matters:');
  });

  it.each([
    [
      'urlencoded',
      (url: string) =>
        fetch(url, {
          method: 'POST',
          body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
          redirect: 'manual',
        }),
    ],
    [
      'multipart, again',
      (url: string) =>
        fetch(url, { method: 'POST', body: form({ 'List-Unsubscribe': 'One-Click' }), redirect: 'manual' }),
    ],
  ])('leaves in one click (%s), answered 200 without redirect or cookie', async (_, click) => {
    const letter = await openMail(
      server,
      (await mailTo(server, READER, 3)).find((m) => m.kind === 'edition')!.id,
    );
    const url = /<(https?:[^>]+)>/.exec(letter.header('list-unsubscribe')!)![1]!;
    const answer = await click(url);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('set-cookie')).toBeNull();
    const shown = JSON.parse(
      (await broadsheet(server.dataDir, ['subscribers', 'show', READER, '--json'])).printed,
    );
    expect(shown.subscriber).toMatchObject({ status: 'active', newsletters: ['daily'] });
  });

  it('loses nothing when it is killed and started again', async () => {
    const before = await mailTo(server, 'demo@reader.example');
    await server.kill();
    server = await startServer({ dataDir: server.dataDir });
    expect(await mailTo(server, 'demo@reader.example')).toEqual(before);
    expect((await broadsheet(server.dataDir, ['status'])).printed).toContain('e_2026-11-23-brief  done');
  });

  it('refuses a second server on the same data, and welcomes commands', async () => {
    await expect(startServer({ dataDir: server.dataDir })).rejects.toThrow(/Another server is running/);
    expect((await broadsheet(server.dataDir, ['plan', '2026-11-20-brief'])).printed).toContain('receive');
  });
});

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}
