import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FIELD } from '../../functions/domain/site/form-fields.ts';
import { rounds } from '../support/builders/rounds.ts';
import { readHtml } from '../support/probes/read-html.ts';
import { readXml } from '../support/probes/read-xml.ts';
import { type KnownRoute, routes } from '../support/probes/routes.ts';
import {
  type Answered,
  type Asked,
  type FuzzedServer,
  type Link,
  openFuzzedServer,
} from './processes/fuzzed-server.ts';

const MARK = '<x-inject';
const INJECTIONS = [
  `"'>${MARK} a=1>`,
  `${MARK}>{{7*7}}\${7*7}`,
  `javascript:alert(1)//${MARK}`,
  `${MARK}\r\nX-Evil: 1\r\n\r\n${MARK}`,
];
const TRAPS = [
  ...['..', '../../etc/passwd', '..\\..\\x', '.hidden', '//evil.example', '\\\\evil.example', '\u0000'],
  ...['__proto__', 'constructor', 'toString', '%', '%00', '\ud800', '𝒳é', '\u202e', ' ', '0', '-1', '1e9'],
  ...['a'.repeat(3000), '1 OR 1=1', "'; DROP TABLE runs; --", '$&', 'null', 'true', '[]', ''],
];
const KNOWN = [
  ...['village-battery', 'year-of-the-eclipse', 'benches', 'cities', 'world', 'brief', 'daily', '2026-11'],
  ...['2026-10', '2026-11-20-brief', '2026-11-23-brief', 'pages.xml', '2026-11.xml', '1', '1.eml', '1.html'],
  ...['2026-11-20-brief.html', '99.eml', 'favicon.svg'],
];
const hostile = fc.oneof(
  fc.constantFrom(...INJECTIONS),
  fc.constantFrom(...TRAPS),
  fc.string({ unit: 'binary', maxLength: 30 }),
);
const value = fc.oneof(fc.constantFrom(...KNOWN), hostile, hostile);

/** As a browser or a tool would send it, or as nobody would. */
const inPath = (text: string, raw: boolean): string =>
  raw ? [...text].filter((c) => c > ' ' && c < '\u007f' && c !== '?').join('') : encoded(text);
const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());

const queries = fc.array(
  fc.tuple(
    fc.constantFrom('to', 'run', 'limit', 'before', 'view', 'dark', 'newsletter', 'as', 'x'),
    fc.oneof(fc.constantFrom('html', 'text', 'source', '5', '1001'), value),
  ),
  { maxLength: 3 },
);

