/** Renders block tokens as HTML with marks and as plain text, both in one pass. */
import type { Token } from 'markdown-it';
import { encodeAnchor, noteId, noteReferenceId } from '../../domain/content/anchors.ts';
import { pictureMark, styleMark } from '../../domain/content/fragment.ts';
import { countColumns } from '../../domain/text/unspaced.ts';
import { findAxiomLead, findNearLead } from './axiom-lead.ts';
import { checkSize } from './bounds.ts';
import { NOTES_END, NOTES_START } from './brief-notes.ts';
import { addFigure, type FoundFigure, findFigure } from './figures.ts';
import { comment } from './fold.ts';
import { escapeClean, type NoteMeta, writeInline } from './inline-writer.ts';
import { openLink } from './link.ts';
import {
  addText,
  addWordCount,
  type BodyOutput,
  closeFrame,
  closeItem,
  loosenList,
  openFrame,
} from './page.ts';
import { type BlockRule, putHtml, START_TAGS } from './rule.ts';
import { type InlineOutput, reportProblem } from './sheet.ts';
import { TABLE_RULES } from './table-rules.ts';
import { indentText, quoteText } from './text-layout.ts';

const AXIOM_START = `<p class="axiom-p"${styleMark('p')}><strong class="axiom"${styleMark('strong.axiom')}>`;

/** A code element of a block has no padding: it would indent the first line alone. */
const BLOCK_CODE = `<code${styleMark('code.block')}`;

const BLOCK_RULES: Readonly<Record<string, BlockRule>> = {
  paragraph_open: writeParagraph,
  paragraph_close: (page, token) => putHtml(page, token.hidden ? '' : '</p>\n'),
  heading_open: writeHeading,
  inline: (page, token) => {
    writeText(page, writeInline(page.sheet, token.children!), token.level);
    return 1;
  },
  bullet_list_open: (page) => openList(page, `${START_TAGS.ul}>\n`, Number.NaN),
  ordered_list_open: (page, token) => {
    const first = Number(token.attrGet('start') ?? 1);
    return openList(page, `${START_TAGS.ol}${first === 1 ? '' : ` start="${first}"`}>\n`, first);
  },
  bullet_list_close: (page) => closeList(page, '</ul>\n'),
  ordered_list_close: (page) => closeList(page, '</ol>\n'),
  list_item_open: (page, _token, tokens, i) => {
    openFrame(page, true);
    drawTaskBox(tokens[i + 2]);
    return putHtml(page, `${START_TAGS.li}>`);
  },
  list_item_close: (page) => {
    const number = page.counters.pop()!;
    page.counters.push(number + 1);
    closeItem(page, Number.isNaN(number) ? '- ' : `${number}. `);
    return putHtml(page, '</li>\n');
  },
  blockquote_open: (page) => {
    openFrame(page, false);
    return putHtml(page, `${START_TAGS.blockquote}>\n`);
  },
  blockquote_close: (page) => {
    closeFrame(page, quoteText);
    return putHtml(page, '</blockquote>\n');
  },
  fence: writeCode,
  code_block: writeCode,
  hr: (page) => {
    addText(page, '* * *');
    return putHtml(page, `${START_TAGS.hr} />\n`);
  },
  ...TABLE_RULES,
  comment,
  footnote_block_open: (page) => {
    openFrame(page, false);
    return putHtml(page, NOTES_START);
  },
  footnote_block_close: (page) => {
    closeFrame(page, (text) => text);
    return putHtml(page, NOTES_END);
  },
  footnote_open: (page, token) => {
    const { id } = token.meta as unknown as NoteMeta;
    openFrame(page, false);
    page.counters.push(id + 1);
    page.sheet.note = id + 1;
    if (page.folded) [page.above, page.html] = [page.html, ''];
    return putHtml(page, `<li id="${noteId(page.sheet.options.idPrefix, id + 1)}"${styleMark('li')}>`);
  },
  footnote_close: (page) => {
    closeItem(page, `[${page.counters.pop()}] `);
    page.html += '</li>\n';
    if (!page.folded) return 1;
    page.notes.push({ html: page.html, text: page.frames.at(-1)!.blocks.at(-1) ?? '' });
    page.html = page.above + page.html;
    return 1;
  },
  footnote_anchor: (page, token) => {
    const { id, subId = 0 } = token.meta as unknown as NoteMeta;
    const back = encodeAnchor(noteReferenceId(page.sheet.options.idPrefix, id + 1, subId + 1));
    // U+FE0E keeps iOS from drawing an emoji.
    return putHtml(page, ` <a href="#${back}" class="footnote-backref"${styleMark('a')}>\u21a9\ufe0e</a>`);
  },
};

