/** Reading the forms of our pages: small, of the two types browsers send, and nothing else. */
import type { Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { BroadsheetError } from '../../domain/error.ts';
import { type Clock, MINUTE } from '../../domain/time/instant.ts';

/** Every newsletter and topic ticked, and a remark of 500 characters, is a quarter of it. */
const BODY_LIMIT = 16 * 1024;

export type Form = { field(name: string): string; all(name: string): string[] };

const FORM_TYPE = /^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i;

/** Throws `media` for anything but a form, `invalid` for a form that cannot be read. Files are nothing. */
export async function readForm(c: Context): Promise<Form> {
  const type = c.req.header('content-type') ?? '';
  if (!FORM_TYPE.test(type)) {
    throw new BroadsheetError('media', 'This address takes forms only.', {
      remedy: 'Send application/x-www-form-urlencoded.',
    });
  }
  const data = await c.req.formData().catch((cause: unknown) => {
    throw new BroadsheetError('invalid', 'The form arrived broken.', { remedy: 'Send it once more.', cause });
  });
  const all = (name: string) => data.getAll(name).filter((value) => typeof value === 'string');
  return { all, field: (name) => all(name)[0] ?? '' };
}

/** Resolves when an answer may go, however soon it was known. `took`: what the work of one took, in milliseconds; it waits where that was longer. */
export type Settle = (() => Promise<void>) & { took?(milliseconds: number): void | Promise<void> };

/** Longer than a sign-up takes, by far. Milliseconds. */
const EVEN = 250;
/** A flood that makes the store slow must not hold a function for long, too. */
const MOST_EVEN = 2000;

/** The first answer that outlasts the wait goes at a step, each twice the last: it tells no more than that the store was slow. */
const stepAfter = (milliseconds: number): number =>
  Math.min(MOST_EVEN, EVEN * 2 ** Math.ceil(Math.log2(milliseconds / EVEN)));

/**
 * Whoever measures an answer hears the wait, and not whether the address was looked up, written or let be. Where a store is slow, a
 * new address (eight calls) could outlast the wait, and a barred one (three) not: the wait is twice as long as the slowest of late.
 */
export function createSettle(clock: Clock = Date.now): Settle {
  let [wait, until] = [EVEN, 0];
  const settle = () => new Promise<void>((go) => void setTimeout(go, clock() < until ? wait : EVEN));
  const took = async (milliseconds: number) => {
    const now = clock();
    const before = now < until ? wait : EVEN;
    if (2 * milliseconds < before) return;
    [wait, until] = [Math.min(MOST_EVEN, 2 * milliseconds), now + 10 * MINUTE];
    const late = stepAfter(milliseconds) - milliseconds;
    if (milliseconds > before && late > 0) await new Promise<void>((go) => void setTimeout(go, late));
  };
  return Object.assign(settle, { took });
}

export const evenly: Settle = createSettle();

type Fields = Readonly<Record<string, string>>;

/** For forms that anybody may open: never kept, never named as a referrer. */
export const UNKEPT: Fields = { 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' };
/** For pages of one person: never indexed either. */
const PRIVATE: Fields = { ...UNKEPT, 'X-Robots-Tag': 'noindex' };

/** The limit and the headers above on every route below `path`, answers of errors included. */
export function guardForms(app: Hono, path: string, fields = PRIVATE): void {
  app.use(path, async (c, next) => {
    for (const [name, value] of Object.entries(fields)) c.header(name, value);
    await next();
    for (const [name, value] of Object.entries(fields)) c.res.headers.set(name, value);
  });
  app.use(path, bodyLimit({ maxSize: BODY_LIMIT, onError: tooLarge }));
}

const tooLarge = (): never => {
  throw new BroadsheetError('too-large', 'That is more than a form of ours can hold.');
};
