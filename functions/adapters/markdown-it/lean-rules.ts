/** Fast paths for three hot functions of markdown-it. A property test holds that tokens and URLs stay the same (docs/adr/0020). */
import type { MarkdownIt, StateCore, StateInline } from 'markdown-it';

/**
 * The characters at which an enabled inline rule may begin, among them `^` for a note, `://` and `@` for a bare link. The library stops at a dozen more, for plugins that
 * are not in use, and tests each character singly.
 */
const RULE_START = /[\n!&*<@[\\\]^_`~]|:(?=\/\/)/g;

function readText(state: StateInline, silent: boolean): boolean {
  const { pos, src, posMax } = state;
  RULE_START.lastIndex = pos;
  const end = RULE_START.test(src) ? Math.min(RULE_START.lastIndex - 1, posMax) : posMax;
  if (end === pos) return false;
  if (!silent) state.pending += src.slice(pos, end);
  state.pos = end;
  return true;
}

/**
 * A URL that normalising leaves as it is: the host is of letters (RFC 1123: labels to 63), the path of unreserved characters (RFC 3986
 * §2.3).
 */
const PLAIN_URL = /^https?:\/\/(?:[a-z0-9-]{1,63}\.){1,3}[a-z]{2,63}(?:\/[A-Za-z0-9/._~-]*)?$/;

/** Replaces CR and NUL. Text from a file has neither, so a test comes first. */
function normalizeNewlines(state: StateCore): void {
  const { src } = state;
  if (src.includes('\r') || src.includes('\0'))
    state.src = src.replace(/\r\n?/g, '\n').replaceAll('\0', '\ufffd');
}

export function addFastRules(md: MarkdownIt): void {
  md.core.ruler.at('normalize', normalizeNewlines);
  md.inline.ruler.at('text', readText);
  const whole = md.normalizeLink.bind(md);
  md.normalizeLink = (url) => (PLAIN_URL.test(url) ? url : whole(url));
}
