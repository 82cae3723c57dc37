/** The frame of form pages, error pages and notes: one narrow column, with `noindex` unless `indexed`. */
import type { PageContext } from './context.ts';
import { layout } from './layout.ts';
import { type Html, html } from './markup.ts';

export type FormPage = {
  title: string;
  lede?: string | Html;
  path: string;
  body: Html | false;
  indexed?: boolean;
};

/** `path` holds no token. Only the canonical link would use one, and these pages have none. */
export function formPage(
  context: PageContext,
  { title, lede, path, body, indexed = false }: FormPage,
): string {
  const main = html`<div class="narrow"><header class="page-head"><h1>${title}</h1>${lede !== undefined && html`<p class="standfirst">${lede}</p>`}</header>
${body}</div>`;
  const description = typeof lede === 'string' ? lede : context.publication.description;
  return layout(
    context,
    { title, description, path, ...(!indexed && { robots: 'noindex' as const }) },
    { main },
  );
}
