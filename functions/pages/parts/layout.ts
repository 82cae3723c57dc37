/** The whole document around a page's body: head, masthead, landmarks, footer, and an editor's banners. */

import { directionOf } from '../../domain/text/language.ts';
import type { PageContext } from './context.ts';
import { footer } from './footer.ts';
import { type Head, headMarkup } from './head.ts';
import { type Html, html } from './markup.ts';
import { masthead } from './masthead.ts';
import { previewBanner } from './preview-banner.ts';
import { page } from './words.ts';

export type Body = {
  main: Html;
  /** Only on the front page: the date the masthead carries, that of the newest story. */
  issued?: number | undefined;
};

export function layout(context: PageContext, head: Head, { main, issued }: Body): string {
  const { language } = context.publication;
  return html`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
${headMarkup(context, head)}</head>
<body>
<a class="skip" href="#main">${page(context, 'skip')}</a>
${context.preview && previewBanner(context)}${masthead(context, head, issued)}
<main id="main" tabindex="-1">
${main}
</main>
${footer(context)}
</body>
</html>
`.toString();
}
