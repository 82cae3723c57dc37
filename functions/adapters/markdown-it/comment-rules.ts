/** Parses HTML comments into tokens, so that known ones take effect and unknown ones are reported instead of printed. */

import type { MarkdownIt, StateBlock, StateInline } from 'markdown-it';

const COMMENT_OPEN = '<!--';
const COMMENT_CLOSE = '-->';

type CommentEnd = { from: number; at: number };

/** The index of the next `-->`. The last answer is cached, so that a megabyte of `<!--` takes linear time. */
function findClosing(env: Record<string | symbol, unknown>, source: string, from: number): number {
  const key = source === env.commentSource ? (env.commentEnd as CommentEnd) : undefined;
  if (key && from >= key.from && (key.at < 0 || from <= key.at)) return key.at;
  const at = source.indexOf(COMMENT_CLOSE, from);
  env.commentSource = source;
  env.commentEnd = { from, at };
  return at;
}

/** Parses a comment that has its lines to itself. */
function parseBlockComment(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  const start = state.bMarks[startLine]! + state.tShift[startLine]!;
  if (state.sCount[startLine]! - state.blkIndent >= 4 || !state.src.startsWith(COMMENT_OPEN, start))
    return false;
  const end = findClosing(state.env, state.src, start + COMMENT_OPEN.length);
  // Checked before the loop: otherwise many comments that end outside their container would each walk to its end.
  if (end < 0 || end > state.eMarks[endLine - 1]!) return false;
  let last = startLine;
  while (state.eMarks[last]! < end) last++;
  if (state.src.slice(end + COMMENT_CLOSE.length, state.eMarks[last]).trim() !== '') return false;
  if (silent) return true;
  const token = state.push('comment', '', 0);
  token.content = state.src.slice(start + COMMENT_OPEN.length, end).trim();
  token.map = [startLine, last + 1];
  state.line = last + 1;
  return true;
}

/** Parses a comment inside a line of text. */
function parseInlineComment(state: StateInline, silent: boolean): boolean {
  if (!state.src.startsWith(COMMENT_OPEN, state.pos)) return false;
  const end = findClosing(state.env, state.src, state.pos + COMMENT_OPEN.length);
  if (end < 0) return false;
  if (!silent)
    state.push('comment', '', 0).content = state.src.slice(state.pos + COMMENT_OPEN.length, end).trim();
  state.pos = end + COMMENT_CLOSE.length;
  return true;
}

export function addCommentRules(md: MarkdownIt): void {
  md.block.ruler.before('paragraph', 'comment', parseBlockComment, {
    alt: ['paragraph', 'reference', 'blockquote', 'list'],
  });
  md.inline.ruler.before('autolink', 'comment', parseInlineComment);
}
