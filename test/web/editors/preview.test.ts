import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { MAX_STREAMS_PER_BROWSER } from '../../../functions/web/editors/event-stream.ts';
import { MAX_LISTENERS, mountPreview } from '../../../functions/web/editors/preview.ts';
import { anEdition, article } from '../../support/builders/an-edition.ts';
import { englishWording } from '../../support/builders/letter-view.ts';
import { publishedViews } from '../../support/builders/published.ts';
import { anEntry, aPicture } from '../../support/builders/small-publication.ts';
import { aFullStore, aSite, aStore } from '../../support/builders/small-site.ts';
import { readWords } from '../../support/builders/words.ts';
import { memoryBlobs } from '../../support/fakes/memory-blobs.ts';

const context = async () => ({
  ...{ title: 'The Small Paper', words: readWords('en'), language: 'en', timezone: 'UTC' },
  ...{ icon: '/assets/favicon.svg', reload: '/assets/preview.js' },
});

/** An editor's machine with a real mailer: there is no outbox. */
function anEditorsSite() {
  const listeners = new Set<() => void>();
  const onChange = (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  const views = publishedViews(aFullStore());
  const base = 'https://paper.example';
  const routes = [(app: Hono) => mountPreview(app, { views, base, blobs: memoryBlobs(), context, onChange })];
  return { app: aSite(aFullStore(), { routes }).app, listeners };
}

describe('letters to come', () => {
  it('have their style and follow what is edited, without an outbox beside them', async () => {
    const { app } = anEditorsSite();
    const page = await (await app.request('/preview/letters')).text();
    expect(page).toContain('<script src="/assets/preview.js"');
    expect(page).not.toContain('"/outbox');
    const style = /<link rel="stylesheet" href="([^"]+)"/.exec(page)![1]!;
    expect((await app.request(style)).headers.get('content-type')).toBe('text/css; charset=utf-8');
  });
});

describe('the preview of a letter', () => {
  it.each([
    ['en', /One letter: \d+\.\d KB of HTML, 200 KB of pictures/],
    ['de', /Ein Brief: \d+,\d KB HTML, 200 KB Bilder/],
  ])('says the weight of one letter in the language %s', async (language, weight) => {
    const entries = [anEntry({ image: aPicture() })];
    const editions = [anEdition([article('harbour')], { newsletter: 'daily' })];
    const wording = englishWording;
    const views = publishedViews(aStore({ entries, editions }), wording);
    const blobs = memoryBlobs();
    await blobs.put('media/harbour-0a1b-1200.jpg', new Uint8Array(200 * 1024));
    const said = async () => ({ ...(await context()), language, words: readWords(language) });
    const app = new Hono();
    mountPreview(app, {
      views,
      base: 'https://paper.example',
      blobs,
      context: said,
      onChange: () => () => {},
    });
    const page = await (await app.request('/preview/letters/2026-11-23-brief')).text();
    expect(page).toMatch(weight);
  });
});

describe('an open page', () => {
  it('is told of each change, until it is closed', async () => {
    const { app, listeners } = anEditorsSite();
    const events = (await app.request('/preview/events')).body!.pipeThrough(new TextDecoderStream());
    const reader = events.getReader();
    expect((await reader.read()).value).toContain('event: alive');
    for (const listener of listeners) listener();
    expect((await reader.read()).value).toContain('event: reload');
    await reader.cancel();
    expect(listeners.size).toBe(0);
  });

  it('is one of a hundred at most, and makes room when it is closed', async () => {
    const { app, listeners } = anEditorsSite();
    const open = () => app.request('/preview/events');
    const pages = await Promise.all(Array.from({ length: MAX_LISTENERS }, open));
    expect([(await open()).status, listeners.size]).toEqual([503, MAX_LISTENERS]);
    await pages[0]!.body!.cancel();
    expect((await open()).status).toBe(200);
    for (const page of pages.slice(1)) await page.body!.cancel();
  });
});

describe('a stream of events', () => {
  const own = { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'cors' };
  const host = 'localhost:3000';
  const ask = (headers: Record<string, string>, method = 'GET') => {
    const site = anEditorsSite();
    return Promise.resolve(site.app.request('/preview/events', { method, headers })).then(async (answer) => {
      const { size } = site.listeners;
      await answer.body?.cancel();
      return { status: answer.status, size };
    });
  };

  it.each([
    ['a page of ours', own],
    ['a program', {}],
    ['node’s fetch', { accept: '*/*', 'sec-fetch-mode': 'cors' }],
    ['a browser without Fetch Metadata', { accept: 'text/event-stream' }],
    ['the same, with its origin', { accept: 'text/event-stream', origin: `http://${host}`, host }],
  ])('is for %s', async (_, headers) => {
    expect(await ask(headers)).toEqual({ status: 200, size: 1 });
  });

  it.each([
    ['a picture elsewhere', { ...own, 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'image' }],
    ['a stream of another site', { ...own, 'sec-fetch-site': 'cross-site', accept: 'text/event-stream' }],
    ['another server of this machine', { ...own, 'sec-fetch-site': 'same-site' }],
    ['a window that was sent here', { ...own, 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' }],
    ['an address typed by hand', { 'sec-fetch-site': 'none', 'sec-fetch-dest': 'document' }],
    ['a picture of a page of ours', { ...own, 'sec-fetch-dest': 'image' }],
    ['a frame, script or prefetch', { ...own, 'sec-fetch-dest': 'iframe' }],
    ['an old browser’s picture', { accept: 'image/webp,image/*;q=0.8,*/*;q=0.5' }],
    ['an old browser’s script', { accept: '*/*' }],
    ['an old browser’s frame', { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }],
    [
      'an old browser’s stream elsewhere',
      { accept: 'text/event-stream', origin: 'http://evil.example', host },
    ],
    ['an old browser’s sandbox', { accept: 'text/event-stream', origin: 'null', host }],
  ])('is not for %s', async (_, headers) => {
    expect(await ask(headers)).toEqual({ status: 403, size: 0 });
  });

  it('is not held by HEAD, which would never let it go', async () => {
    expect(await ask(own, 'HEAD')).toEqual({ status: 200, size: 0 });
  });

  it('of a seventh page has the oldest rest, so that its browser has connections left', async () => {
    const { app, listeners } = anEditorsSite();
    const open = (name: string) => app.request('/preview/events', { headers: { ...own, host: name } });
    const first = await open(host);
    for (let page = 2; page <= 7; page++) expect((await open(host)).status).toBe(200);
    expect(await first.text()).toMatch(/event: rest\ndata: \n\n$/);
    expect(listeners.size).toBe(MAX_STREAMS_PER_BROWSER);
    for (let page = 1; page <= MAX_STREAMS_PER_BROWSER; page++) await open('127.0.0.1:3000');
    expect(listeners.size).toBe(2 * MAX_STREAMS_PER_BROWSER);
  });

  it('is one of four for all names that a page can make up for this machine', async () => {
    const { app, listeners } = anEditorsSite();
    const names = Array.from({ length: 60 }, (_, n) => [`a${n}.LocalHost:3000`, `127.0.${n}.1:3000`]).flat();
    for (const name of names)
      await app.request('/preview/events', { headers: { accept: 'text/event-stream', host: name } });
    expect(listeners.size).toBe(2 * MAX_STREAMS_PER_BROWSER);
  });
});
