/** Renders tables as HTML, and collects their rows for the plain text. */
import type { Token } from 'markdown-it';
import { styleMark } from '../../domain/content/fragment.ts';
import { checkSize } from './bounds.ts';
import { addText, type BodyOutput } from './page.ts';
import { type BlockRule, putHtml, START_TAGS } from './rule.ts';
import { reportProblem } from './sheet.ts';
import { layOutTable, tableSize } from './text-layout.ts';

/** The most columns without a warning: a phone shows about four columns of words, and mail clients neither scroll nor reflow a table. */
const MAX_PHONE_COLUMNS = 4;

const writeTag =
  (html: string): BlockRule =>
  (page) =>
    putHtml(page, html);

export const TABLE_RULES: Readonly<Record<string, BlockRule>> = {
  table_open: (page, _token, tokens, i) => {
    page.rows = [];
    checkWidth(page, tokens, i);
    return putHtml(page, `${START_TAGS.table}>\n`);
  },
  table_close: (page) => {
    const rows = page.rows ?? [];
    page.rows = undefined;
    if (checkSize(page.sheet, tableSize(rows))) addText(page, layOutTable(rows));
    return putHtml(page, '</table>\n');
  },
  tr_open: (page) => {
    page.rows?.push([]);
    return putHtml(page, `${START_TAGS.tr}>`);
  },
  tr_close: writeTag('</tr>\n'),
  th_open: writeCell,
  td_open: writeCell,
  th_close: writeTag('</th>'),
  td_close: writeTag('</td>'),
  thead_open: writeTag(`${START_TAGS.thead}>`),
  thead_close: writeTag('</thead>\n'),
  tbody_open: writeTag(`${START_TAGS.tbody}>`),
  tbody_close: writeTag('</tbody>\n'),
};

/** Writes `align` instead of a style: our pages allow no inline styles, and mail clients support the attribute. */
function writeCell(page: BodyOutput, token: Token): number {
  const [, side] = /text-align:(left|center|right)/.exec(String(token.attrGet('style') ?? '')) ?? [];
  if (!side) return putHtml(page, `${START_TAGS[token.tag]}>`);
  // A style would override the attribute, so an aligned heading cell has a style of its own without text-align.
  const style = token.tag === 'th' ? 'th.aligned' : token.tag;
  return putHtml(page, `<${token.tag}${styleMark(style)} align="${side}">`);
}

function checkWidth(page: BodyOutput, tokens: readonly Token[], start: number): void {
  let columns = 0;
  for (let i = start; i < tokens.length && tokens[i]!.type !== 'thead_close'; i++)
    if (tokens[i]!.type === 'th_open') columns++;
  if (columns <= MAX_PHONE_COLUMNS) return;
  const message = `A table has ${columns} columns: phones and mail clients cut off what does not fit.`;
  reportProblem(page.sheet, 'warning', page.sheet.line, message, 'Use four at most, or turn it round.');
}
