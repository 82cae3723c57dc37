/** Renders inline tokens as HTML with marks, as plain text with links spelled out, and as bare text for counting words. */
import type { Token } from 'markdown-it';
import { encodeAnchor, noteId, noteReferenceId } from '../../domain/content/anchors.ts';
import { BASE_MARK, styleMark } from '../../domain/content/fragment.ts';
import { MAX_FRAGMENT } from '../../domain/source/text-limits.ts';
import { escapeHtml, stripForbidden } from '../../domain/text/escape.ts';
import { endsUnspaced, startsUnspaced } from '../../domain/text/unspaced.ts';
import { checkSize } from './bounds.ts';
import { textOfTokens } from './figures.ts';
import { reportUnknownComment } from './fold.ts';
import { openLink } from './link.ts';
import { type InlineOutput, reportProblem, type Sheet } from './sheet.ts';

const STRONG_TAG = `<strong${styleMark('strong')}>`;
const EM_TAG = `<em${styleMark('em')}>`;
const CODE_TAG = `<code${styleMark('code')}>`;
const LINK_STYLE = styleMark('a');
const BARE_LINK_STYLE = styleMark('a.bare');
const SUP_STYLE = styleMark('sup');
/** Plain text keeps the marks of struck words: without them a denial would read as a claim. */
const STRIKE_MARK = '~~';

/** `&#12;` decodes to a form feed, which XML 1.0 forbids, and `&#13;` to a carriage return. */
const cleanText = (text: string): string =>
  /[\f\r]/.test(text) ? stripForbidden(text).replace(/\r/g, '') : text;

export const escapeClean = (text: string): string => escapeHtml(cleanText(text));

/**
 * `before`: the text up to the link. The label is collected separately, so that nothing has to be cut out again. `isBare`: the label is
 * the address.
 */
type Anchor = { href: string; shown: string | undefined; before: string; isBare: boolean };

export function writeInline(sheet: Sheet, tokens: readonly Token[]): InlineOutput {
  const line: Line = { sheet, out: { html: '', text: '', bare: '' }, anchors: [], struck: [] };
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    const tag = TAGS[token.type];
    if (tag !== undefined) line.out.html += tag;
    else if (token.type === 'softbreak') writeSoftBreak(line, tokens, i);
    else (INLINE_RULES[token.type] ?? writePlain)(line, token);
    if (line.out.html.length > MAX_FRAGMENT && !checkSize(sheet, line.out.html.length)) break;
  }
  return line.out;
}

/** `struck`: for each open strikethrough, the length of the bare text before it. */
type Line = { sheet: Sheet; out: InlineOutput; anchors: (Anchor | undefined)[]; struck: number[] };

const TAGS: Readonly<Record<string, string>> = {
  strong_open: STRONG_TAG,
  strong_close: '</strong>',
  em_open: EM_TAG,
  em_close: '</em>',
};

const writePlain = ({ out }: Line, token: Token): void => addContent(out, token.content);

const INLINE_RULES: Readonly<Record<string, (line: Line, token: Token) => void>> = {
  text: ({ sheet, out }, { content }) => {
    inspectText(sheet, content);
    addContent(out, content);
  },
  hardbreak: ({ sheet, out }) => {
    sheet.line++;
    out.html += '<br />';
    addContent(out, '\n');
  },
  code_inline: ({ out }, { content }) => {
    out.html += `${CODE_TAG}${escapeClean(content)}</code>`;
    out.text += content;
    out.bare += content;
  },
  s_open: ({ out, struck }) => {
    struck.push(out.bare.length);
    out.html += '<del>';
    out.text += STRIKE_MARK;
  },
  // A summary or a heading's id repeats the text without marks, so struck words are left out there.
  s_close: ({ out, struck }) => {
    out.html += '</del>';
    out.text += STRIKE_MARK;
    out.bare = out.bare.slice(0, struck.pop());
  },
  link_open: ({ sheet, out, anchors }, token) => void anchors.push(startAnchor(sheet, token, out)),
  link_close: ({ out, anchors }) => closeLink(anchors.pop(), out),
  image: ({ sheet, out }, token) => writeStrayImage(sheet, token, out),
  comment: ({ sheet }, token) => reportInlineComment(sheet, token.content),
  footnote_ref: ({ sheet, out }, token) => writeNoteReference(sheet, token, out),
};

/** A line of Chinese or Japanese is broken anywhere, so its break must not become a space. */
function writeSoftBreak({ sheet, out }: Line, tokens: readonly Token[], i: number): void {
  sheet.line++;
  const tight = endsUnspaced(out.bare) && startsUnspaced(firstTextOf(tokens, i + 1));
  addContent(out, tight ? '' : '\n');
}

