/** Routes of an editor's machine alone: editions as letters, and the event stream that makes open pages reload after a build. */
import type { Context, Hono } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import type { EditionEntry } from '../../domain/content/edition.ts';
import type { OutboxMessage } from '../../domain/delivery/outbox.ts';
import { BroadsheetError } from '../../domain/error.ts';
import type { Blobs } from '../../domain/release/release.ts';
import { localeOf } from '../../domain/text/dates.ts';
import { say } from '../../domain/text/translations.ts';
import { weighPictures } from '../../flows/letters/check-letter-size.ts';
import { previewLetter } from '../../flows/letters/preview-letter.ts';
import type { Views } from '../../flows/release/view.ts';
import { LETTERS_MAILBOX, type OpenedMessage, type OutboxContext, outboxPage } from '../../pages/outbox.ts';
import { browserKey, isFromOwnPage, type Listener, makeRoomFor } from './event-stream.ts';
import { mountStyle, PAGE_POLICY, readView, showLetter } from './outbox.ts';

export type PreviewPorts = {
  views: Views;
  base: string;
  blobs: Pick<Blobs, 'get'>;
  context(): Promise<OutboxContext>;
  /** Calls `listener` after every build that changed something. The returned function removes the listener. */
  onChange(listener: () => void): () => void;
};

/** Milliseconds. Proxies and browsers drop a silent connection after about a minute. */
const HEARTBEAT_INTERVAL = 25_000;
const MAX_LISTED_EDITIONS = 60;
/** Streams open at once, over all browsers. */
export const MAX_LISTENERS = 100;

export function mountPreview(app: Hono, ports: PreviewPorts): void {
  mountEvents(app, ports);
  mountStyle(app, LETTERS_MAILBOX);
  app.get('/preview/letters', (c) => showLetters(c, ports, undefined));
  app.get('/preview/letters/:file', async (c) => {
    const file = c.req.param('file');
    if (!file.endsWith('.html')) return showLetters(c, ports, file);
    const view = await ports.views.current();
    return showLetter(c, (await previewLetter(view, file.slice(0, -'.html'.length), ports.base)).html);
  });
}

function mountEvents(app: Hono, { onChange }: PreviewPorts): void {
  // In order of arrival, the oldest first.
  const listeners = new Set<Listener>();
  app.get('/preview/events', (c) => {
    if (!isFromOwnPage(c))
      throw new BroadsheetError('refused', 'This stream is for the pages of this preview.', {
        remedy: 'Open a page of the preview.',
      });
    // A HEAD has no stream whose end would remove the listener.
    if (c.req.method === 'HEAD') return c.body(null, 200, { 'Content-Type': 'text/event-stream' });
    const browser = browserKey(c);
    makeRoomFor(browser, listeners);
    if (listeners.size >= MAX_LISTENERS)
      throw new BroadsheetError('unavailable', `${MAX_LISTENERS} pages are open.`, {
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
      await sendHeartbeats(stream, rested);
    });
  });
}

/** Sends heartbeats until the page is closed or the stream must rest. */
async function sendHeartbeats(stream: SSEStreamingApi, rested: Promise<'rest'>): Promise<void> {
  let next: unknown;
  while (!stream.aborted && next !== 'rest') {
    await stream.writeSSE({ event: 'alive', data: '' });
    next = await Promise.race([stream.sleep(HEARTBEAT_INTERVAL), rested]);
  }
  if (!stream.aborted) await stream.writeSSE({ event: 'rest', data: '' });
}

async function showLetters(c: Context, ports: PreviewPorts, id: string | undefined) {
  const view = await ports.views.current();
  const context = await ports.context();
  const editions = await view.release.editions();
  const opened = id === undefined ? undefined : await openLetter(c, ports, context, id);
  const messages = editions
    .slice(0, MAX_LISTED_EDITIONS)
    .map((edition) => editionAsMessage(context, edition, view.now));
  const list = {
    mailbox: LETTERS_MAILBOX,
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

const editionAsMessage = (
  { words }: OutboxContext,
  { id, subject, sendAt }: Pick<EditionEntry, 'id' | 'subject' | 'sendAt'>,
  now: number,
): OutboxMessage => ({
  ...{ id, subject, kind: 'edition', run: '', attempt: 1, bytes: 0 },
  to: say(words, 'outbox.reader'),
  at: sendAt ?? now,
});

/** `49.3 KB`, in the language of the publication. */
const formatKilobytes = ({ language }: OutboxContext, bytes: number): string =>
  `${new Intl.NumberFormat(localeOf(language), { maximumFractionDigits: 1 }).format(bytes / 1024)} KB`;

async function openLetter(
  c: Context,
  ports: PreviewPorts,
  context: OutboxContext,
  id: string,
): Promise<OpenedMessage> {
  const view = await ports.views.current();
  const { subject, text, htmlBytes, pictures } = await previewLetter(view, id, ports.base);
  const pictureBytes = await weighPictures(ports.blobs, pictures);
  const weight = say(context.words, 'outbox.weight', {
    html: formatKilobytes(context, htmlBytes),
    pictures: formatKilobytes(context, pictureBytes ?? 0),
  });
  return {
    weight,
    message: editionAsMessage(context, { id, subject, sendAt: undefined }, view.now),
    view: readView(c),
    headers: [],
    text,
    source: '',
  };
}
