/** Escaped markup: hono/html, typed for pages, which are synchronous. */
import { html as template, raw as trusted } from 'hono/html';

/** Markup that is safe to print. Not a primitive string: whatever is one gets escaped. */
export type Html = ReturnType<typeof trusted>;
export type Printable = Html | string | number | false | undefined | readonly Printable[];

/** Escapes every value that is not markup itself; no value may be a promise, so neither is the result. */
export const html = template as (strings: TemplateStringsArray, ...values: Printable[]) => Html;

/** Only for what is safe already: filled fragments and serialised JSON. */
export const raw = (markup: string): Html => trusted(markup);
