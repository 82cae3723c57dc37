/** Renders a line of text with its markup: as HTML with marks, as plain text with its links spelled out, and bare for counting. */
import type { Token } from 'markdown-it';
import { BASE, styleMark } from '../../domain/content/fragment.ts';
import { parseLinkTarget } from '../../domain/site/link-target.ts';
import { MAX_FRAGMENT, MAX_URL } from '../../domain/source/text-limits.ts';
import { escapeHtml, stripForbidden } from '../../domain/text/escape.ts';
import { checkSize, mayExpand } from './bounds.ts';
import { textOfTokens } from './figures.ts';
import { unknownComment } from './fold.ts';
import { complain, type InlineOutput, type Sheet } from './sheet.ts';

const STRONG = `<strong${styleMark('strong')}>`;
const EM = `<em${styleMark('em')}>`;
const CODE = `<code${styleMark('code')}>`;
const LINK_STYLE = styleMark('a');
const SUP_STYLE = styleMark('sup');

/** Removes a form feed (from `&#12;`) and a carriage return (from `&#13;`); XML 1.0 forbids the first. */
const clean = (text: string): string =>
  /[\f\r]/.test(text) ? stripForbidden(text).replace(/\r/g, '') : text;

export const safe = (text: string): string => escapeHtml(clean(text));

/** `before`: the text up to the link; its label is written separately, so that it need not be cut out again. */
type Anchor = { href: string; shown: string | undefined; before: string };

export function writeInline(sheet: Sheet, tokens: readonly Token[]): InlineOutput {
  const line: Line = { sheet, out: { html: '', text: '', bare: '' }, anchors: [] };
  for (const token of tokens) {
    const tag = TAGS[token.type];
    if (tag !== undefined) line.out.html += tag;
    else (RULES[token.type] ?? plain)(line, token);
    if (line.out.html.length > MAX_FRAGMENT && !checkSize(sheet, line.out.html.length)) break;
  }
  return line.out;
}

type Line = { sheet: Sheet; out: InlineOutput; anchors: (Anchor | undefined)[] };

const TAGS: Readonly<Record<string, string>> = {
  strong_open: STRONG,
  strong_close: '</strong>',
  em_open: EM,
  em_close: '</em>',
};

const plain = ({ out }: Line, token: Token): void => add(out, token.content);

const RULES: Readonly<Record<string, (line: Line, token: Token) => void>> = {
  text: ({ sheet, out }, { content }) => {
    inspect(sheet, content);
    add(out, content);
  },
  softbreak: ({ sheet, out }) => {
    sheet.line++;
    add(out, '\n');
  },
  hardbreak: ({ sheet, out }) => {
    sheet.line++;
    out.html += '<br />';
    add(out, '\n');
  },
  code_inline: ({ out }, { content }) => {
    out.html += `${CODE}${safe(content)}</code>`;
    out.text += content;
    out.bare += content;
  },
  link_open: ({ sheet, out, anchors }, token) => void anchors.push(openLink(sheet, token, out)),
  link_close: ({ out, anchors }) => closeLink(anchors.pop(), out),
  image: ({ sheet, out }, token) => strayImage(sheet, token, out),
  comment: ({ sheet }, token) => inlineComment(sheet, token.content),
  footnote_ref: ({ sheet, out }, token) => footnoteRef(sheet, token, out),
};

