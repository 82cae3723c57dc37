/** Renders block tokens, as HTML with marks and as plain text at once. */
import type { Token } from 'markdown-it';
import { pictureMark, styleMark } from '../../domain/content/fragment.ts';
import { toSlug } from '../../domain/text/slug.ts';
import { axiomLead } from './axiom-lead.ts';
import { checkSize } from './bounds.ts';
import { addFigure, figureIn } from './figures.ts';
import { comment } from './fold.ts';
import { type NoteMeta, noteName, safe, writeInline } from './inline-writer.ts';
import { addText, addWordCount, type BodyOutput, close, closeItem, loosen, openFrame } from './page.ts';
import { put, type Rule, START } from './rule.ts';
import type { InlineOutput } from './sheet.ts';
import { TABLE_RULES } from './table-rules.ts';
import { indent, quote } from './text-layout.ts';

const AXIOM_START = `<p class="axiom-p"${styleMark('p')}><strong class="axiom"${styleMark('strong.axiom')}>`;

const RULES: Readonly<Record<string, Rule>> = {
  paragraph_open: paragraph,
  paragraph_close: (page, token) => put(page, token.hidden ? '' : '</p>\n'),
  heading_open: heading,
  inline: (page, token) => {
    writeText(page, writeInline(page.sheet, token.children!), token.level);
    return 1;
  },
  bullet_list_open: (page) => openList(page, `${START.ul}>\n`, Number.NaN),
  ordered_list_open: (page, token) => {
    const first = Number(token.attrGet('start') ?? 1);
    return openList(page, `${START.ol}${first === 1 ? '' : ` start="${first}"`}>\n`, first);
  },
  bullet_list_close: (page) => closeList(page, '</ul>\n'),
  ordered_list_close: (page) => closeList(page, '</ol>\n'),
  list_item_open: (page) => {
    openFrame(page, true);
    return put(page, `${START.li}>`);
  },
  list_item_close: (page) => {
    const number = page.counters.pop()!;
    page.counters.push(number + 1);
    closeItem(page, Number.isNaN(number) ? '- ' : `${number}. `);
    return put(page, '</li>\n');
  },
  blockquote_open: (page) => {
    openFrame(page, false);
    return put(page, `${START.blockquote}>\n`);
  },
  blockquote_close: (page) => {
    close(page, quote);
    return put(page, '</blockquote>\n');
  },
  fence: code,
  code_block: code,
  hr: (page) => {
    addText(page, '* * *');
    return put(page, `${START.hr} />\n`);
  },
  ...TABLE_RULES,
  comment,
  footnote_block_open: (page) => {
    openFrame(page, false);
    return put(page, `<section class="footnotes">${START.hr} class="footnotes-sep" />\n${START.ol}>\n`);
  },
  footnote_block_close: (page) => {
    close(page, (text) => text);
    return put(page, '</ol>\n</section>\n');
  },
  footnote_open: (page, token) => {
    const { id } = token.meta as unknown as NoteMeta;
    openFrame(page, false);
    page.counters.push(id + 1);
    return put(page, `<li id="${page.sheet.options.idPrefix}fn${id + 1}"${styleMark('li')}>`);
  },
  footnote_close: (page) => {
    closeItem(page, `[${page.counters.pop()}] `);
    return put(page, '</li>\n');
  },
  footnote_anchor: (page, token) => {
    const name = `${page.sheet.options.idPrefix}fnref${noteName(token.meta as unknown as NoteMeta)}`;
    // U+FE0E keeps iOS from drawing an emoji.
    return put(page, ` <a href="#${name}" class="footnote-backref"${styleMark('a')}>\u21a9\ufe0e</a>`);
  },
};

export function writeBlocks(page: BodyOutput, tokens: readonly Token[]): void {
  const { line } = page.sheet.options;
  for (let i = 0; i < tokens.length; ) {
    const token = tokens[i]!;
    if (token.map) page.sheet.line = line + token.map[0];
    i += RULES[token.type]?.(page, token, tokens, i) ?? 1;
    if (!checkSize(page.sheet, page.html.length)) return;
  }
}

function writeText(page: BodyOutput, written: InlineOutput, level: number): void {
  page.html += written.html;
  if (page.rows) page.rows.at(-1)?.push(written.text);
  else addText(page, written.text);
  addWordCount(page, written, level - 1);
}

function paragraph(page: BodyOutput, token: Token, tokens: readonly Token[], i: number): number {
  const inline = tokens[i + 1]!;
  const figure = tokens[i + 2]?.type === 'paragraph_close' ? figureIn(inline) : undefined;
  if (figure) {
    writeFigure(page, figure.image, figure.credit);
    return 3;
  }
  if (token.hidden) return 1;
  if (page.frames.length > 1) loosen(page);
  const axiom = token.level === 0 ? axiomLead(inline.children!, page.sheet.axioms) : undefined;
  if (token.level === 0) page.paragraphs++;
  if (!axiom) return put(page, `${START.p}>`);
  page.axiomsAt.push({ axiom: axiom.axiom, paragraph: page.paragraphs - 1 });
  const { html, text, bare } = writeInline(page.sheet, axiom.rest);
  page.html += AXIOM_START;
  const lead = `${safe(axiom.lead)}</strong>`;
  writeText(page, { html: lead + html, text: axiom.lead + text, bare: axiom.lead + bare }, inline.level);
  return 2;
}

function writeFigure(page: BodyOutput, image: Token, credit: string): void {
  const n = addFigure(page.sheet, image, credit);
  if (n === undefined) return;
  const { alt, caption } = page.sheet.figures[n]!;
  page.html += `${pictureMark(n)}\n`;
  addText(page, [`[${alt}]`, caption, credit && `(${credit})`].filter(Boolean).join(' '));
}

/** The level of a heading: the page's headline is h1, so the body's begin at h2. */
function heading(page: BodyOutput, token: Token, tokens: readonly Token[], i: number): number {
  const inline = tokens[i + 1]!;
  const name = `h${Math.max(2, Number(token.tag.slice(1)))}`;
  const written = writeInline(page.sheet, inline.children!);
  const id = headingId(page, written.bare);
  page.html += `<${name} id="${page.sheet.options.idPrefix}${id}"${styleMark(name)}>`;
  const line = written.text.replace(/\n/g, ' ');
  const text = line && `${line}\n${'-'.repeat(Math.min(line.length, 72))}`;
  writeText(page, { ...written, text }, 2);
  page.html += `</${name}>\n`;
  return 3;
}

function headingId(page: BodyOutput, text: string): string {
  const { ids } = page.sheet;
  const slug = toSlug(text.slice(0, 80)) || 'section';
  const id = ids.has(slug) ? `${slug}-${ids.size + 1}` : slug;
  ids.add(id);
  return id;
}

function openList(page: BodyOutput, html: string, first: number): number {
  openFrame(page, true);
  page.counters.push(first);
  return put(page, html);
}

function closeList(page: BodyOutput, html: string): number {
  page.counters.pop();
  close(page, (text) => text);
  return put(page, html);
}

function code(page: BodyOutput, token: Token): number {
  const [, language] = /^([A-Za-z0-9+#.-]{1,30})/.exec(token.info) ?? [];
  const named = language ? ` class="language-${language}"` : '';
  addText(page, indent(token.content.trimEnd()));
  return put(page, `${START.pre}>${START.code}${named}>${safe(token.content)}</code></pre>\n`);
}
