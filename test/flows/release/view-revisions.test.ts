import { describe, expect, it } from 'vitest';
import { HOUR, SECOND } from '../../../functions/domain/time/instant.ts';
import { anEntry, NOON } from '../../support/builders/small-publication.ts';
import { aSite, aStore } from '../../support/builders/small-site.ts';

const PATHS = [
  ...['/feed.xml', '/atom.xml', '/feed.json', '/topics/world/atom.xml', '/archive/2026-11/atom.xml'],
  ...['/articles/harbour', '/sitemap.xml'],
];
const COMES = NOON + 48 * HOUR;
const corrected = anEntry({
  date: NOON - HOUR,
  updated: COMES,
  edited: NOON - 1000,
  corrections: [{ date: COMES, text: 'It was two ferries.' }],
});
const other = anEntry({ id: 'other', topic: 'business', date: NOON - 2 * HOUR });
const SAID = /two ferries|2026-11-25T12:00:00/;

async function read(store: ReturnType<typeof aStore>, path: string) {
  const answer = await aSite(store).app.request(path);
  const { headers } = answer;
  return {
    text: await answer.text(),
    tag: headers.get('etag'),
    modified: headers.get('last-modified'),
    headers,
  };
}

describe('a correction that is to come', () => {
  it.each(PATHS)('is in nothing that is shown before its time: %s', async (path) => {
    const store = aStore({ entries: [corrected, other], now: COMES - 1 });
    const { text, modified } = await read(store, path);
    expect(text).not.toMatch(SAID);
    expect(Date.parse(modified!)).toBeLessThan(COMES);
  });

  it.each(PATHS)('is there at its instant, with new validators: %s', async (path) => {
    const store = aStore({ entries: [corrected, other] });
    const { app } = aSite(store);
    const before = await app.request(path);
    store.now = COMES;
    const after = await app.request(path);
    expect(await after.text()).toMatch(SAID);
    expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'));
    expect(Date.parse(after.headers.get('last-modified')!)).toBe(COMES);
  });

  it('ends the time for which a shared cache keeps what is without it', async () => {
    const store = aStore({ entries: [corrected, other], now: COMES - 10 * SECOND });
    const { headers } = await read(store, '/feed.xml');
    expect(headers.get('cache-control')).toContain('s-maxage=10');
  });

  it('leaves feeds dated by what is past', async () => {
    const store = aStore({ entries: [corrected, other], now: COMES - 1 });
    expect((await read(store, '/atom.xml')).text).toContain(new Date(NOON - 1000).toISOString());
    const late = { ...other, corrections: [{ date: COMES, text: 'x' }], updated: COMES };
    expect((await read(aStore({ entries: [late] }), '/feed.xml')).text).not.toContain('25 Nov 2026');
  });
});
