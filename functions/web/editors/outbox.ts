/** Routes of the outbox: pages for people, `messages.json` and `.eml` for tools. Mounted only if MAILER=outbox. */
import type { Context, Hono } from 'hono';
import type { Outbox, OutboxMessage, ReadMail } from '../../domain/delivery/outbox.ts';
import { BroadsheetError } from '../../domain/error.ts';
import {
  type MailboxPage,
  type OpenedMessage,
  OUTBOX,
  OUTBOX_VIEWS,
  type OutboxContext,
  type OutboxView,
  outboxPage,
} from '../../pages/outbox.ts';
import { OUTBOX_CSS, OUTBOX_JS } from '../../pages/parts/outbox-assets.ts';

export type OutboxPorts = {
  outbox: Outbox;
  readMail: ReadMail;
  context(): Promise<OutboxContext>;
};

const PAGE = 60;
const MOST = 1000;

export const PAGE_POLICY =
  "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/** Allows the styles and images of a letter, nothing else. */
const LETTER_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src * data:; base-uri 'self'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

export function mountOutbox(app: Hono, ports: OutboxPorts): void {
  mountStyle(app, OUTBOX);
  app.get('/outbox/outbox.js', (c) =>
    c.body(OUTBOX_JS, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }),
  );
  app.get('/outbox', (c) => listPage(c, ports, undefined));
  app.get('/outbox/messages.json', (c) => listJson(c, ports));
  app.get('/outbox/messages/:file', async (c) => {
    const [, id = '', ending] = /^(.*?)(\.eml|\.html)?$/.exec(c.req.param('file') ?? '') ?? [];
    if (ending === '.eml') return eml(c, ports, id);
    if (ending === '.html') return letter(c, ports, id);
    return listPage(c, ports, id);
  });
}

/** Mounts the style sheet of a mailbox page (outbox or letters of the preview). */
export function mountStyle(app: Hono, { style }: MailboxPage): void {
  app.get(style, (c) => c.body(OUTBOX_CSS, 200, { 'Content-Type': 'text/css; charset=utf-8' }));
}

function limitOf(c: Context, fallback: number): number {
  const given = c.req.query('limit');
  const limit = given === undefined ? fallback : Number(given);
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST) {
    throw new BroadsheetError('invalid', `limit is "${given}".`, {
      remedy: `Give a number from 1 to ${MOST}.`,
    });
  }
  return limit;
}

function filterOf(c: Context): { to?: string; run?: string; before?: string } {
  const { to, run, before } = c.req.query();
  return { ...(to ? { to } : {}), ...(run ? { run } : {}), ...(before ? { before } : {}) };
}

async function listJson(c: Context, { outbox }: OutboxPorts) {
  const { total, messages } = await outbox.list({ ...filterOf(c), limit: limitOf(c, 100) });
  c.header('X-Total-Count', String(total));
  c.header('Cache-Control', 'no-store');
  return c.json(
    messages.map(({ id, to, subject, kind, run, at }) => ({
      id,
      to,
      subject,
      kind,
      run,
      at: new Date(at).toISOString(),
    })),
  );
}

async function listPage(c: Context, ports: OutboxPorts, id: string | undefined) {
  const filter = filterOf(c);
  const context = await ports.context();
  const { total, messages } = await ports.outbox.list({ ...filter, limit: PAGE });
  const opened = id === undefined ? undefined : await open(c, ports, id);
  const query = new URLSearchParams(filter as Record<string, string>).toString();
  const last = messages.at(-1);
  const older = new URLSearchParams({ ...filter, before: last?.id ?? '' });
  const page = outboxPage(
    context,
    {
      mailbox: OUTBOX,
      messages,
      total,
      query: query && `?${query}`,
      filter: filter.to ?? '',
      older: last && messages.length === PAGE ? `/outbox?${older}` : undefined,
    },
    opened,
  );
  return c.html(page, 200, { 'Content-Security-Policy': PAGE_POLICY, 'Cache-Control': 'no-store' });
}

async function open(c: Context, ports: OutboxPorts, id: string): Promise<OpenedMessage> {
  const { message, bytes } = await fetchMessage(ports, id);
  const view = viewOf(c);
  const { headers, text } = await ports.readMail(bytes);
  return {
    message,
    view,
    headers,
    text,
    source: view === 'source' ? new TextDecoder('latin1').decode(bytes) : '',
  };
}

export const viewOf = (c: Context): OutboxView =>
  OUTBOX_VIEWS.find((v) => v === c.req.query('view')) ?? 'desktop';

async function fetchMessage(
  { outbox }: OutboxPorts,
  id: string,
): Promise<{ message: OutboxMessage; bytes: Uint8Array }> {
  const message = await outbox.message(id);
  const bytes = message && (await outbox.eml(id));
  if (!message || !bytes) {
    throw new BroadsheetError('not-found', 'There is no such message in the outbox.', {
      remedy: 'Look at /outbox.',
    });
  }
  return { message, bytes };
}

async function eml(c: Context, ports: OutboxPorts, id: string) {
  const { bytes } = await fetchMessage(ports, id);
  return c.body(new Uint8Array(bytes), 200, {
    'Content-Type': 'message/rfc822',
    'Cache-Control': 'no-store',
  });
}

/** Forces the letter's dark mode by rewriting its media queries: a page cannot set the colour scheme of a frame. */
const darkened = (html: string): string =>
  html
    .replaceAll(/\(\s*prefers-color-scheme\s*:\s*dark\s*\)/g, '(min-width: 0)')
    .replaceAll(/\(\s*prefers-color-scheme\s*:\s*light\s*\)/g, '(max-width: 0)');

async function letter(c: Context, ports: OutboxPorts, id: string) {
  const { bytes } = await fetchMessage(ports, id);
  const { html } = await ports.readMail(bytes);
  return showLetter(c, html);
}

/** Answers with a letter's HTML for a frame. `?dark` shows the letter in dark mode. */
export function showLetter(c: Context, html: string) {
  const shown = c.req.query('dark') === undefined ? html : darkened(html);
  const page = shown.replace(/<head[^>]*>/i, (head) => `${head}<base target="_blank">`);
  return c.html(page, 200, {
    'Content-Security-Policy': LETTER_POLICY,
    'X-Frame-Options': 'SAMEORIGIN',
    'Cache-Control': 'no-store',
  });
}
