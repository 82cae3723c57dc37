/** An event of API Gateway as a Request, whatever it holds; what no Request can be is answered here. */
import { decodedPath } from '../domain/site/decoded-path.ts';
import { isSlowedForm } from '../domain/site/throttled-forms.ts';
import { securityHeaders } from './http/headers.ts';

/** Methods that a Request never has: https://fetch.spec.whatwg.org/#forbidden-method */
const FORBIDDEN = /^(CONNECT|TRACE|TRACK)$/i;
/** RFC 9110 §5.6.2 */
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;

/** Characters that a URL parser changes or drops, or takes for the end of the path. */
const LOST = /[^!-~]|[%?#\\]/;

/** CloudFront is asked by https alone. */
const plain = (status: number, body: string, fields: Record<string, string> = {}): HttpResult => {
  const all = { ...securityHeaders('https:', false), 'Content-Type': 'text/plain; charset=utf-8', ...fields };
  const headers = Object.entries({ ...all, 'Cache-Control': 'no-store' }).map(([name, value]) => [
    name.toLowerCase(),
    value,
  ]);
  return { statusCode: status, headers: Object.fromEntries(headers), body, isBase64Encoded: false };
};

export const NOT_ASKED_HERE = plain(403, 'Ask the publication itself, not its origin.\n');
const UNREADABLE = plain(400, '400 invalid\n');
/** Of no resource in particular: nothing here can be done by such a method. */
const NO_METHOD = plain(405, '405 method\n', { Allow: 'GET, HEAD, POST' });

/**
 * API Gateway hands `rawPath` on decoded, whatever its name says; function URLs and emulators hand it on encoded. So `?` and `#` belong
 * to the path. So does `%`, unless the whole path can be decoded: `/100%` and `/50%ff` cannot. A path that has `%41` once it is decoded
 * is taken for an encoded one, because nothing tells them apart.
 */
function encodedPath(path: string): string {
  if (!LOST.test(path)) return path;
  const isEncoded = decodedPath(path) !== path;
  const kept = isEncoded ? path : path.replaceAll('%', '%25');
  return kept.replaceAll(/[^!-~]|[?#\\]/gu, (letter) => encodeURIComponent(letter.toWellFormed()));
}

/** Path and query, encoded. */
export const pathAndQuery = ({ rawPath, rawQueryString }: HttpEvent): string =>
  rawQueryString ? `${encodedPath(rawPath)}?${rawQueryString}` : encodedPath(rawPath);

/** The request, or the answer to what is none. */
export function requestOf(event: HttpEvent): { request: Request } | { answer: HttpResult } {
  const { method } = event.requestContext.http;
  if (FORBIDDEN.test(method) || !TOKEN.test(method)) return { answer: NO_METHOD };
  const url = URL.parse(`https://origin${pathAndQuery(event)}`);
  // Without its slash a path would be a part of the host.
  if (!event.rawPath.startsWith('/') || url === null) return { answer: UNREADABLE };
  if (!isRead(method) && !isLeaving(url) && !(isItself(event.rawPath, url) && isByItsRoute(event, url)))
    return { answer: UNREADABLE };
  return { request: new Request(url, { method, headers: fieldsOf(event), ...bodyOf(event) }) };
}

const isRead = (method: string): boolean => /^(GET|HEAD)$/i.test(method);

/** A mail service may write a link's letters in code (`%2E`). No limit is passed by that: its one-click POST (RFC 8058) has none. */
const isLeaving = ({ pathname }: URL): boolean => pathname.startsWith('/unsubscribe/');

/** API Gateway slows forms by their paths (infra/site/api.ts): `/x/../subscribe` and `/%73ubscribe` would be a way around it. */
const isItself = (path: string, url: URL): boolean => path === url.pathname && !path.includes('%');

/** What `rawPath` no longer shows, because API Gateway has decoded it, the route that it chose still does. */
const isByItsRoute = ({ routeKey, requestContext: { http } }: HttpEvent, { pathname }: URL): boolean =>
  routeKey !== '$default' || !isSlowedForm(http.method, pathname);

function bodyOf({ body, isBase64Encoded, requestContext }: HttpEvent): RequestInit {
  if (body === undefined || isRead(requestContext.http.method)) return {};
  return { body: isBase64Encoded ? Buffer.from(body, 'base64') : body };
}

/** Bytes, as node's own server has them: a Request takes no character beyond Latin-1. A field that can be none is left out. */
function fieldsOf({ headers }: HttpEvent): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]) => {
    if (value === undefined || !TOKEN.test(name) || /[\0\r\n]/.test(value)) return [];
    return [[name, /[^\0-\xff]/.test(value) ? Buffer.from(value).toString('latin1') : value]];
  });
}

/** Payload format 2.0: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
export type HttpEvent = {
  /** `POST /subscribe`, or `$default` where no route was as narrow; absent: an emulator does not say. */
  routeKey?: string;
  rawPath: string;
  rawQueryString: string;
  /** Lower-cased names; several of one name are joined by commas. */
  headers: Readonly<Record<string, string | undefined>>;
  body?: string;
  isBase64Encoded?: boolean;
  requestContext: { http: { method: string; sourceIp: string } };
};

export type HttpResult = {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
  isBase64Encoded: boolean;
};
