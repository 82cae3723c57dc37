/** Parses bare links (GFM's extended autolinks): web addresses with their scheme, and mail addresses, stand in a text as they are. */
import type { MarkdownIt, StateInline } from 'markdown-it';
import { isWebUrl } from '../../domain/site/link-target.ts';
import { MAX_URL } from '../../domain/source/text-limits.ts';

/** The scheme before `://`, unless it ends a longer word. */
const SCHEME_BEFORE = /(?<![A-Za-z0-9+.-])https?$/i;
const LONGEST_SCHEME = 'https'.length;

/**
 * Characters that end a bare URL, although RFC 3987 allows most of them: our own markup, dashes, quotation marks, and the punctuation of
 * scripts that put no space behind it.
 */
const URL_END =
  /[\\`<>|\u2014\u2026\u00ab\u00bb\u2039\u203a\u201c-\u201f\u3000-\u303f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]/;
/** Punctuation that belongs to the sentence behind a URL, and closing marks of emphasis (GFM §6.9). */
const SENTENCE_END = /(?![/\-)\]}#%&@+=])[\p{P}~*_]+$/u;

/** The local part before `@`. Behind one of the excluded characters stands a handle, a path or a longer address. */
const MAILBOX_BEFORE = /(?<![\p{L}\p{N}._%+@/:=&?#~-])[A-Za-z0-9](?:[A-Za-z0-9.+-]{0,62}[A-Za-z0-9])?$/u;
const LONGEST_MAILBOX = 64;
/** The domain behind `@`. `git@host:path` is no mailbox, and `photo@2x.png` is a file. */
const DOMAIN_AFTER =
  /@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,5}(?!(?:png|jpe?g|webp|gif|svg|avif)\b)[a-z]{2,24}(?![\p{L}\p{N}@/_-]|[.:][\p{L}\p{N}])/iuy;

function parseUrl(state: StateInline, silent: boolean): boolean {
  const { pos, src } = state;
  const [scheme] = SCHEME_BEFORE.exec(src.slice(Math.max(0, pos - LONGEST_SCHEME - 1), pos)) ?? [];
  if (scheme === undefined || (!silent && !state.pending.endsWith(scheme))) return false;
  const written = findUrl(state, src.slice(pos - scheme.length, Math.min(pos + MAX_URL, state.posMax)));
  const href = written && state.md.normalizeLink(written.replaceAll('&amp;', '&'));
  if (!written || !href || !isWebUrl(href)) return false;
  if (!silent) pushLink(state, scheme.length, href, state.md.normalizeLinkText(href));
  state.pos += written.length - scheme.length;
  return true;
}

function findUrl({ md }: StateInline, text: string): string | undefined {
  const end = text.search(URL_END);
  const found = md.linkify.matchAtStart(end < 0 ? text : text.slice(0, end));
  return found?.raw.replace(SENTENCE_END, '');
}

function parseMailbox(state: StateInline, silent: boolean): boolean {
  const { pos, src } = state;
  const [local] = MAILBOX_BEFORE.exec(src.slice(Math.max(0, pos - LONGEST_MAILBOX - 1), pos)) ?? [];
  if (local === undefined || (!silent && !state.pending.endsWith(local))) return false;
  DOMAIN_AFTER.lastIndex = pos;
  const [domain] = DOMAIN_AFTER.exec(src) ?? [];
  if (domain === undefined || pos + domain.length > state.posMax) return false;
  if (!silent) pushLink(state, local.length, `mailto:${local}${domain}`, local + domain);
  state.pos += domain.length;
  return true;
}

/** Replaces the last `taken` characters of the text so far with a link. */
function pushLink(state: StateInline, taken: number, href: string, label: string): void {
  state.pending = state.pending.slice(0, -taken);
  const open = state.push('link_open', 'a', 1);
  open.attrs = [['href', href]];
  open.info = 'auto';
  state.push('text', '', 0).content = label;
  state.push('link_close', 'a', -1).info = 'auto';
}

function parseBareLink(state: StateInline, silent: boolean): boolean {
  const { pos, src, linkLevel } = state;
  const sign = src[pos];
  if ((sign !== ':' && sign !== '@') || linkLevel > 0) return false;
  return sign === '@' ? parseMailbox(state, silent) : src.startsWith('://', pos) && parseUrl(state, silent);
}

export function addBareLinks(md: MarkdownIt): void {
  md.inline.ruler.push('bare_link', parseBareLink);
}
