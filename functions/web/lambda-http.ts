/**
 * The Lambda handler behind an API Gateway HTTP API: an event becomes a Request, a Response becomes the result of Lambda. The
 * handler of hono/aws-lambda lets paths through that API Gateway has to slow, and costs more (docs/adr/0020).
 */
import type { Hono } from 'hono';
import { createBoundedCache } from '../domain/bounded-cache.ts';
import { isSameSecret } from '../domain/hmac.ts';
import type { RequestField } from './http/conditional.ts';
import {
  type HttpEvent,
  type HttpResult,
  NOT_ASKED_HERE,
  pathAndQuery,
  requestOf,
} from './lambda-request.ts';
import type { Answering } from './site/answer-content.ts';
import type { ResourceAnswer } from './site/resource.ts';

/** The header in which CloudFront sends its secret. Only a request with the secret has a viewer address to be trusted. */
export const ORIGIN_SECRET = 'x-broadsheet-origin';
const VIEWER = 'cloudfront-viewer-address';

/** Bindings of a request: `viewer` is the client's address, without its port. */
export type LambdaBindings = { viewer: string };

/** The valid secret, or several of them during a key rotation. */
type Secret = string | readonly string[];

/**
 * `secret` is read for each event, and once more, with `unknown`, if the event has a different one. `app` answers every request and never
 * throws. `answering`: cached resources are answered without router, Request or Response.
 */
export function createHttpHandler(
  app: Pick<Hono, 'fetch'>,
  secret: (unknown?: boolean) => Secret | Promise<Secret>,
  answering?: Answering,
): (event: HttpEvent) => Promise<HttpResult> {
  const texts = createTexts();
  const told = createTelling();
  return async (event) => {
    const given = event.headers[ORIGIN_SECRET] ?? '';
    const known = secret();
    const isKnown = isAmong(given, known instanceof Promise ? await known : known);
    if (!isKnown && !(given && isAmong(given, await secret(true)))) return NOT_ASKED_HERE;
    const made =
      event.requestContext.http.method === 'GET' && answering?.(pathAndQuery(event), fieldOf(event));
    const answer = made instanceof Promise ? await made : made;
    if (answer) return told(answer);
    const asked = requestOf(event);
    if ('answer' in asked) return asked.answer;
    const bindings: LambdaBindings = { viewer: viewerOf(event) };
    return resultOf(await app.fetch(asked.request, bindings), texts);
  };
}

const isAmong = (given: string, known: Secret): boolean =>
  typeof known === 'string' ? isSameSecret(given, known) : known.some((one) => isSameSecret(given, one));

/** The address of `192.0.2.1:443`, `[2001:db8::1]:443` or `2001:db8::1:443`. */
const viewerOf = ({ headers, requestContext }: HttpEvent): string =>
  (headers[VIEWER] ?? requestContext.http.sourceIp).replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');

const fieldOf =
  ({ headers }: HttpEvent): RequestField =>
  (name) =>
    headers[name];

async function resultOf(response: Response, texts: Texts): Promise<HttpResult> {
  const headers: Record<string, string> = {};
  response.headers.forEach((value, name) => {
    headers[name] = value;
  });
  // API Gateway sets Content-Length itself, and a 304 has no body.
  delete headers['content-length'];
  const isBase64Encoded = isBinary(headers);
  const body = response.body === null ? '' : await texts.of(response, headers, isBase64Encoded);
  return { statusCode: response.status, headers, body, isBase64Encoded };
}

const isBinary = (headers: Readonly<Record<string, string>>): boolean =>
  headers['content-encoding'] !== undefined ||
  !/^(text\/|application\/([a-z.-]+\+)?(json|xml)|image\/svg)/.test(headers['content-type'] ?? '');

/** Turns a resource's answer into a Lambda result. Headers and body text are memoized as long as the resource is in the cache. */
function createTelling(): (answer: ResourceAnswer) => HttpResult {
  const fields = new WeakMap<ResourceAnswer['fields'], Record<string, string>>();
  const texts = new WeakMap<Uint8Array, string>();
  const named = (told: ResourceAnswer['fields']): Record<string, string> => {
    const small = Object.entries(told).map(([name, value]) => [name.toLowerCase(), value]);
    const { 'content-length': _, ...headers } = Object.fromEntries(small) as Record<string, string>;
    return headers;
  };
  return ({ status, fields: said, body }) => {
    const headers = fields.get(said) ?? named(said);
    fields.set(said, headers);
    const isBase64Encoded = isBinary(headers);
    const text = body && (texts.get(body) ?? Buffer.from(body).toString(isBase64Encoded ? 'base64' : 'utf8'));
    if (body) texts.set(body, text!);
    return { statusCode: status, headers, body: text ?? '', isBase64Encoded };
  };
}

type Texts = { of(response: Response, headers: Record<string, string>, base64: boolean): Promise<string> };

/** UTF-16 units: room for some hundred bodies. */
const ROOM = 32 * 1024 * 1024;

/** A cache of body texts by ETag. A strong ETag names the bytes of one encoding, so they are turned into text once. */
function createTexts(): Texts {
  const known = createBoundedCache<string>(ROOM, (text) => text.length);
  return {
    async of(response, headers, base64) {
      const tag = headers.etag;
      const found = tag === undefined ? undefined : known.get(tag);
      if (found !== undefined) return found;
      const text = base64
        ? Buffer.from(await response.arrayBuffer()).toString('base64')
        : await response.text();
      if (tag !== undefined && response.status === 200) known.set(tag, text);
      return text;
    },
  };
}
