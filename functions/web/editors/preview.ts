/** Routes of an editor's machine alone: editions as letters, and the event stream that makes open pages reload after a build. */
import type { Context, Hono } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import type { EditionEntry } from '../../domain/content/edition.ts';
import type { OutboxMessage } from '../../domain/delivery/outbox.ts';
import { BroadsheetError } from '../../domain/error.ts';
import { say } from '../../domain/text/translations.ts';
import { previewLetter } from '../../flows/letters/preview-letter.ts';
import type { Views } from '../../flows/release/view.ts';
import { LETTERS, type OpenedMessage, type OutboxContext, outboxPage } from '../../pages/outbox.ts';
import { browserOf, isOfOwnPage, type Listener, makeRoomFor } from './event-stream.ts';
import { mountStyle, PAGE_POLICY, showLetter, viewOf } from './outbox.ts';

export type PreviewPorts = {
  views: Views;
  base: string;
  context(): Promise<OutboxContext>;
  /** Calls `listener` after every build that changed something. The returned function removes the listener. */
  onChange(listener: () => void): () => void;
};

/** Milliseconds. Proxies and browsers drop a silent connection after about a minute. */
const HEARTBEAT = 25_000;
const SHOWN = 60;
/** Streams open at once, over all browsers. */
export const MOST_LISTENERS = 100;

export function mountPreview(app: Hono, ports: PreviewPorts): void {
  mountEvents(app, ports);
  mountStyle(app, LETTERS);
  app.get('/preview/letters', (c) => show(c, ports, undefined));
  app.get('/preview/letters/:file', async (c) => {
    const file = c.req.param('file');
    if (!file.endsWith('.html')) return show(c, ports, file);
    const view = await ports.views.current();
    return showLetter(c, (await previewLetter(view, file.slice(0, -'.html'.length), ports.base)).html);
  });
}

function mountEvents(app: Hono, { onChange }: PreviewPorts): void {
  // In order of arrival, the oldest first.
  const listeners = new Set<Listener>();
  app.get('/preview/events', (c) => {
    if (!isOfOwnPage(c))
      throw new BroadsheetError('refused', 'This stream is for the pages of this preview.', {
        remedy: 'Open a page of the preview.',
      });
    // A HEAD has no stream whose end would remove the listener.
    if (c.req.method === 'HEAD') return c.body(null, 200, { 'Content-Type': 'text/event-stream' });
    const browser = browserOf(c);
    makeRoomFor(browser, listeners);
    if (listeners.size >= MOST_LISTENERS)
      throw new BroadsheetError('unavailable', `${MOST_LISTENERS} pages are open.`, {
        remedy: 'Close some of the pages.',
      });
    return streamSSE(c, async (stream) => {
      const { promise: rested, resolve } = Promise.withResolvers<'rest'>();
      const stop = onChange(() => void stream.writeSSE({ event: 'reload', data: '' }));
      const rest = () => {
        stop();
        listeners.delete(listener);
        resolve('rest');
      };
      const listener = { browser, rest };
      listeners.add(listener);
      stream.onAbort(rest);
      await listen(stream, rested);
    });
  });
}

/** Sends heartbeats until the page is closed or the stream must rest. */
async function listen(stream: SSEStreamingApi, rested: Promise<'rest'>): Promise<void> {
  let next: unknown;
  while (!stream.aborted && next !== 'rest') {
    await stream.writeSSE({ event: 'alive', data: '' });
    next = await Promise.race([stream.sleep(HEARTBEAT), rested]);
  }
  if (!stream.aborted) await stream.writeSSE({ event: 'rest', data: '' });
}

async function show(c: Context, ports: PreviewPorts, id: string | undefined) {
  const view = await ports.views.current();
  const context = await ports.context();
  const editions = await view.release.editions();
  const opened = id === undefined ? undefined : await open(c, ports, context, id);
  const messages = editions.slice(0, SHOWN).map((edition) => messageOf(context, edition, view.now));
  const list = {
    mailbox: LETTERS,
    messages,
    total: editions.length,
    query: '',
    filter: '',
    older: undefined,
  };
  return c.html(outboxPage(context, list, opened), 200, {
    'Content-Security-Policy': PAGE_POLICY,
    'Cache-Control': 'no-store',
  });
}

const messageOf = (
  { words }: OutboxContext,
  { id, subject, sendAt }: Pick<EditionEntry, 'id' | 'subject' | 'sendAt'>,
  now: number,
): OutboxMessage => ({
  ...{ id, subject, kind: 'edition', run: '', attempt: 1, bytes: 0 },
  to: say(words, 'outbox.reader'),
  at: sendAt ?? now,
});

async function open(
  c: Context,
  ports: PreviewPorts,
  context: OutboxContext,
  id: string,
): Promise<OpenedMessage> {
  const view = await ports.views.current();
  const { subject, text } = await previewLetter(view, id, ports.base);
  return {
    message: messageOf(context, { id, subject, sendAt: undefined }, view.now),
    view: viewOf(c),
    headers: [],
    text,
    source: '',
  };
}
