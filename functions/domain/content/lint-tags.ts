/** Warns of merge tags, and of other markup of other programs, that are left in a text, with the line of each. */
import type { Passage } from '../source/source-files.ts';
import { createLineCounter } from '../text/line-counter.ts';
import { findForeignMarkup } from './foreign-markup.ts';
import { maskCode } from './mask-code.ts';
import { findMergeTags } from './merge-tags.ts';

export type Warn = (line: number, message: string, remedy: string) => void;

/** The most characters of a tag that a message shows. */
const MAX_TAG_SHOWN = 60;

const describeTag = (tag: string): string =>
  `\`${tag.slice(0, MAX_TAG_SHOWN).replace(/\s+/g, ' ')}\` is a merge tag, and nothing fills it in here: readers would see it as it stands.`;

/** Checks one line, such as a title, a subject or a label. */
export function lintTags(warn: Warn, line: number, text: string): void {
  for (const tag of new Set(findMergeTags(text).map((found) => found.tag)))
    warn(line, describeTag(tag), 'Remove it.');
}

/** Checks a body. Tags inside code are examples and pass. */
export function lintTagsInBody(warn: Warn, { body, line }: Passage): void {
  if (findMergeTags(body).length === 0) return;
  const said = new Set<string>();
  for (const { tag, at } of findMergeTags(maskCode(body))) {
    const where = line + body.slice(0, at).split('\n').length - 1;
    if (said.has(`${where} ${tag}`)) continue;
    said.add(`${where} ${tag}`);
    warn(where, describeTag(tag), 'Remove it, or put it into backticks where readers are to see it.');
  }
}

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
