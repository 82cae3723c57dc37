/**
 * The contents list at the head of a long letter. Its lines are no links: Gmail and others do not follow a link to a place in the same
 * letter (caniemail: html-anchor-links).
 */
import type { BlockFilling } from '../../domain/letters/fill-template.ts';
import type { LetterItem } from './letter-items.ts';

/** A letter of so many lines can be taken in without a list. */
const MAX_UNLISTED_LINES = 4;

/** Sponsors, and texts without a label, have no line. `firstBlock`: the block of the first item; a line is hidden with its item. */
export function fillContentsList(items: readonly LetterItem[], firstBlock: number): readonly BlockFilling[] {
  const line = items.flatMap((item, i): BlockFilling[] => {
    const block = firstBlock + i;
    if (item.kind === 'article')
      return [{ block, marks: { title: item.entry.title }, blocks: { label: [{}] } }];
    if (item.kind !== 'text' || item.label === undefined) return [];
    return [{ block, marks: { title: item.label } }];
  });
  return line.length > MAX_UNLISTED_LINES ? [{ blocks: { line } }] : [];
}
