/** Warns of markup of other programs that is left in a body, with the line of each. */
import type { Passage } from '../source/source-files.ts';
import { createLineCounter } from '../text/line-counter.ts';
import { findForeignMarkup } from './foreign-markup.ts';
import type { Warn } from './lint-tags.ts';
import { maskCode } from './mask-code.ts';
import { findMergeTags } from './merge-tags.ts';

/** The most characters of the markup that a message shows. */
const MAX_MARKUP_SHOWN = 60;
/** The most warnings of one body: an imported text has the same kind on every line. */
const MAX_WARNINGS = 20;

/** Markup inside code is what the text is about, and passes. A merge tag has a warning of its own. */
export function lintMarkup(warn: Warn, { body, line }: Passage): void {
  if (findForeignMarkup(body).length === 0) return;
  const masked = maskCode(body);
  const tags = findMergeTags(masked);
  const linesTo = createLineCounter(body);
  let [end, left] = [0, MAX_WARNINGS];
  for (const { text, at, remedy } of findForeignMarkup(masked)) {
    const isTag = tags.some((tag) => tag.at < at + text.length && at < tag.at + tag.tag.length);
    if (at < end || isTag) continue;
    end = at + text.length;
    if (left-- === 0) return;
    const shown = text.trim().slice(0, MAX_MARKUP_SHOWN).replace(/\s+/g, ' ');
    const message = `\`${shown}\` looks like markup of another program, and is printed as typed.`;
    warn(line + linesTo(at), message, remedy);
  }
}