/** A quick test: most text has nothing to escape or remove. */
const SPECIAL = /[&<>"'\f\r]/;

function add(out: InlineOutput, content: string): void {
  const special = SPECIAL.test(content);
  const text = special ? clean(content) : content;
  out.html += special ? escapeHtml(text) : text;
  out.text += text;
  out.bare += text;
}

/** Reports text that was meant as markup. Code has tokens of its own and is never checked. */
function inspect(sheet: Sheet, text: string): void {
  const at = text.indexOf('<');
  if (at >= 0) inspectHtml(sheet, text.slice(at, at + 200));
  if (text.includes('**')) {
    const remedy = 'Put the space outside the asterisks: `**Why it matters:** The …`.';
    complain(sheet, 'warning', sheet.line, 'A stray `**` would be printed as it is.', remedy);
  }
}

function inspectHtml(sheet: Sheet, text: string): void {
  if (text.includes('<!--')) {
    complain(sheet, 'error', sheet.line, 'A comment is opened and never closed.', 'End it with `-->`.');
    return;
  }
  const [, tag] = /<\/?([a-z][a-z0-9-]*)(?:\s[^<>]*|\/)?>/i.exec(text) ?? [];
  if (tag === undefined) return;
  const message = `The HTML tag \`<${tag.slice(0, 20)}>\` is printed as it is: mail clients drop what they do not trust.`;
  complain(sheet, 'warning', sheet.line, message, 'Say it in Markdown, or put it between backticks.');
}

function openLink(sheet: Sheet, token: Token, out: InlineOutput): Anchor | undefined {
  const written = String(token.attrGet('href') ?? '');
  if (!mayExpand(sheet, token, written)) return undefined;
  const target = parseLinkTarget(written);
  if (target.kind === 'fault') {
    if (written.length > MAX_URL && !isFirst(sheet.bounds.told, written)) return undefined;
    complain(sheet, 'error', sheet.line, target.fault.message, target.fault.remedy);
    return undefined;
  }
  const { kind, href } = target;
  const found = { href, line: sheet.line };
  if (kind === 'place') sheet.places.push(found);
  else sheet.links.push(found);
  const base = kind === 'site' ? BASE : '';
  const address = kind === 'place' ? `#${sheet.options.idPrefix}${href.slice(1)}` : href;
  const title = token.attrGet('title');
  const hint = title ? ` title="${safe(String(title))}"` : '';
  out.html += `<a href="${base}${safe(address)}"${hint}${LINK_STYLE}>`;
  const { text: before } = out;
  out.text = '';
  return { href, shown: kind === 'place' ? undefined : base + href, before };
}

/** True if the address was not reported before: one address is reported once, however many references use it. */
function isFirst(told: Set<string>, address: string): boolean {
  const { size } = told;
  return told.add(address).size > size;
}

/** `label (URL)`, unless the label is the URL. */
function closeLink(anchor: Anchor | undefined, out: InlineOutput): void {
  if (!anchor) return;
  const { before, shown, href } = anchor;
  const label = out.text;
  out.html += '</a>';
  out.text = before + label;
  if (shown === undefined) return;
  const address = shown.replace(/^mailto:/i, '');
  out.text = bareUrl(label) === bareUrl(href) ? before + address : `${before + label} (${address})`;
}

const bareUrl = (url: string): string => url.replace(/^(https?:\/\/|mailto:)/i, '').replace(/\/$/, '');

function strayImage(sheet: Sheet, token: Token, out: InlineOutput): void {
  const remedy = 'Put blank lines around it, so that it is alone in its paragraph.';
  complain(sheet, 'error', sheet.line, 'An image stands inside a line of text.', remedy);
  add(out, textOfTokens(token.children ?? []));
}

function inlineComment(sheet: Sheet, content: string): void {
  if (content !== 'more') unknownComment(sheet, content);
  else {
    const message = '`<!-- more -->` stands inside a line of text.';
    complain(sheet, 'error', sheet.line, message, 'Give it a line of its own.');
  }
  sheet.line += content.split('\n').length - 1;
}

/** Set by markdown-it-footnote: `id` counts notes from 0, `subId` the references to one note. */
export type NoteMeta = { id: number; subId?: number };

export const noteName = ({ id, subId }: NoteMeta): string => `${id + 1}${subId ? `-${subId + 1}` : ''}`;

function footnoteRef(sheet: Sheet, token: Token, out: InlineOutput): void {
  const meta = token.meta as unknown as NoteMeta;
  const { idPrefix } = sheet.options;
  const n = meta.id + 1;
  out.html += `<sup class="footnote-ref"${SUP_STYLE}><a href="#${idPrefix}fn${n}" id="${idPrefix}fnref${noteName(meta)}"${LINK_STYLE}>[${n}]</a></sup>`;
  out.text += `[${n}]`;
}
