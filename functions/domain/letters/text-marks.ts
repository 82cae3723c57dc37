/** Marks of the text part: underlined headlines, and numbers for links, whose addresses are listed at the end of an item. */
import { columnsOf } from '../text/columns.ts';
import type { Filling } from './fill-template.ts';

/** A long headline goes on in a second line. */
const MAX_UNDERLINE = 60;

/** Sets a headline apart in the text part. */
export const fillUnderline = (headline: string): readonly Filling[] => [
  { marks: { underline: '='.repeat(Math.min(columnsOf(headline), MAX_UNDERLINE)) } },
];

/** The form in which a body's text spells a link out: `label (https://…)`; the address may hold balanced parentheses. */
const SPELLED_LINK = / \((https?:\/\/[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)\)(?=( {2})?)/g;
/** Code is indented by four spaces; an item of a nested list may be, too. */
const CODE_LINE = /^ {4}(?! *(?:- |\d+\. ))/;
const NUMBERED_NOTE = /\[(\d{1,4})\]/g;

/** The numbers go on after those of the footnotes. A table's cell keeps its width. */
export function numberReferences(text: string): string {
  const first = 1 + Math.max(0, ...[...text.matchAll(NUMBERED_NOTE)].map(([, n]) => Number(n)));
  const addresses: string[] = [];
  const numberLink = (spelled: string, address: string, inTable: string | undefined): string => {
    if (!addresses.includes(address)) addresses.push(address);
    const reference = ` [${first + addresses.indexOf(address)}]`;
    return inTable === undefined ? reference : reference.padEnd(spelled.length);
  };
  const numbered = text
    .split('\n')
    .map((line) => (CODE_LINE.test(line) ? line : line.replace(SPELLED_LINK, numberLink)))
    .join('\n');
  if (addresses.length === 0) return text;
  return `${numbered}\n\n${addresses.map((address, i) => `[${first + i}] ${address}`).join('\n')}`;
}