/** The text of the next token that has any, without the markup before it. */
const firstTextOf = (tokens: readonly Token[], from: number): string => {
  for (let i = from; i < tokens.length; i++) if (tokens[i]!.content !== '') return tokens[i]!.content;
  return '';
};

/** One test for all characters that are escaped or cleaned, because most texts have none. */
const SPECIAL_CHARACTERS = /[&<>"'\f\r]/;

function addContent(out: InlineOutput, content: string): void {
  const special = SPECIAL_CHARACTERS.test(content);
  const text = special ? cleanText(content) : content;
  out.html += special ? escapeHtml(text) : text;
  out.text += text;
  out.bare += text;
}

/** Warns of text that was probably meant as markup. Code is in tokens of other types and never comes here. */
function inspectText(sheet: Sheet, text: string): void {
  const at = text.indexOf('<');
  if (at >= 0) warnOfHtml(sheet, text.slice(at, at + 200));
  if (text.includes('**')) {
    const remedy = 'Put the space outside the asterisks: `**Why it matters:** The …`.';
    reportProblem(sheet, 'warning', sheet.line, 'A stray `**` would be printed as it is.', remedy);
  }
}

function warnOfHtml(sheet: Sheet, text: string): void {
  if (text.includes('<!--')) {
    reportProblem(sheet, 'error', sheet.line, 'A comment is opened and never closed.', 'End it with `-->`.');
    return;
  }
  const [, tag] = /<\/?([a-z][a-z0-9-]*)(?:\s[^<>]*|\/)?>/i.exec(text) ?? [];
  if (tag === undefined) return;
  const message = `The HTML tag \`<${tag.slice(0, 20)}>\` is printed as it is: mail clients drop what they do not trust.`;
  reportProblem(sheet, 'warning', sheet.line, message, 'Say it in Markdown, or put it between backticks.');
}

function startAnchor(sheet: Sheet, token: Token, out: InlineOutput): Anchor | undefined {
  const target = openLink(sheet, token);
  if (!target) return undefined;
  const { href, address, isOnSite, shown } = target;
  const title = token.attrGet('title');
  const hint = title ? ` title="${escapeClean(String(title))}"` : '';
  const isBare = token.info === 'auto';
  const style = isBare ? BARE_LINK_STYLE : LINK_STYLE;
  out.html += `<a href="${isOnSite ? BASE_MARK : ''}${escapeClean(address)}"${hint}${style}>`;
  const { text: before } = out;
  out.text = '';
  return { href, shown, before, isBare };
}

/** Writes `label (URL)`, or the URL alone if the label is the URL. */
function closeLink(anchor: Anchor | undefined, out: InlineOutput): void {
  if (!anchor) return;
  const { before, shown, href, isBare } = anchor;
  const label = out.text;
  out.html += '</a>';
  out.text = before + label;
  if (shown === undefined) return;
  const address = shown.replace(/^mailto:/i, '');
  const isAddress = isBare || stripScheme(label) === stripScheme(href);
  out.text = isAddress ? before + address : `${before + label} (${address})`;
}

const stripScheme = (url: string): string => url.replace(/^(https?:\/\/|mailto:)/i, '').replace(/\/$/, '');

function writeStrayImage(sheet: Sheet, token: Token, out: InlineOutput): void {
  const remedy = 'Put blank lines around it, so that it is alone in its paragraph.';
  reportProblem(sheet, 'error', sheet.line, 'An image stands inside a line of text.', remedy);
  addContent(out, textOfTokens(token.children ?? []));
}

function reportInlineComment(sheet: Sheet, content: string): void {
  if (content !== 'more') reportUnknownComment(sheet, content);
  else {
    const message = '`<!-- more -->` stands inside a line of text.';
    reportProblem(sheet, 'error', sheet.line, message, 'Give it a line of its own.');
  }
  sheet.line += content.split('\n').length - 1;
}

/** Metadata set by markdown-it-footnote: `id` counts notes from 0, `subId` counts the references to one note. */
export type NoteMeta = { id: number; subId?: number };

function writeNoteReference(sheet: Sheet, token: Token, out: InlineOutput): void {
  const { id, subId = 0 } = token.meta as unknown as NoteMeta;
  const { idPrefix } = sheet.options;
  const n = id + 1;
  const to = encodeAnchor(noteId(idPrefix, n));
  const own = noteReferenceId(idPrefix, n, subId + 1);
  sheet.noteReferences.push({ n, id: own, from: sheet.note });
  out.html += `<sup class="footnote-ref"${SUP_STYLE}><a href="#${to}" id="${own}"${LINK_STYLE}>[${n}]</a></sup>`;
  out.text += `[${n}]`;
}
