/** Turns an event of API Gateway into a Request. An event that cannot become a Request is answered here (400, 405). */
import { decodedPath } from '../domain/site/decoded-path.ts';
import { isSlowedForm } from '../domain/site/throttled-forms.ts';
import { securityHeaders } from './http/headers.ts';

/** Methods that a Request never has: https://fetch.spec.whatwg.org/#forbidden-method */
const FORBIDDEN = /^(CONNECT|TRACE|TRACK)$/i;
/** RFC 9110 §5.6.2 */
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;

/** Characters that a URL parser changes, drops, or reads as the end of the path. */
const LOST = /[^!-~]|[%?#\\]/;

/** A plain text answer. Its security headers are those of https, because CloudFront calls the origin by https alone. */
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
/** No resource of the site has such a method, so the answer lists the methods of them all. */
const NO_METHOD = plain(405, '405 method\n', { Allow: 'GET, HEAD, POST' });

/**
 * API Gateway passes `rawPath` on decoded, in spite of its name; function URLs and emulators pass it on encoded. So `?` and `#` belong to
 * the path. So does `%`, unless the whole path can be decoded (`/100%` and `/50%ff` cannot). A decoded path with `%41` in it is read as an
 * encoded one, because the two look the same.
 */
function encodedPath(path: string): string {
  if (!LOST.test(path)) return path;
  const isEncoded = decodedPath(path) !== path;
  const kept = isEncoded ? path : path.replaceAll('%', '%25');
  return kept.replaceAll(/[^!-~]|[?#\\]/gu, (letter) => encodeURIComponent(letter.toWellFormed()));
}

/** Path and query in encoded form. */
export const pathAndQuery = ({ rawPath, rawQueryString }: HttpEvent): string =>
  rawQueryString ? `${encodedPath(rawPath)}?${rawQueryString}` : encodedPath(rawPath);

/** The request, or the answer to an event that cannot become one. */
export function requestOf(event: HttpEvent): { request: Request } | { answer: HttpResult } {
  const { method } = event.requestContext.http;
  if (FORBIDDEN.test(method) || !TOKEN.test(method)) return { answer: NO_METHOD };
  const url = URL.parse(`https://origin${pathAndQuery(event)}`);
  // A path without a leading slash would become part of the host.
  if (!event.rawPath.startsWith('/') || url === null) return { answer: UNREADABLE };
  if (!isRead(method) && !isLeaving(url) && !(isItself(event.rawPath, url) && isByItsRoute(event, url)))
    return { answer: UNREADABLE };
  return { request: new Request(url, { method, headers: fieldsOf(event), ...bodyOf(event) }) };
}

const isRead = (method: string): boolean => /^(GET|HEAD)$/i.test(method);

/** A mail service may percent-encode a link (`%2E`). An encoded unsubscribe link evades no limit: one-click POSTs (RFC 8058) have none. */
const isLeaving = ({ pathname }: URL): boolean => pathname.startsWith('/unsubscribe/');

/** API Gateway throttles forms by path (infra/site/api.ts). `/x/../subscribe` and `/%73ubscribe` would evade the limit. */
const isItself = (path: string, url: URL): boolean => path === url.pathname && !path.includes('%');

/** API Gateway has decoded `rawPath`, so only the chosen route shows whether the path of a throttled form was encoded. */
const isByItsRoute = ({ routeKey, requestContext: { http } }: HttpEvent, { pathname }: URL): boolean =>
  routeKey !== '$default' || !isSlowedForm(http.method, pathname);

function bodyOf({ body, isBase64Encoded, requestContext }: HttpEvent): RequestInit {
  if (body === undefined || isRead(requestContext.http.method)) return {};
  return { body: isBase64Encoded ? Buffer.from(body, 'base64') : body };
}

/** Header values as Latin-1, as node's server has them: a Request takes no other characters. A field that is not valid is left out. */
function fieldsOf({ headers }: HttpEvent): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]) => {
    if (value === undefined || !TOKEN.test(name) || /[\0\r\n]/.test(value)) return [];
    return [[name, /[^\0-\xff]/.test(value) ? Buffer.from(value).toString('latin1') : value]];
  });
}

/** Payload format 2.0: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
export type HttpEvent = {
  /** `POST /subscribe`, or `$default` if no narrower route matched; absent if an emulator does not set the key. */
  routeKey?: string;
  rawPath: string;
  rawQueryString: string;
  /** Names in lower case. Several fields of one name are joined by commas. */
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
