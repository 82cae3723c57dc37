/** Renders tables as HTML, and collects their rows for the plain text. */
import type { Token } from 'markdown-it';
import { styleMark } from '../../domain/content/fragment.ts';
import { checkSize } from './bounds.ts';
import { addText, type BodyOutput } from './page.ts';
import { put, type Rule, START } from './rule.ts';
import { complain } from './sheet.ts';
import { tableSize, tableText } from './text-layout.ts';

/** A phone shows about four columns of words, and mail clients neither scroll nor reflow a table. */
const COLUMNS = 4;

const tag =
  (html: string): Rule =>
  (page) =>
    put(page, html);

export const TABLE_RULES: Readonly<Record<string, Rule>> = {
  table_open: (page, _token, tokens, i) => {
    page.rows = [];
    checkWidth(page, tokens, i);
    return put(page, `${START.table}>\n`);
  },
  table_close: (page) => {
    const rows = page.rows ?? [];
    page.rows = undefined;
    if (checkSize(page.sheet, tableSize(rows))) addText(page, tableText(rows));
    return put(page, '</table>\n');
  },
  tr_open: (page) => {
    page.rows?.push([]);
    return put(page, `${START.tr}>`);
  },
  tr_close: tag('</tr>\n'),
  th_open: cell,
  td_open: cell,
  th_close: tag('</th>'),
  td_close: tag('</td>'),
  thead_open: tag(`${START.thead}>`),
  thead_close: tag('</thead>\n'),
  tbody_open: tag(`${START.tbody}>`),
  tbody_close: tag('</tbody>\n'),
};

/** Uses `align` rather than a style: our pages allow no inline styles, and mail clients know the attribute. */
function cell(page: BodyOutput, token: Token): number {
  const [, side] = /text-align:(left|center|right)/.exec(String(token.attrGet('style') ?? '')) ?? [];
  if (!side) return put(page, `${START[token.tag]}>`);
  // A style would override the attribute, so an aligned heading has its own style mark without alignment.
  const style = token.tag === 'th' ? 'th.aligned' : token.tag;
  return put(page, `<${token.tag}${styleMark(style)} align="${side}">`);
}

function checkWidth(page: BodyOutput, tokens: readonly Token[], start: number): void {
  let columns = 0;
  for (let i = start; i < tokens.length && tokens[i]!.type !== 'thead_close'; i++)
    if (tokens[i]!.type === 'th_open') columns++;
  if (columns <= COLUMNS) return;
  const message = `A table has ${columns} columns: phones and mail clients cut off what does not fit.`;
  complain(page.sheet, 'warning', page.sheet.line, message, 'Use four at most, or turn it round.');
}
