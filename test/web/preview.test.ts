import type { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { MOST_LISTENERS, mountPreview } from '../../functions/web/preview.ts';
import { publishedViews } from '../support/published.ts';
import { aFullStore, aSite } from '../support/small-view.ts';
import { readWords } from '../support/words.ts';

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
  const routes = [(app: Hono) => mountPreview(app, { views, base, context, onChange })];
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
    const pages = await Promise.all(Array.from({ length: MOST_LISTENERS }, open));
    expect([(await open()).status, listeners.size]).toEqual([503, MOST_LISTENERS]);
    await pages[0]!.body!.cancel();
    expect((await open()).status).toBe(200);
    for (const page of pages.slice(1)) await page.body!.cancel();
  });
});
