/** Escaped markup: hono/html, typed for pages, which are made synchronously. */
import { html as template, raw as trusted } from 'hono/html';

/** Markup that is safe to print. Its type is no primitive string, because every primitive string is escaped. */
export type Html = ReturnType<typeof trusted>;
export type Printable = Html | string | number | false | undefined | readonly Printable[];

/** Escapes every value that is not `Html`. Values are no promises, so the result is none either. */
export const html = template as (strings: TemplateStringsArray, ...values: Printable[]) => Html;

/** Marks a text as safe. Only for filled fragments and escaped JSON. */
export const raw = (markup: string): Html => trusted(markup);
