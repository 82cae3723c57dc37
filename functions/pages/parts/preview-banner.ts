/** The banner of a preview, with all problems of the content. Only an editor's machine shows it. */
import { errorsOf, type Problem } from '../../domain/problem.ts';
import type { PageContext } from './context.ts';
import { type Html, html } from './markup.ts';
import { sayPage } from './words.ts';

export const problemItem = ({ file, line, level, message, remedy }: Problem): Html =>
  html`<li class="problem problem-${level}"><code>${file}:${line}</code> <span>${message} ${remedy}</span></li>`;

export function previewBanner(context: PageContext): Html {
  const problems = context.problems ?? [];
  const errors = errorsOf(problems).length;
  return html`<aside class="preview" aria-label="${sayPage(context, 'preview')}"><p><strong>${sayPage(context, 'preview')}</strong> ${sayPage(context, 'preview-note')}</p>${
    problems.length > 0 &&
    html`<details${errors > 0 && html` open`}><summary>${sayPage(context, 'problems', { count: problems.length })}</summary><ul>${problems.map(problemItem)}</ul></details>`
  }</aside>
`;
}
