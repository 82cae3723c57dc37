import type { Hono } from 'hono';
import { afterEach, describe, expect, it } from 'vitest';
import { readMail } from '../../../functions/adapters/postal-mime/read-mail.ts';
import { openOutboxFile } from '../../../functions/adapters/sqlite/outbox/database.ts';
import { createOutboxMailer } from '../../../functions/adapters/sqlite/outbox/mailer.ts';
import { createOutbox } from '../../../functions/adapters/sqlite/outbox/outbox.ts';
import type { Mailer } from '../../../functions/domain/delivery/mailer.ts';
import { compose, prepareLetter } from '../../../functions/domain/letters/compose.ts';
import type { Letter } from '../../../functions/domain/letters/letter.ts';
import { mountOutbox } from '../../../functions/web/editors/outbox.ts';
import { aLetter, aRecipient, aStamp } from '../../support/builders/letters.ts';
import { aMessage } from '../../support/builders/messages.ts';
import { aFullStore, aSite } from '../../support/builders/small-site.ts';
import { readWords } from '../../support/builders/words.ts';

let mailer: Mailer | undefined;
afterEach(() => mailer?.close());

const context = async () => ({
  ...{ title: 'The Small Paper', words: readWords('en'), language: 'en', timezone: 'UTC' },
  ...{ icon: '/assets/favicon.svg', reload: '/assets/preview.js' },
});

function openOutbox(letter: Letter = aLetter()) {
  const db = openOutboxFile(':memory:');
  const carrier = createOutboxMailer(db);
  mailer = carrier;
  const outbox = createOutbox(db, async () => letter);
  const { app } = aSite(aFullStore(), {
    routes: [(inner: Hono) => mountOutbox(inner, { outbox, readMail, context })],
  });
  const recipe = { letter: 'h'.repeat(64), recipient: aRecipient(), stamp: aStamp() };
  const raw = compose(prepareLetter(letter, recipe.letter), recipe.recipient, recipe.stamp)!;
  const put = (to: string, run = 'e_1') =>
    carrier.send(aMessage({ to, raw, recipe, tags: { run, batch: '1-0-', pos: '0', try: '1' } }));
  return { put, raw, get: async (path: string) => app.request(path, { headers: { accept: 'text/html' } }) };
}

async function openFilled(letter?: Letter) {
  const opened = openOutbox(letter);
  for (const who of ['ada', 'bob', 'ada']) await opened.put(`${who}@x.example`, `e_${who}`);
  return opened;
}

describe('messages.json', () => {
  const ids = async (query: string) => {
    const response = await (await openFilled()).get(`/outbox/messages.json${query}`);
    const messages = (await response.json()) as { id: string }[];
    return [messages.map((m) => m.id).join(), response.headers.get('x-total-count')];
  };

  it('lists newest first, in the form tools rely on, and is kept by nobody', async () => {
    const response = await (await openFilled()).get('/outbox/messages.json');
    const messages = (await response.json()) as Record<string, string>[];
    expect(messages.map((m) => m.id)).toEqual(['3', '2', '1']);
    expect(Object.keys(messages[0]!)).toEqual(['id', 'to', 'subject', 'kind', 'run', 'at']);
    expect(messages[0]).toMatchObject({ to: 'ada@x.example', kind: 'edition', run: 'e_ada' });
    expect(messages[0]!.at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it.each([
    ['?to=ada@x.example', '3,1', '2'],
    ['?to=ADA@X.EXAMPLE', '3,1', '2'],
    ['?run=e_bob', '2', '1'],
    ['?to=ada@x.example&run=e_bob', '', '0'],
    ['?limit=1', '3', '3'],
    ['?limit=1&before=3', '2', '3'],
    ["?to=' OR 1=1 --", '', '0'],
  ])('%s gives %j of %s in all', async (query, found, total) => {
    expect(await ids(query)).toEqual([found, total]);
  });

  it.each(['0', '-1', '1.5', 'x', '1001', ''])('refuses limit=%s', async (limit) => {
    const response = await openOutbox().get(`/outbox/messages.json?limit=${limit}`);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('from 1 to 1000');
  });
});

describe('a message', () => {
  it('is downloaded as the very bytes that were accepted', async () => {
    const { get, raw } = await openFilled();
    const response = await get('/outbox/messages/2.eml');
    expect(response.headers.get('content-type')).toBe('message/rfc822');
    expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from(raw));
  });

  it.each(['desktop', 'phone', 'dark', 'text', 'headers', 'source'])('is shown as %s', async (view) => {
    const response = await (await openFilled()).get(`/outbox/messages/2?view=${view}`);
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(page).toContain(`?view=${view}" aria-current="page"`);
    expect(page.includes('<iframe')).toBe(['desktop', 'phone', 'dark'].includes(view));
  });

  it.each(['9', '0', '-1', '1e0', 'x', '../state', '1 OR 1'])('%j is nobody’s', async (id) => {
    const { get } = await openFilled();
    for (const ending of ['', '.eml', '.html'])
      expect((await get(`/outbox/messages/${encodeURIComponent(id)}${ending}`)).status).toBe(404);
  });
});

describe('a letter in its frame', () => {
  it('may draw itself and nothing else: no script, no form, no site around it', async () => {
    const response = await (await openFilled()).get('/outbox/messages/2.html');
    const policy = response.headers.get('content-security-policy');
    expect(policy).toMatch(/default-src 'none'.*frame-ancestors 'self'; sandbox allow-popups /);
    expect(policy).not.toMatch(/script|allow-same-origin|allow-forms/);
    expect(response.headers.get('x-frame-options')).toBe('SAMEORIGIN');
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('is dark when asked to be, whatever the browser prefers', async () => {
    const style = '<style>@media (prefers-color-scheme: dark) { p { color: #fff } }</style>';
    const { get } = await openFilled(aLetter({ html: [`<html><head>${style}</head><p>Hello.</p></html>`] }));
    const [plain, dark] = await Promise.all(
      ['', '?dark'].map(async (query) => (await get(`/outbox/messages/2.html${query}`)).text()),
    );
    expect(plain).toContain('(prefers-color-scheme: dark)');
    expect(dark).not.toContain('prefers-color-scheme');
  });
});

describe('the page of the outbox', () => {
  it('keeps the filter while one reads', async () => {
    const page = await (await (await openFilled()).get('/outbox/messages/3?to=ada@x.example')).text();
    expect(page).toContain('href="/outbox/messages/1?to=ada%40x.example"');
    expect(page).toContain('view=text&amp;to=ada%40x.example');
    expect(page).not.toContain('bob@x.example');
  });

  it('escapes what it was asked for', async () => {
    const page = await (await openOutbox().get('/outbox?to="><script>alert(1)</script>')).text();
    expect(page).not.toContain('<script>alert');
  });

  it('may show its icon, style and script, and nothing of others', async () => {
    const response = await openOutbox().get('/outbox');
    const policy = response.headers.get('content-security-policy');
    for (const kind of ['img', 'style', 'script', 'connect', 'frame'])
      expect(policy).toContain(`${kind}-src 'self'`);
    expect(policy).not.toContain('unsafe');
  });
});
