/** Three hot functions of markdown-it with a fast path each; a property test holds that tokens and URLs stay the same (docs/adr/0020). */
import type { MarkdownIt, StateCore, StateInline } from 'markdown-it';

/**
 * Characters at which an inline rule may begin: `\` ` ` ` `*` `_` `[` `]` `!` `<` `&`, a note's `^`, a newline. The library stops at a
 * dozen more, for plugins that are not used here, and checks each character by itself.
 */
const STOP = /[\n!&*<[\\\]^_`]/g;

function text(state: StateInline, silent: boolean): boolean {
  const { pos, src, posMax } = state;
  STOP.lastIndex = pos;
  const end = STOP.test(src) ? Math.min(STOP.lastIndex - 1, posMax) : posMax;
  if (end === pos) return false;
  if (!silent) state.pending += src.slice(pos, end);
  state.pos = end;
  return true;
}

/** A URL that no normalising changes: a host of letters (RFC 1123: labels to 63), a path of unreserved characters (RFC 3986 §2.3). */
const PLAIN_URL = /^https?:\/\/(?:[a-z0-9-]{1,63}\.){1,3}[a-z]{2,63}(?:\/[A-Za-z0-9/._~-]*)?$/;

/** Normalizes newlines and NUL; tested first, because most files have none to replace. */
function normalize(state: StateCore): void {
  const { src } = state;
  if (src.includes('\r') || src.includes('\0'))
    state.src = src.replace(/\r\n?/g, '\n').replaceAll('\0', '\ufffd');
}

export function leanRules(md: MarkdownIt): void {
  md.core.ruler.at('normalize', normalize);
  md.inline.ruler.at('text', text);
  const whole = md.normalizeLink.bind(md);
  md.normalizeLink = (url) => (PLAIN_URL.test(url) ? url : whole(url));
}