/** Latin-1 without controls is all that a header can hold. */
const headerValue = value.map((text) => [...text].filter((c) => c >= ' ' && c <= '~').join(''));
const anyHeaders = fc.record(
  {
    accept: fc.oneof(
      fc.constantFrom('text/html', 'text/html', 'application/json', '*/*', 'text/html;q=0'),
      headerValue,
    ),
    'accept-encoding': fc.oneof(
      fc.constantFrom('gzip', 'br', 'gzip, br', 'identity;q=0', '*;q=0'),
      headerValue,
    ),
    'accept-language': headerValue,
    'if-none-match': fc.oneof(fc.constantFrom('*', '"x"', 'W/"x", "y"'), headerValue),
    'if-modified-since': fc.oneof(fc.constantFrom('Mon, 23 Nov 2026 12:00:00 GMT', '0'), headerValue),
    range: fc.oneof(fc.constantFrom('bytes=0-9', 'bytes=-1', 'bytes=9-1,0-0'), headerValue),
    'content-type': fc.oneof(
      fc.constantFrom(
        ...['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'multipart/form-data'],
        ...['application/json', 'text/plain', 'application/x-www-form-urlencoded; charset=utf-7'],
      ),
      headerValue,
    ),
    host: fc.oneof(fc.constantFrom('localhost', '', 'a b', 'x:y:z', '[::1', 'evil.example'), headerValue),
    expect: fc.constant('100-continue'),
    'x-forwarded-for': headerValue,
    'x-forwarded-host': headerValue,
    cookie: headerValue,
    origin: headerValue,
    referer: headerValue,
    'x-http-method-override': fc.constantFrom('POST', 'DELETE'),
  },
  { requiredKeys: [] },
);

/** For whom an editor's machine is closed (server/local-only.ts): said seldom, so that the rest of it is asked, too. */
const ELSEWHERE = ['host', 'x-forwarded-for', 'x-forwarded-host'];
const headers = fc
  .tuple(anyHeaders, fc.nat(5))
  .map(([all, lot]) =>
    Object.fromEntries(
      Object.entries(all).filter(
        ([name, text]) => text !== undefined && (lot === 0 || !ELSEWHERE.includes(name)),
      ),
    ),
  );

const fields = fc.array(
  fc.tuple(
    fc.oneof(fc.constantFrom(...Object.values(FIELD)), hostile),
    fc.oneof(fc.constantFrom('yes', 'leave', 'save', 'pause', 'erase', 'export', 'address', 'undo'), value),
  ),
  { maxLength: 8 },
);
const form = fields.map((all) => all.map(([name, text]) => `${encoded(name)}=${encoded(text)}`).join('&'));
const multipart = fields.map((all) =>
  all
    .map(([name, text]) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`)
    .join(''),
);
const body = fc.oneof(
  fc.constant(undefined),
  form,
  multipart,
  multipart.map((text) => `${text}--x--\r\n`),
  fc.json(),
  fc.uint8Array({ maxLength: 300 }),
  fc.constantFrom('a'.repeat(17_000), 'a'.repeat(70_000)),
);

const READS = ['GET', 'HEAD', 'OPTIONS'];
const METHODS = [...READS, 'GET', 'POST', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'QUERY'];
const ALL_ROUTES = await routes();
const FORMS = 'application/x-www-form-urlencoded';

/** A path of that route, near it, or of none; its own method more often than another. */
function asking(links: readonly Link[], only?: readonly string[]): fc.Arbitrary<Asked> {
  const part = fc.oneof(fc.constantFrom(...links.map(({ token }) => token)), value);
  const path = fc
    .record({
      route: fc.constantFrom(...ALL_ROUTES),
      parts: fc.array(part, { minLength: 3, maxLength: 3 }),
      raw: fc.boolean(),
      odd: fc.oneof(
        { weight: 8, arbitrary: fc.constant('') },
        { weight: 1, arbitrary: fc.constantFrom('/', '//', '/.', ';x=1', '.json', '%2e') },
        { weight: 1, arbitrary: value },
      ),
      query: queries,
    })
    .map(({ route, parts, raw, odd, query }) => ({ route, path: pathOf(route, parts, raw, odd, query) }));
  return fc
    .record({
      at: path,
      other: fc.constantFrom(...(only ?? METHODS)),
      own: fc.boolean(),
      headers,
      body,
      isForm: fc.boolean(),
    })
    .map(({ at, other, own, headers, body, isForm }) => {
      const method = own && (!only || only.includes(at.route.method)) ? at.route.method : other;
      const typed = isForm ? { ...headers, 'content-type': FORMS } : headers;
      return { method, path: at.path, headers: typed, body: READS.includes(method) ? undefined : body };
    });
}

function pathOf(
  { path }: KnownRoute,
  parts: readonly string[],
  raw: boolean,
  odd: string,
  query: readonly (readonly [string, string])[],
): string {
  let n = 0;
  const filled = path.replaceAll(/:[a-z]+(\{[^}]*\})?/gi, () => inPath(parts[n++ % parts.length]!, raw));
  const search = query.map(([name, text]) => `${name}=${encoded(text)}`).join('&');
  return `${filled}${inPath(odd, true)}${search && `?${search}`}` || '/';
}

const ALWAYS = [
  ...['content-security-policy', 'x-frame-options', 'x-content-type-options', 'referrer-policy'],
  'permissions-policy',
];
/** Letters are mail, not our pages: made for mail clients, shown in a frame without scripts. */
const LETTER = /^\/(outbox\/messages|preview\/letters)\/[^/]*\.html$/;

function expectSafe({ path, method }: Asked, { status, headers, body }: Answered): void {
  const where = `${status} to ${method} ${path.slice(0, 200)}`;
  expect([where, status < 500]).toEqual([where, true]);
  for (const name of ALWAYS) expect([where, name, headers[name] !== undefined]).toEqual([where, name, true]);
  expect([where, headers['x-evil'], headers['set-cookie']]).toEqual([where, undefined, undefined]);
  const { location } = headers;
  if (location !== undefined)
    expect([where, location]).toEqual([where, expect.stringMatching(/^\/(?![/\\])[!-~]*$/)]);
  const type = headers['content-type'] ?? '';
  if (!/html|xml|svg/.test(type)) return;
  expect([where, body.includes(MARK)]).toEqual([where, false]);
  if (body === '' || LETTER.test(path.split('?')[0]!)) return;
  if (type.startsWith('text/html')) readHtml(body);
  else readXml(body);
}

const unhandled: unknown[] = [];
const note = (error: unknown) => void unhandled.push(error);

describe.each([
  ['what was published', false],
  ['an editor’s preview', true],
])('a server of %s', (_, preview) => {
  let server: FuzzedServer;
  beforeAll(async () => {
    process.on('unhandledRejection', note);
    server = await openFuzzedServer(preview);
  });
  afterAll(async () => {
    await server.close();
    process.off('unhandledRejection', note);
  });

  async function expectAllSafe(asked: Asked): Promise<void> {
    expectSafe(asked, await server.ask(asked));
    expect([server.told, unhandled]).toEqual([[], []]);
  }

  it('answers whatever is asked, breaks at nothing, echoes nothing, and is never without its headers', async () => {
    await fc.assert(fc.asyncProperty(asking(server.links), expectAllSafe), rounds(500, 6000));
  });

  it('keeps nothing of what is only read', async () => {
    const before = server.kept();
    for (const { purpose, token } of server.links)
      for (const method of READS)
        await expectAllSafe({ method, path: `/${purpose}/${token}`, headers: {}, body: undefined });
    expect(server.kept()).toBe(before);
    await fc.assert(fc.asyncProperty(asking(server.links, READS), expectAllSafe), rounds(200, 2000));
    expect(server.kept()).toBe(before);
  });

  it('answers every route there is, and refuses every other method at it', async () => {
    for (const { path } of ALL_ROUTES) {
      for (const method of ['GET', 'POST', 'DELETE', 'PATCH']) {
        const asked = {
          method,
          path: path.replaceAll(/:[a-z]+(\{[^}]*\})?/gi, 'x'),
          headers: {},
          body: undefined,
        };
        expectSafe(asked, await server.ask(asked));
      }
    }
  });
});
