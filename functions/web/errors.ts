/** The one table from what went wrong to what HTTP says; a page for people, JSON or a line of text for programs. */
import type { Context } from 'hono';
import { diskTrouble } from '../domain/disk-error.ts';
import { BroadsheetError, type ErrorCode, isBroadsheetError } from '../domain/error.ts';
import { respond } from './site/resource.ts';
import type { Site } from './site/site.ts';

export const STATUS: Readonly<
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

/** Their messages say nothing about our inside, so they are told; of the others only that they happened. */
const SPEAKABLE: ReadonlySet<ErrorCode> = new Set([
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
const PARTICULAR: ReadonlySet<ErrorCode> = new Set(['invalid', 'conflict', 'refused']);

/** Seconds after which it is worth asking again. */
const RETRY: Partial<Record<ErrorCode, string>> = { 'too-many': '3600', unavailable: '30', locked: '30' };

type Spoken = { code: ErrorCode; status: (typeof STATUS)[ErrorCode]; detail: string | undefined };

function spoken(error: BroadsheetError): Spoken {
  const detail = [error.message, error.remedy].filter(Boolean).join(' ');
  return {
    code: error.code,
    status: STATUS[error.code],
    detail: SPEAKABLE.has(error.code) ? detail : undefined,
  };
}

/** Who leaves in the middle of a request (node, lib/_http_server.js: abortIncoming) fills no log with it. */
const hasLeft = (error: unknown): boolean =>
  error instanceof Error && error.message === 'aborted' && 'code' in error && error.code === 'ECONNRESET';

/** A disk that is full, or a file that is locked, may be well again in a moment; anything else is a fault of ours. */
const faultOf = (cause: unknown): BroadsheetError =>
  hasLeft(cause)
    ? new BroadsheetError('invalid', 'The request ended before its end.', { cause })
    : new BroadsheetError(diskTrouble(cause) ? 'unavailable' : 'broken', 'Unexpected.', { cause });

/** Answers any error; what is our own fault is reported, not told. `fields` adds to the headers (Allow). */
export async function answerError(
  site: Site,
  c: Context,
  thrown: unknown,
  fields: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const error = isBroadsheetError(thrown) ? thrown : faultOf(thrown);
  const kept = await keptAbsence(site, c, error);
  if (kept) return kept;
  const said = spoken(error);
  if (said.status >= 500) site.deps.report(thrown);
  const retry = RETRY[said.code];
  const headers = {
    ...site.security,
    'Cache-Control': 'no-store',
    ...(retry === undefined ? {} : { 'Retry-After': retry }),
    ...fields,
  };
  const { type, text } = await bodyFor(site, wanted(c), said);
  return new Response(text, {
    status: said.status,
    headers: { 'Content-Type': `${type}; charset=utf-8`, ...headers },
  });
}

/** undefined: there is no answer that everybody may be given again. */
async function keptAbsence(site: Site, c: Context, error: BroadsheetError): Promise<Response | undefined> {
  if (error.code !== 'not-found' || !/^(GET|HEAD)$/.test(c.req.method)) return undefined;
  const { mayKeepAbsence, NotYet, takeAbsence } = await import('./site/not-found.ts');
  if (error instanceof NotYet || !mayKeepAbsence(site, c.req.path)) return undefined;
  // CloudFront would give a program's JSON to people too: such an answer is not kept.
  if (wanted(c) === 'json' && !c.req.path.endsWith('.json')) return undefined;
  const resource = await takeAbsence(site, c.req.path).catch(() => undefined);
  return resource && respond(resource, c.req.raw, site.deps.clock());
}

/** Before there is a request to speak of: a path with a backslash, a Host that is none (`RequestError` of @hono/node-server). */
export function answerUnread(site: Site, error: unknown): Response {
  const theirs = error instanceof Error && error.name === 'RequestError';
  if (!theirs) site.deps.report(error);
  const headers = {
    ...site.security,
    'Cache-Control': 'no-store',
    'Content-Type': 'text/plain; charset=utf-8',
  };
  return new Response(theirs ? '400 invalid\n' : '500 broken\n', { status: theirs ? 400 : 500, headers });
}

type Wanted = 'html' | 'json' | 'text';

/** Browsers name text/html; feed readers and tools that do not get what they can read. */
function wanted(c: Context): Wanted {
  const accept = c.req.header('accept') ?? '';
  if (/\.json$/.test(c.req.path)) return 'json';
  if (/\.(xml|opml|txt)$/.test(c.req.path)) return 'text';
  if (accept.includes('text/html')) return 'html';
  return /\bapplication\/([a-z.-]+\+)?json\b/.test(accept) ? 'json' : 'text';
}

async function bodyFor(site: Site, kind: Wanted, said: Spoken): Promise<{ type: string; text: string }> {
  const { code, status, detail } = said;
  const line = detail ?? `${status} ${code}`;
  if (kind === 'json')
    return { type: 'application/json', text: JSON.stringify({ error: { code, message: line } }) };
  if (kind === 'text') return { type: 'text/plain', text: `${line}\n` };
  try {
    const context = site.context(await site.deps.views.current());
    // Their sentences are English: a page in another language has its own general one for the case.
    const isEnglish = /^en(-|$)/i.test(context.publication.language);
    const particular = detail !== undefined && isEnglish && PARTICULAR.has(code) && { detail };
    const { errorPage } = await import('../pages/error.ts');
    return { type: 'text/html', text: errorPage(context, { code, status, ...particular }) };
  } catch {
    // No release yet, or none that can be read: then there are no words to say it with either.
    const { preview, problems } = site.deps;
    if (!preview) return { type: 'text/plain', text: `${line}\n` };
    const { nothingYetPage } = await import('../pages/nothing-yet.ts');
    return { type: 'text/html', text: nothingYetPage(problems?.() ?? []) };
  }
}
