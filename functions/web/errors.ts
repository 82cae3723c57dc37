/** The one table from error code to HTTP status. People get an error page, programs JSON or a line of text. */
import type { Context } from 'hono';
import { explainDiskError } from '../domain/disk-error.ts';
import { BroadsheetError, type ErrorCode, isBroadsheetError } from '../domain/error.ts';
import { respond } from './site/resource.ts';
import type { Site } from './site/site.ts';

export const HTTP_STATUS: Readonly<
  Record<ErrorCode, 400 | 403 | 404 | 405 | 409 | 410 | 413 | 415 | 429 | 500 | 503>
> = {
  invalid: 400,
  usage: 400,
  forged: 403,
  refused: 403,
  'not-found': 404,
  method: 405,
  conflict: 409,
  gone: 410,
  expired: 410,
  'too-large': 413,
  media: 415,
  'too-many': 429,
  broken: 500,
  config: 500,
  locked: 503,
  unavailable: 503,
};

/** Codes whose message may be shown, because the message says nothing about the server. All other codes show status and code alone. */
const PUBLIC_MESSAGE_CODES: ReadonlySet<ErrorCode> = new Set([
  'invalid',
  'conflict',
  'expired',
  'forged',
  'gone',
  'media',
  'refused',
  'too-large',
  'too-many',
]);
/** Codes whose own message is shown below the translated text. For all other codes the translated text is enough. */
const DETAILED_CODES: ReadonlySet<ErrorCode> = new Set(['invalid', 'conflict', 'refused']);

/** Retry-After, in seconds. */
const RETRY_AFTER_SECONDS: Partial<Record<ErrorCode, string>> = {
  'too-many': '3600',
  unavailable: '30',
  locked: '30',
};

type PublicError = { code: ErrorCode; status: (typeof HTTP_STATUS)[ErrorCode]; detail: string | undefined };

function toPublicError(error: BroadsheetError): PublicError {
  const detail = [error.message, error.remedy].filter(Boolean).join(' ');
  return {
    code: error.code,
    status: HTTP_STATUS[error.code],
    detail: PUBLIC_MESSAGE_CODES.has(error.code) ? detail : undefined,
  };
}

/** True if the client broke the request off (node, lib/_http_server.js: abortIncoming). Such an error does not belong in the log. */
const isAbortedRequest = (error: unknown): boolean =>
  error instanceof Error && error.message === 'aborted' && 'code' in error && error.code === 'ECONNRESET';

/** A full disk or a locked file may recover soon, so the answer is 503. Any other cause is a fault of Broadsheet: 500. */
const wrapUnexpected = (cause: unknown): BroadsheetError =>
  isAbortedRequest(cause)
    ? new BroadsheetError('invalid', 'The request ended before its end.', { cause })
    : new BroadsheetError(explainDiskError(cause) ? 'unavailable' : 'broken', 'Unexpected.', { cause });

/** Answers any error. A fault of Broadsheet (5xx) is reported to the log and not shown. `fields`: further headers (Allow). */
export async function answerError(
  site: Site,
  c: Context,
  thrown: unknown,
  fields: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const error = isBroadsheetError(thrown) ? thrown : wrapUnexpected(thrown);
  const kept = await findCacheableAbsence(site, c, error);
  if (kept) return kept;
  const said = toPublicError(error);
  if (said.status >= 500) site.deps.report(thrown);
  const retry = RETRY_AFTER_SECONDS[said.code];
  const headers = {
    ...site.security,
    'Cache-Control': 'no-store',
    ...(retry === undefined ? {} : { 'Retry-After': retry }),
    ...fields,
  };
  const { type, text } = await renderErrorBody(site, chooseBodyKind(c), said);
  return new Response(text, {
    status: said.status,
    headers: { 'Content-Type': `${type}; charset=utf-8`, ...headers },
  });
}

/** The 404 that caches may keep; undefined if the answer must not be kept. */
async function findCacheableAbsence(
  site: Site,
  c: Context,
  error: BroadsheetError,
): Promise<Response | undefined> {
  if (error.code !== 'not-found' || !/^(GET|HEAD)$/.test(c.req.method)) return undefined;
  const { isAbsenceCacheable, NotYet, getAbsence } = await import('./site/not-found.ts');
  if (error instanceof NotYet || !isAbsenceCacheable(site, c.req.path)) return undefined;
  // CloudFront caches one answer per path, so people would get a program's JSON: such an answer is not kept.
  if (chooseBodyKind(c) === 'json' && !c.req.path.endsWith('.json')) return undefined;
  const resource = await getAbsence(site, c.req.path).catch(() => undefined);
  return resource && respond(resource, c.req.raw, site.deps.clock());
}

/** Answers a request that could not be read: a path with a backslash, an invalid Host (`RequestError` of @hono/node-server). */
export function answerUnreadable(site: Site, error: unknown): Response {
  const theirs = error instanceof Error && error.name === 'RequestError';
  if (!theirs) site.deps.report(error);
  const headers = {
    ...site.security,
    'Cache-Control': 'no-store',
    'Content-Type': 'text/plain; charset=utf-8',
  };
  return new Response(theirs ? '400 invalid\n' : '500 broken\n', { status: theirs ? 400 : 500, headers });
}

type BodyKind = 'html' | 'json' | 'text';

/** The kind of body that the client can read. Browsers accept text/html; feed readers and tools that do not get JSON or text. */
function chooseBodyKind(c: Context): BodyKind {
  const accept = c.req.header('accept') ?? '';
  if (/\.json$/.test(c.req.path)) return 'json';
  if (/\.(xml|opml|txt)$/.test(c.req.path)) return 'text';
  if (accept.includes('text/html')) return 'html';
  return /\bapplication\/([a-z.-]+\+)?json\b/.test(accept) ? 'json' : 'text';
}

async function renderErrorBody(
  site: Site,
  kind: BodyKind,
  said: PublicError,
): Promise<{ type: string; text: string }> {
  const { code, status, detail } = said;
  const line = detail ?? `${status} ${code}`;
  if (kind === 'json')
    return { type: 'application/json', text: JSON.stringify({ error: { code, message: line } }) };
  if (kind === 'text') return { type: 'text/plain', text: `${line}\n` };
  try {
    const context = site.context(await site.deps.views.current());
    // Messages are English, so a page in another language shows its translated text alone.
    const isEnglish = /^en(-|$)/i.test(context.publication.language);
    const particular = detail !== undefined && isEnglish && DETAILED_CODES.has(code) && { detail };
    const { errorPage } = await import('../pages/error.ts');
    return { type: 'text/html', text: errorPage(context, { code, status, ...particular }) };
  } catch {
    // No release can be read, so there are no translations and no layout either.
    const { preview, problems } = site.deps;
    if (!preview) return { type: 'text/plain', text: `${line}\n` };
    const { nothingYetPage } = await import('../pages/nothing-yet.ts');
    return { type: 'text/html', text: nothingYetPage(problems?.() ?? []) };
  }
}
