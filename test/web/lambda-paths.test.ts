import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { createHttpHandler } from '../../functions/web/lambda-http.ts';
import type { HttpEvent } from '../../functions/web/lambda-request.ts';
import { createAnswerContent } from '../../functions/web/site/answer-content.ts';
import { anEntry } from '../support/builders/small-publication.ts';
import { aFullStore, aSite } from '../support/builders/small-site.ts';

/** Old addresses of an article, as API Gateway writes them: decoded. */
const ALIASES = [
  ...['/old/100%', '/old/50% off', '/old/what?', '/old/who?what?', '/old/c#', '/old/c#/intro', '/old/#1'],
  ...['/old/100%#1?', '/old/über', '/old/a b', '/old/a+b', '/old/a&b=c', '/old/%zz', '/old/50%ff', '/old/%'],
  ...['/old/a\\b', '/old/😀', '/old/tab\there', '/old/日本?#%', '/old/q"<>', '/old/[x];y'],
];

const store = aFullStore();
store.entries.push(anEntry({ id: 'moved', slug: 'moved', aliases: ALIASES }));
const { app, site } = aSite(store);
const handler = createHttpHandler(app, () => 'secret', createAnswerContent(site, { absent: true }));

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

  it('is not the page that it would be without its blanks', async () => {
    for (const path of ['/\n', '/\t', '/ ', '/arch\nive', '/archive ', '/archive\0', '/\\archive'])
      expect([path, (await ask(path))[0]]).toEqual([path, 404]);
  });

  it('is no way around what is not to be had', async () => {
    for (const path of ['/media/../state?x', '/media/%2e%2e%2fstate', '/assets/?', '/#/articles/one'])
      expect([path, (await ask(path))[0]]).toEqual([path, 404]);
  });
});

describe('a form on Lambda', () => {
  const forms = new Hono();
  forms.post('/subscribe', (c) => c.text('signed up'));
  for (const form of ['manage', 'unsubscribe'])
    forms.post(`/${form}/:token`, (c) => c.text((c.req.param() as { token: string }).token));
  const taken = createHttpHandler(forms, () => 'secret');
  const post = async (path: string) => {
    const asked = event(path);
    return (await taken({ ...asked, requestContext: { http: { method: 'POST', sourceIp: '' } } })).statusCode;
  };

  it('is not reached by a way that API Gateway did not take for its own, however that reads once it is decoded', async () => {
    const by = async (routeKey: string, path: string, method = 'POST') => {
      const http = { method, sourceIp: '' };
      return (await taken({ ...event(path), routeKey, requestContext: { http } })).statusCode;
    };
    for (const [path, route] of [
      ['/subscribe', '/subscribe'],
      ['/manage/a.b-c_d', '/manage/{token}'],
    ] as const) {
      expect([path, await by(`POST ${route}`, path)]).toEqual([path, 200]);
      for (const method of ['POST', 'post', 'Post'])
        expect([path, method, await by('$default', path, method)]).toEqual([path, method, 400]);
    }
    // What has no route of its own comes by that of everything.
    expect(await by('$default', '/unsubscribe/a.b')).toBe(200);
    expect(await by('$default', '/subscribe/', 'POST')).toBe(404);
    expect(await by('$default', '/subscribe', 'PUT')).toBe(404);
  });

  it('that unsubscribes is taken however a mail service spells its link', async () => {
    const http = { method: 'POST', sourceIp: '' };
    for (const path of ['/unsubscribe/a.b-c_d', '/unsubscribe/a%2Eb%2Dc%5Fd', '/unsubscribe/%61.b-c_d']) {
      const { statusCode, body } = await taken({ ...event(path), requestContext: { http } });
      expect([path, statusCode, body]).toEqual([path, 200, 'a.b-c_d']);
    }
    expect(await post('/unsubscribe/../subscribe')).toBe(400);
    expect(await post('/unsubscribe/%2e%2e/subscribe')).toBe(400);
  });

  it('is at its own path, by which the API slows it, and at none that reads as it', async () => {
    for (const path of ['/subscribe', '/manage/a.b-c_d'])
      expect([path, await post(path)]).toEqual([path, 200]);
    const around = [
      ...['/%73ubscribe', '/./subscribe', '/x/../subscribe', '/x/%2e%2e/subscribe', '/subscribe%'],
      ...['/sub\tscribe', '/subscribe\n', '/subscribe ', '/\\subscribe', '\\subscribe', '/manage/./a.b'],
      ...['/manage/%61.b', '/manage/x/../a.b', '/manage/a%2fb', '/manage/a.b\r', '/ſubscribe'],
    ];
    for (const path of around) expect([path, await post(path)]).toEqual([path, 400]);
    for (const path of ['//subscribe', '/subscribe/', '/SUBSCRIBE', '/manage/a.b/'])
      expect([path, await post(path)]).toEqual([path, 404]);
  });
});
