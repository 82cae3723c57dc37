/** The output of a body while it is rendered (a buffer): HTML so far, plain text so far, and counts. */
import { FOLD } from '../../domain/content/fragment.ts';
import type { Rendered } from '../../domain/content/markdown.ts';
import { cutAtWord } from '../../domain/text/trim.ts';
import { countWords } from '../../domain/text/word-count.ts';
import { checkSize } from './bounds.ts';
import type { InlineOutput, Sheet } from './sheet.ts';
import { type Frame, hang, together } from './text-layout.ts';

export type BodyOutput = {
  sheet: Sheet;
  html: string;
  /** Characters of text outside all open containers. */
  textSize: number;
  /** The innermost open container is the last one. */
  frames: Frame[];
  /** Numbers of the open lists; NaN for bullets. */
  counters: number[];
  /** Rows of the open table. */
  rows: string[][] | undefined;
  words: number;
  lede: string;
  paragraphs: number;
  axiomsAt: { axiom: string; paragraph: number }[];
  folded: boolean;
  /** The fold mark waits for the next block of the text. */
  foldWaits: boolean;
};

export const newPage = (sheet: Sheet): BodyOutput => ({
  sheet,
  html: '',
  textSize: 0,
  frames: [{ blocks: [], tight: false }],
  counters: [],
  rows: undefined,
  words: 0,
  lede: '',
  paragraphs: 0,
  axiomsAt: [],
  folded: false,
  foldWaits: false,
});

/** Adds a block of text to the innermost open container. */
export function addText(page: BodyOutput, text: string): void {
  if (text === '') return;
  page.textSize = page.frames.length === 1 ? page.textSize + text.length : page.textSize;
  if (!checkSize(page.sheet, page.textSize + (page.frames.length === 1 ? 0 : text.length))) return;
  const fold = page.foldWaits && page.frames.length === 1;
  page.frames.at(-1)!.blocks.push(fold ? FOLD + text : text);
  if (fold) page.foldWaits = false;
}

export const openFrame = (page: BodyOutput, tight: boolean): void =>
  void page.frames.push({ blocks: [], tight });

/** Closes the innermost container; its text, laid out, becomes a block of the one around it. */
export function close(page: BodyOutput, layout: (text: string) => string): void {
  addText(page, layout(together(page.frames.pop()!)));
}

export const closeItem = (page: BodyOutput, lead: string): void => close(page, (text) => hang(lead, text));

/** A paragraph that is set apart makes its list item, and its list, stand apart. */
export function loosen(page: BodyOutput): void {
  for (const frame of page.frames.slice(-2)) frame.tight = false;
}

/** The most characters of a summary made from a lede, because list pages and feeds repeat it. */
const LEDE = 400;

export function addWordCount(page: BodyOutput, written: InlineOutput, level: number): void {
  page.words += countWords(written.bare);
  if (page.lede === '' && level === 0) page.lede = cutAtWord(written.bare.replace(/\s+/g, ' ').trim(), LEDE);
}

export function renderedBody(page: BodyOutput): Rendered {
  const { sheet } = page;
  const { full } = sheet.bounds;
  const text = full ? '' : together(page.frames[0]!) + (page.foldWaits ? FOLD : '');
  return {
    fragment: { html: full ? '' : page.html.trimEnd(), text, folded: page.folded && !full },
    figures: sheet.figures,
    words: page.words,
    lede: page.lede,
    links: sheet.links,
    axiomsAt: page.axiomsAt,
    problems: sheet.problems,
  };
}