export function writeBlocks(page: BodyOutput, tokens: readonly Token[]): void {
  const { line } = page.sheet.options;
  for (let i = 0; i < tokens.length; ) {
    const token = tokens[i]!;
    if (token.map) page.sheet.line = line + token.map[0];
    i += BLOCK_RULES[token.type]?.(page, token, tokens, i) ?? 1;
    if (!checkSize(page.sheet, page.html.length)) return;
  }
}

function writeText(page: BodyOutput, written: InlineOutput, level: number): void {
  page.html += written.html;
  if (page.rows) page.rows.at(-1)?.push(written.text);
  else addText(page, written.text);
  addWordCount(page, written, level - 1);
}

function writeParagraph(page: BodyOutput, token: Token, tokens: readonly Token[], i: number): number {
  const inline = tokens[i + 1]!;
  const figure = tokens[i + 2]?.type === 'paragraph_close' ? findFigure(inline) : undefined;
  if (figure) {
    writeFigure(page, figure);
    return 3;
  }
  if (token.hidden) return 1;
  if (page.frames.length > 1) loosenList(page);
  const axiom = token.level === 0 ? findAxiomLead(inline.children!, page.sheet.axioms) : undefined;
  if (token.level === 0) page.paragraphs++;
  if (!axiom) {
    if (token.level === 0) hintAtAxiom(page, inline);
    return putHtml(page, `${START_TAGS.p}>`);
  }
  page.axiomsAt.push({ axiom: axiom.axiom, paragraph: page.paragraphs - 1 });
  const { html, text, bare } = writeInline(page.sheet, axiom.rest);
  page.html += AXIOM_START;
  const lead = `${escapeClean(axiom.lead)}</strong>`;
  writeText(page, { html: lead + html, text: axiom.lead + text, bare: axiom.lead + bare }, inline.level);
  return 2;
}

function hintAtAxiom({ sheet }: BodyOutput, inline: Token): void {
  const near = findNearLead(inline.children!, sheet.axioms);
  if (!near) return;
  const message = `\`**${near.lead}:**\` is no axiom, so it is merely bold.`;
  const remedy = `Did you mean \`**${near.axiom}:**\`? Else add it to \`axioms\` in publication.yaml.`;
  reportProblem(sheet, 'warning', sheet.line, message, remedy);
}

function writeFigure(page: BodyOutput, found: FoundFigure): void {
  const n = addFigure(page.sheet, found);
  if (n === undefined) return;
  const { alt, caption, credit } = page.sheet.figures[n]!;
  const link = found.link && openLink(page.sheet, found.link);
  page.html += `${pictureMark(n, link && escapeClean(link.address))}\n`;
  const shown = link?.shown && `(${link.shown})`;
  addText(page, [`[${alt}]`, shown, caption, credit && `(${credit})`].filter(Boolean).join(' '));
}

/** The page's own headline is the h1, so headings of the body begin at h2. */
function writeHeading(page: BodyOutput, token: Token, tokens: readonly Token[], i: number): number {
  const inline = tokens[i + 1]!;
  const name = `h${Math.max(2, Number(token.tag.slice(1)))}`;
  const written = writeInline(page.sheet, inline.children!);
  const { name: id, former } = page.sheet.anchors[page.sheet.headings++]!;
  const { idPrefix } = page.sheet.options;
  page.html += `<${name} id="${idPrefix}${id}"${styleMark(name)}>`;
  if (former !== undefined) page.html += `<span id="${idPrefix}${former}"></span>`;
  const line = written.text.replace(/\n/g, ' ');
  const text = line && `${line}\n${'-'.repeat(Math.min(countColumns(line), 72))}`;
  writeText(page, { ...written, text }, 2);
  page.html += `</${name}>\n`;
  return 3;
}

function openList(page: BodyOutput, html: string, first: number): number {
  openFrame(page, true);
  page.counters.push(first);
  return putHtml(page, html);
}

/** Turns `[ ]` and `[x]` at the start of a list item (GFM §5.3) into signs, which every medium can show. */
function drawTaskBox(inline: Token | undefined): void {
  const first = inline?.children?.[0];
  if (first?.type !== 'text') return;
  // U+FE0E keeps a client from drawing an emoji.
  first.content = first.content.replace(/^\[([ xX])\](?=\s|$)/, (_, mark) =>
    mark === ' ' ? '☐' : '☑\ufe0e',
  );
}

function closeList(page: BodyOutput, html: string): number {
  page.counters.pop();
  closeFrame(page, (text) => text);
  return putHtml(page, html);
}

function writeCode(page: BodyOutput, token: Token): number {
  const [, language] = /^([A-Za-z0-9+#.-]{1,30})/.exec(token.info) ?? [];
  const named = language ? ` class="language-${language}"` : '';
  addText(page, indentText(token.content.trimEnd()));
  return putHtml(
    page,
    `${START_TAGS.pre}>${BLOCK_CODE}${named}>${escapeClean(token.content)}</code></pre>\n`,
  );
}
