/** Reads the forms of our pages (small ones, of the two types that browsers send) and pads response times against timing attacks. */
import type { Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { BroadsheetError } from '../../domain/error.ts';
import { type Clock, MINUTE } from '../../domain/time/instant.ts';

/** Bytes. A form with every newsletter and topic ticked and a remark of 500 characters takes a quarter. */
const MAX_BODY_BYTES = 16 * 1024;

export type Form = { field(name: string): string; all(name: string): string[] };

const FORM_TYPE_PATTERN = /^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i;

/** Throws `media` for a body that is no form, `invalid` for a form that cannot be read. Files in a form are ignored. */
export async function readForm(c: Context): Promise<Form> {
  const type = c.req.header('content-type') ?? '';
  if (!FORM_TYPE_PATTERN.test(type)) {
    throw new BroadsheetError('media', 'This address takes forms only.', {
      remedy: 'Send application/x-www-form-urlencoded.',
    });
  }
  const data = await c.req.formData().catch((cause: unknown) => {
    throw new BroadsheetError('invalid', 'The form arrived broken.', {
      remedy: 'Send the form once more.',
      cause,
    });
  });
  const all = (name: string) => data.getAll(name).filter((value) => typeof value === 'string');
  return { all, field: (name) => all(name)[0] ?? '' };
}

/**
 * Pads a response time: resolves when an answer may go, however soon it is ready. `took` is told how many milliseconds the work took, and
 * waits on if that was longer than the padding.
 */
export type ResponsePadding = (() => Promise<void>) & { took?(milliseconds: number): void | Promise<void> };

/** Least response time in milliseconds, far longer than a sign-up takes. */
const MIN_RESPONSE_MS = 250;
/** Longest padding in milliseconds: when a flood makes the store slow, the padding must not hold a function for long, too. */
const MAX_PADDING_MS = 2000;

/** An answer that outlasts the padding goes at the next step (each twice the last), so its time reveals only that the store was slow. */
const findNextStep = (milliseconds: number): number =>
  Math.min(MAX_PADDING_MS, MIN_RESPONSE_MS * 2 ** Math.ceil(Math.log2(milliseconds / MIN_RESPONSE_MS)));

/**
 * A measured response time shows the padding, and not whether the address was looked up, written or left alone. With a slow store, a new
 * address (eight calls) could outlast the padding and a suppressed one (three) not, so the padding is twice the slowest recent work.
 */
export function createResponsePadding(clock: Clock = Date.now): ResponsePadding {
  let [wait, until] = [MIN_RESPONSE_MS, 0];
  const padResponse = () =>
    new Promise<void>((go) => void setTimeout(go, clock() < until ? wait : MIN_RESPONSE_MS));
  const took = async (milliseconds: number) => {
    const now = clock();
    const before = now < until ? wait : MIN_RESPONSE_MS;
    if (2 * milliseconds < before) return;
    [wait, until] = [Math.min(MAX_PADDING_MS, 2 * milliseconds), now + 10 * MINUTE];
    const late = findNextStep(milliseconds) - milliseconds;
    if (milliseconds > before && late > 0) await new Promise<void>((go) => void setTimeout(go, late));
  };
  return Object.assign(padResponse, { took });
}

export const padResponseTime: ResponsePadding = createResponsePadding();

type HeaderFields = Readonly<Record<string, string>>;

/** Headers of forms that anybody may open: never stored, never sent as a referrer. */
export const UNSTORED_HEADERS: HeaderFields = {
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
};
/** Headers of one person's pages: never indexed either. */
const PRIVATE_HEADERS: HeaderFields = { ...UNSTORED_HEADERS, 'X-Robots-Tag': 'noindex' };

/** Sets the limit on bodies and the headers on every route below `path`, answers of errors included. */
export function guardForms(app: Hono, path: string, fields = PRIVATE_HEADERS): void {
  app.use(path, async (c, next) => {
    for (const [name, value] of Object.entries(fields)) c.header(name, value);
    await next();
    for (const [name, value] of Object.entries(fields)) c.res.headers.set(name, value);
  });
  app.use(path, bodyLimit({ maxSize: MAX_BODY_BYTES, onError: refuseTooLarge }));
}

const refuseTooLarge = (): never => {
  throw new BroadsheetError('too-large', 'The body is larger than any form of ours.');
};
