/** Parses comments in bodies into tokens, so that known ones act and unknown ones are reported instead of printed. */

import type { MarkdownIt, StateBlock, StateInline } from 'markdown-it';

const OPEN = '<!--';
const CLOSE = '-->';

type Found = { from: number; at: number };

/** The position of the next `-->`, cached for a stretch of text, so that a megabyte of `<!--` takes linear time. */
function closing(env: Record<string | symbol, unknown>, source: string, from: number): number {
  const key = source === env.commentSource ? (env.commentEnd as Found) : undefined;
  if (key && from >= key.from && (key.at < 0 || from <= key.at)) return key.at;
  const at = source.indexOf(CLOSE, from);
  env.commentSource = source;
  env.commentEnd = { from, at };
  return at;
}

/** A comment on lines of its own. */
function blockComment(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  const start = state.bMarks[startLine]! + state.tShift[startLine]!;
  if (state.sCount[startLine]! - state.blkIndent >= 4 || !state.src.startsWith(OPEN, start)) return false;
  const end = closing(state.env, state.src, start + OPEN.length);
  // Checked before the walk, because many comments that end beyond their container would each walk to its end.
  if (end < 0 || end > state.eMarks[endLine - 1]!) return false;
  let last = startLine;
  while (state.eMarks[last]! < end) last++;
  if (state.src.slice(end + CLOSE.length, state.eMarks[last]).trim() !== '') return false;
  if (silent) return true;
  const token = state.push('comment', '', 0);
  token.content = state.src.slice(start + OPEN.length, end).trim();
  token.map = [startLine, last + 1];
  state.line = last + 1;
  return true;
}

/** A comment inside a line of text. */
function inlineComment(state: StateInline, silent: boolean): boolean {
  if (!state.src.startsWith(OPEN, state.pos)) return false;
  const end = closing(state.env, state.src, state.pos + OPEN.length);
  if (end < 0) return false;
  if (!silent) state.push('comment', '', 0).content = state.src.slice(state.pos + OPEN.length, end).trim();
  state.pos = end + CLOSE.length;
  return true;
}

export function readComments(md: MarkdownIt): void {
  md.block.ruler.before('paragraph', 'comment', blockComment, {
    alt: ['paragraph', 'reference', 'blockquote', 'list'],
  });
  md.inline.ruler.before('autolink', 'comment', inlineComment);
}
