import { describe, expect, it } from 'vitest';
import { createAnswering } from '../../functions/web/answer.ts';
import { createHttpHandler, type HttpEvent } from '../../functions/web/lambda-http.ts';
import { anEntry } from '../support/small-publication.ts';
import { aFullStore, aSite } from '../support/small-view.ts';

/** Old addresses of an article, as API Gateway writes them: decoded. */
const ALIASES = [
  ...['/old/100%', '/old/50% off', '/old/what?', '/old/who?what?', '/old/c#', '/old/c#/intro', '/old/#1'],
  ...['/old/100%#1?', '/old/über', '/old/a b', '/old/a+b', '/old/a&b=c', '/old/%zz', '/old/50%ff', '/old/%'],
];

const store = aFullStore();
store.entries.push(anEntry({ id: 'moved', slug: 'moved', aliases: ALIASES }));
const { app, site } = aSite(store);
const handler = createHttpHandler(app, () => 'secret', createAnswering(site, { absent: true }));

const event = (rawPath: string, rawQueryString = ''): HttpEvent => ({
  rawPath,
  rawQueryString,
  headers: { 'x-broadsheet-origin': 'secret', accept: 'text/html' },
  requestContext: { http: { method: 'GET', sourceIp: '192.0.2.1' } },
});
const ask = async (path: string, query?: string) => {
  const { statusCode, headers } = await handler(event(path, query));
  return [statusCode, headers.location];
};

describe('an old address on Lambda', () => {
  it.each(ALIASES)('%j leads on, whether its path comes decoded or encoded', async (path) => {
    expect(await ask(path)).toEqual([301, '/articles/moved']);
    expect(await ask(encodeURI(path).replaceAll('?', '%3F').replaceAll('#', '%23'))).toEqual([
      301,
      '/articles/moved',
    ]);
  });

  it('keeps its query apart from what is its path', async () => {
    expect(await ask('/old/what?', 'utm_source=x')).toEqual([301, '/articles/moved']);
    expect((await ask('/old/what', ''))[0]).toBe(404);
    expect((await ask('/archive', 'a=%3F%23'))[0]).toBe(200);
  });

  it('is no way around what is not to be had', async () => {
    for (const path of ['/media/../state?x', '/media/%2e%2e%2fstate', '/assets/?', '/#/articles/one'])
      expect([path, (await ask(path))[0]]).toEqual([path, 404]);
  });
});
