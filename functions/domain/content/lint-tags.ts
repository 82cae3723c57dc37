/** Warns of merge tags that are left in a text, with the line of each. */
import type { Passage } from '../source/source-files.ts';
import { maskCode } from './mask-code.ts';
import { mergeTagsIn } from './merge-tags.ts';

export type Warn = (line: number, message: string, remedy: string) => void;

/** The most characters of a tag that a message shows. */
const SHOWN = 60;

const sentence = (tag: string): string =>
  `\`${tag.slice(0, SHOWN).replace(/\s+/g, ' ')}\` is a merge tag, and nothing fills it in here: readers would see it as it stands.`;

/** Checks one line, such as a title, a subject or a label. */
export function lintTags(warn: Warn, line: number, text: string): void {
  for (const tag of new Set(mergeTagsIn(text).map((found) => found.tag)))
    warn(line, sentence(tag), 'Remove it.');
}

/** Checks a body. Tags inside code are examples and pass. */
export function lintTagsInBody(warn: Warn, { body, line }: Passage): void {
  if (mergeTagsIn(body).length === 0) return;
  const said = new Set<string>();
  for (const { tag, at } of mergeTagsIn(maskCode(body))) {
    const where = line + body.slice(0, at).split('\n').length - 1;
    if (said.has(`${where} ${tag}`)) continue;
    said.add(`${where} ${tag}`);
    warn(where, sentence(tag), 'Remove it, or put it into backticks where readers are to see it.');
  }
}
